"""The repository holds our own words only, and builds the same wherever it lies."""

import json
import re

from tests.architecture.tree import ROOT, SRC, files, text_of

LONGEST = 400

# Written in two halves, so that this file does not find itself.
HOSTS = re.compile(
    r"pypi\.o" r"rg|pythonhosted\.o" r"rg|npmjs\.o" r"rg|npmjs\.c" r"om|npmmirror\.c" r"om|/simp" r"le\b"
    r"|jsdelivr\.n" r"et|unpkg\.c" r"om|cdnjs\.|googleapis\.c" r"om|mirrors?\.(?:tuna|aliyun|ustc|tencent|huawei)"
)  # fmt: skip
MACHINE = re.compile(r"(?<![\w./-])(?:/home/|/root\b|/Users/|[A-Z]:\\\\?Users)")
THIRD_PARTY = re.compile(
    r"@license|@preserve|Released under the MIT|Licensed under the MIT|sourceMappingURL=\S", re.IGNORECASE
)


def here(path):
    return path.relative_to(ROOT).as_posix()


def own_files():
    return [path for path in files() if path.resolve() != ROOT / "tests/architecture/test_repository.py"]


def test_nothing_names_a_registry_or_a_mirror():
    assert [here(path) for path in own_files() if HOSTS.search(text_of(path))] == []


def test_the_locks_pin_bytes_and_no_addresses():
    lock = json.loads(text_of(ROOT / "package-lock.json"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [
        name for name, package in packages.items() if "resolved" in package or "integrity" not in package
    ] == []
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        blocks = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", text_of(path)).strip())
        assert [block for block in blocks if "--hash=sha256:" not in block] == []
        assert not re.search(r"(?m)^\s*(-i|-f|--(index|extra-index|find-links|trusted-host))", text_of(path))


def test_nothing_names_the_machine_it_was_written_on():
    found = [here(path) for path in own_files() if MACHINE.search(text_of(path)) or _names_root(path)]
    assert found == []


def _names_root(path):
    return len(ROOT.parts) > 2 and path.suffix != ".md" and f"{ROOT}/" in text_of(path)


def test_no_third_party_code_is_kept_here():
    shipped = [path for path in files() if SRC in path.parents]
    assert [here(path) for path in shipped if path.name.endswith((".min.js", ".min.css", ".map"))] == []
    assert [here(path) for path in shipped if "vendor" in path.parts] == []
    scripts = [path for path in shipped if path.suffix in {".js", ".mjs", ".css"}]
    assert [here(path) for path in scripts if THIRD_PARTY.search(text_of(path))] == []


def test_no_page_reaches_for_another_host():
    reaching = re.compile(
        r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//|@import\s|url\(\s*["']?(?:https?:)?//"""
    )
    pages = [path for path in files() if SRC in path.parents and path.suffix in {".html", ".css", ".js"}]
    assert [here(path) for path in pages if reaching.search(text_of(path))] == []


def test_files_stay_short_enough_to_read():
    own = [
        path for path in files() if path.suffix in {".py", ".html", ".js"} and "migrations" not in path.parts
    ]
    assert {here(path): n for path in own if (n := text_of(path).count("\n")) > LONGEST} == {}


def test_every_page_a_docstring_cites_is_here():
    cited = re.compile(r"([\w/-]+\.md)(?:\s+(\d[\d.]*\d|\d))?")
    pages = {path.name: text_of(path) for path in (ROOT / "docs").rglob("*.md")}
    lost = []
    for path in SRC.rglob("*.py"):
        for page, section in cited.findall(text_of(path)):
            text = pages.get(page.split("/")[-1])
            if text is None or (section and not re.search(rf"(?m)^#+ {re.escape(section)}\s", text)):
                lost.append(f"{here(path)}: {page} {section}")
    assert lost == []
