#!/usr/bin/env bash
# Write the locked requirements and package-lock.json anew, free of any address this machine is set up with:
# hashes of the public files, so the same bytes come from whichever mirror a place has.
# An extra asked for by a package is pinned with its extra: else pip looks at newer files of it, which have no hash here.
# usage: tools/lock.sh [extra pip-compile options, e.g. --upgrade]
set -euo pipefail
cd "$(dirname "$0")/.."
compile=${VENV:-.venv}/bin/pip-compile
[ -x "$compile" ] || compile=pip-compile

lock() { # <output> <input>...
  local out=$1
  shift
  env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
    CUSTOM_COMPILE_COMMAND='make lock' \
    "$compile" --quiet --generate-hashes --allow-unsafe --no-strip-extras --no-emit-options \
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
    "${options[@]}" --output-file "requirements/$out.txt" "${@/#/requirements/}"
}

options=("$@")
lock base base.in build.in
lock dev dev.in
lock node node.in
if command -v npm >/dev/null; then
  npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund
fi
