"""
Set the house up and show it round: the steps behind ``make demo`` and ``make test``.

Runs on the bare system Python, so it uses the standard library alone. Each step leaves a stamp, the digest of
what it was made from; a step whose stamp still holds takes no time. What is made lies in the virtual environment
and under ``var/``.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / os.environ.get("VENV", ".venv")
VAR = ROOT / os.environ.get("DUBAN_VAR", "var")
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
OLDEST = (3, 11)


class Stop(Exception):
    """The house cannot be set up; the message says what to do."""


@dataclass
class Steps:
    """Numbers the steps and times them."""

    total: int
    done: int = 0
    began: float = field(default_factory=time.monotonic)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Announce a step, and say how long it took when that was noticeable."""
        self.done += 1
        print(f"[{self.done}/{self.total}] {title}", flush=True)
        start = time.monotonic()
        yield
        took = time.monotonic() - start
        if took >= 1:
            print(f"      {took:.0f} s · 共 all {time.monotonic() - self.began:.0f} s", flush=True)


def digest(*parts: Path | str) -> str:
    """Digest file contents and plain texts into one stamp."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        total.update(b"\0")
    return total.hexdigest()


def unless_stamped(stamp: Path, value: str, work: Callable[[], None]) -> None:
    """Do *work* unless *stamp* already holds *value*; write it only once the work is done."""
    if stamp.exists() and stamp.read_text("utf8") == value:
        return
    stamp.unlink(missing_ok=True)
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value, "utf8")


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a program in the repository; stop with its name when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False)
    if done.returncode:
        raise Stop(f"失败 failed ({done.returncode}): {' '.join(str(part) for part in command)}")


# --- virtual environment ---------------------------------------------------------------------------------


def make_venv() -> None:
    """Make the virtual environment, fetching Debian's missing part of venv when we may."""
    if (BIN / "python").exists() and (BIN / "pip").exists():
        return
    if not _has_ensurepip():
        _fetch_venv_package()
    shutil.rmtree(VENV, ignore_errors=True)
    run(sys.executable, "-m", "venv", VENV)


def _has_ensurepip() -> bool:
    """Tell whether this Python can make an environment; asked afresh, because we may just have mended it."""
    found = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    return found.returncode == 0


def _fetch_venv_package() -> None:
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    advice = f"缺少 {package}，请先执行 / {package} is missing, first run:  sudo apt-get install {package}"
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise Stop(advice)
    print(f"      apt-get install {package}", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "-qq", "update", env=quiet)
    wanted = ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", package]
    done = subprocess.run(wanted, env=quiet, capture_output=True, encoding="utf8", check=False)
    if done.returncode:
        raise Stop(f"{done.stdout}{done.stderr}\n{advice}")
    if not _has_ensurepip():
        raise Stop(advice)


# --- dependencies ------------------------------------------------------------------------------------------


def install(requirements: Path) -> None:
    """Install exactly the locked files, counting them aloud."""
    lines = requirements.read_text("utf8").splitlines()
    total = sum("==" in line and not line.startswith((" ", "#")) for line in lines)
    _pip(("--require-hashes", "-r", str(requirements)), total)


def install_duban() -> None:
    """Install Duban itself, in place; nothing is fetched."""
    _pip(("--no-deps", "--no-build-isolation", "-e", str(ROOT)), 1)


def _pip(arguments: Sequence[str], total: int) -> None:
    command = [str(BIN / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    command += ["--progress-bar", "off", "--no-color", *arguments]
    seen: set[str] = set()
    said: list[str] = []
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf8", errors="replace"
    ) as pip:
        for line in pip.stdout or ():
            said.append(line)
            _count(line, seen, total)
    _end_count(seen)
    if pip.returncode:
        raise Stop("".join(said[-25:]) + f"安装失败 pip failed ({pip.returncode})")


def _count(line: str, seen: set[str], total: int) -> None:
    words = line.split()
    if line.startswith("Installing collected packages"):
        name = "写入 writing"
    elif line.startswith(("Collecting ", "Requirement already satisfied: ", "Obtaining ")):
        name = words[3] if words[0] == "Requirement" else words[1]
        name = name.split("==")[0].split("/")[-1]
        seen.add(name)
    else:
        return
    if sys.stdout.isatty():
        print(f"\r      {min(len(seen), total)}/{total} {name:<40.40}", end="", flush=True)


def _end_count(seen: set[str]) -> None:
    if seen and sys.stdout.isatty():
        print("\r" + " " * 60 + "\r", end="", flush=True)


# --- the whole --------------------------------------------------------------------------------------------


def prepare(steps: Steps, *, dev: bool) -> None:
    """Make the environment, install, lay out the front end, compile the translations."""
    if sys.version_info < OLDEST:
        raise Stop("需要 Python 3.11 或更新 / Python 3.11 or newer is needed: make PYTHON=python3.11 …")
    with steps.step("虚拟环境 virtual environment"):
        make_venv()
    locked = ROOT / "requirements" / ("dev.txt" if dev else "base.txt")
    with steps.step("依赖 locked dependencies"):
        _install_locked(locked, dev=dev)
        project = digest(ROOT / "pyproject.toml", str(ROOT))
        unless_stamped(VENV / ".duban-package", project, install_duban)
    with steps.step("前端文件 front-end files"):
        run(BIN / "python", ROOT / "tools" / "frontend.py")
    with steps.step("翻译 translations"):
        run(BIN / "python", ROOT / "tools" / "messages.py", "compile")


def _install_locked(locked: Path, *, dev: bool) -> None:
    # dev.txt holds everything of base.txt at the same versions, so a dev environment is good for both.
    stamp = VENV / ".duban-dev"
    if not dev and stamp.exists() and stamp.read_text("utf8") == digest(ROOT / "requirements" / "dev.txt"):
        return
    if dev:
        unless_stamped(stamp, digest(locked), lambda: install(locked))
    else:
        unless_stamped(VENV / ".duban-base", digest(locked), lambda: install(locked))


def load_demo(duban: Path) -> None:
    """Migrate and load, unless this very SQLite database has had both; loading twice doubles nothing."""

    def load() -> None:
        run(duban, "migrate")
        run(duban, "demo", "load")

    database = VAR / "duban.sqlite3"
    if any(name.startswith("DUBAN_DATABASE_URL") for name in os.environ):
        load()
        return
    stamp = VAR / "demo.stamp"
    if not database.exists():
        stamp.unlink(missing_ok=True)
    source = ROOT / "src" / "duban"
    shaping = [*source.glob("*/migrations/*.py"), *(source / "demo").rglob("*.*")]
    unless_stamped(stamp, digest(*sorted(path for path in shaping if "__pycache__" not in path.parts)), load)


def show_tables(steps: Steps, duban: Path) -> bytes:
    """Print the gap table and what is overdue, and return the accounts' table; the three are asked for at once."""
    with steps.step("找差距 gap table"):
        accounts = subprocess.Popen([duban, "demo", "accounts"], cwd=ROOT, stdout=subprocess.PIPE)
        late = ("ledger", "list", "--zone", "yinchuan", "--overdue", "--on", "2020-10-10")
        overdue = subprocess.Popen([duban, *late], cwd=ROOT, stdout=subprocess.PIPE)
        run(duban, "gap", "--zone", "yinchuan", "--as-of", "2020-08")
    with steps.step("超期事项，该谁办 what is overdue and who must act: 2020-10-10"):
        sys.stdout.flush()
        sys.stdout.buffer.write(overdue.communicate()[0])
        named, _nothing = accounts.communicate()
    if failed := overdue.returncode or accounts.returncode:
        raise Stop(f"失败 failed ({failed}): duban ledger list, duban demo accounts")
    return named


def demo(*, serve: bool, host: str, port: int) -> None:
    """Prepare, load the demo zone, print its gap table and what is overdue, and serve."""
    steps = Steps(total=8 if serve else 7)
    prepare(steps, dev=False)
    duban = BIN / "duban"
    os.environ.setdefault("DUBAN_DEMO", "yes")
    if not sys.stdout.isatty():
        os.environ.setdefault("COLUMNS", "140")
    with steps.step("数据库与示例数据：银川经开区 2020 年 database and demo data: Yinchuan 2020"):
        load_demo(duban)
    named = show_tables(steps, duban)
    if not serve:
        return
    with steps.step(f"http://{host}:{port} · Ctrl+C 停止 to stop"):
        sys.stdout.buffer.write(named)
    sys.stdout.flush()
    command = [str(duban), "serve", "--host", host, "--port", str(port)]
    os.chdir(ROOT)
    os.execv(command[0], command)  # noqa: S606


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    ready = verbs.add_parser("prepare", help="environment, dependencies, front end, translations")
    ready.add_argument("--dev", action="store_true", help="with everything the tests need")
    show = verbs.add_parser(
        "demo", help="the above, then load the demo, print its gaps and what is overdue, and serve"
    )
    show.add_argument("--no-serve", action="store_true", help="stop after the gap table")
    show.add_argument("--host", default="127.0.0.1")
    show.add_argument("--port", type=int, default=8000)
    return parser.parse_args(words)


def main(words: Sequence[str]) -> int:
    """Run one verb; 1 when it could not be done."""
    chosen = read_arguments(words)
    try:
        if chosen.verb == "prepare":
            prepare(Steps(total=4), dev=chosen.dev)
        else:
            demo(serve=not chosen.no_serve, host=chosen.host, port=chosen.port)
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
