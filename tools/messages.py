"""
Keep the sentences: Chinese in the source, English in the catalogue.

``update`` adds sentences the source has and the catalogue lacks, and drops those the source no longer has.
``check`` fails on a missing, untranslated, fuzzy or stale entry, on placeholders that differ, and on Chinese
that bypasses the catalogue. ``compile`` writes the .mo files; it needs no gettext tools.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "duban"
CATALOGUES = SOURCE / "locale"
ENGLISH = CATALOGUES / "en" / "LC_MESSAGES" / "django.po"

# Rooms whose every word reaches a person: Chinese there goes through gettext.
SPOKEN = (
    "core",
    "audit",
    "orgs",
    "notices",
    "blockers",
    "enterprises",
    "indicators",
    "projects",
    "web",
    "cli",
    "jobs",
)
# A line that ends so holds Chinese that is data, not speech (a header synonym, a brand).
DATA = "# zh: data"
# Said in its own language whatever the page's language is.
PROPER = {"中文", "督办", "督"}

_FORMS = {
    "_": 1, "_l": 1, "N_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1,
    "ngettext": 2, "ngettext_lazy": 2, "pgettext": -1, "pgettext_lazy": -1,
}  # fmt: skip
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_PLACE = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
_CALL = re.compile(
    r"\b(_|gettext|ngettext|pgettext)\(((?:[^()'\"]|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")*)\)"
)
_VERBATIM = re.compile(r"{#.*?#}|{%\s*comment.*?%}.*?{%\s*endcomment\s*%}", re.DOTALL)
_BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b.*?%}.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
_TAG = re.compile(r"{%\s*trans(?:late)?\s.*?%}|_\((?:'[^']*'|\"[^\"]*\")\)", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One sentence of the source, and where it stands."""

    text: str
    plural: str = ""
    context: str = ""
    where: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes it one sentence: the same words in another context are another sentence."""
        return self.context, self.text


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """Something wrong, and where."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


# --- reading the source --------------------------------------------------------------------------------------


def called(node: ast.Call) -> str:
    """Return the bare name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def message_of(node: ast.Call, where: str) -> Message | None:
    """Read a gettext call whose sentences are literals; None when it is not one."""
    form = _FORMS.get(called(node))
    if form is None:
        return None
    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if len(texts) < abs(form) or not texts:
        return None
    if form == -1:
        return Message(texts[1], context=texts[0], where=where) if len(texts) > 1 else None
    return Message(texts[0], plural=texts[1] if form == 2 else "", where=where)


def in_python(path: Path, root: Path = ROOT) -> Iterator[Message]:
    """Yield the sentences of a Python file."""
    name = path.relative_to(root).as_posix()
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Call) and (found := message_of(node, name)):
            yield found


def in_template(path: Path, root: Path = ROOT) -> Iterator[Message]:
    """Yield the sentences of a template, just as Django itself would look them up."""
    from django.conf import settings  # noqa: PLC0415  only extraction needs Django
    from django.utils.translation.template import templatize  # noqa: PLC0415

    if not settings.configured:
        settings.configure()
    name = path.relative_to(root).as_posix()
    for name_of, arguments in _CALL.findall(templatize(path.read_text("utf8"))):
        literal = re.sub(r",\s*count\s*$", "", arguments.strip())
        node = ast.parse(f"{name_of}({literal})", mode="eval").body
        if isinstance(node, ast.Call) and (found := message_of(node, name)):
            yield found


def templates(source: Path) -> list[Path]:
    """List the templates below a folder."""
    return sorted(
        p
        for p in source.rglob("*")
        if p.is_file() and "templates" in p.parts and p.suffix in {".html", ".txt"}
    )


def messages(source: Path = SOURCE, root: Path = ROOT) -> dict[tuple[str, str], Message]:
    """Collect every sentence of the source once, in a lasting order."""
    found: dict[tuple[str, str], Message] = {}
    for path in sorted(source.rglob("*.py")):
        if "migrations" not in path.parts:
            for message in in_python(path, root):
                _keep(found, message)
    for path in templates(source):
        for message in in_template(path, root):
            _keep(found, message)
    return found


def _keep(found: dict[tuple[str, str], Message], message: Message) -> None:
    known = found.get(message.key)
    if known is None or (message.plural and not known.plural):
        found[message.key] = message


# --- the catalogue ---------------------------------------------------------------------------------------------


def update() -> int:
    """Bring the English catalogue level with the source, keeping every translation."""
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    old = _catalogue()
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    kept = {(entry.msgctxt or "", entry.msgid): entry for entry in old if not entry.obsolete}
    wanted = messages()
    for message in sorted(wanted.values(), key=lambda m: (m.where, m.text)):
        new.append(_entry(message, kept.get(message.key)))
    if str(new) != str(old):
        new.save(str(ENGLISH))
    print(f"{len(wanted)} sentences, {len(wanted.keys() - kept)} new, {len(kept.keys() - wanted)} dropped")
    return 0


def _catalogue() -> polib.POFile:
    return polib.pofile(str(ENGLISH), wrapwidth=110) if ENGLISH.exists() else polib.POFile()


def _entry(message: Message, kept: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, occurrences=[(message.where, "")])
    if message.context:
        entry.msgctxt = message.context
    if kept:
        entry.tcomment = kept.tcomment
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = dict(kept.msgstr_plural) if kept and kept.msgstr_plural else {0: "", 1: ""}
    else:
        entry.msgstr = kept.msgstr if kept else ""
    if _PLACE.search(message.text):
        percent = "%" in "".join(_PLACE.findall(message.text))
        entry.flags = ["python-format" if percent else "python-brace-format"]
    return entry


def places(text: str) -> list[str]:
    """Return the placeholders of a sentence, in alphabetical order."""
    return sorted(_PLACE.findall(text.replace("%%", "")))


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if "fuzzy" in entry.flags:
        yield "fuzzy"
    if not said or not all(said):
        yield "untranslated"
        return
    for text in said:
        if places(text) != places(entry.msgid) and places(text) != places(entry.msgid_plural or entry.msgid):
            yield f"placeholders differ: {places(entry.msgid)} became {places(text)}"
        if _CHINESE.search(text) and "keeps Chinese" not in entry.tcomment:
            yield "Chinese in the English (say '# keeps Chinese' above it when it is meant)"


def catalogue_complaints() -> Iterator[Complaint]:
    """Yield every way in which the catalogue and the source differ."""
    wanted = messages()
    held = {(entry.msgctxt or "", entry.msgid): entry for entry in _catalogue() if not entry.obsolete}
    for key in wanted.keys() - held.keys():
        yield Complaint(wanted[key].where, f"not in the catalogue: {key[1]}")
    for key in held.keys() - wanted.keys():
        yield Complaint(ENGLISH.relative_to(ROOT).as_posix(), f"no longer in the source: {key[1]}")
    for key in wanted.keys() & held.keys():
        for fault in faults_of(held[key]):
            yield Complaint(wanted[key].where, f"{fault}: {key[1]}")


# --- Chinese that bypasses the catalogue --------------------------------------------------------------------


def bare_in_template(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and words of Chinese in a template that no translate tag covers."""
    for pattern in (_VERBATIM, _BLOCK, _TAG):
        text = pattern.sub(lambda match: "\n" * match.group().count("\n"), text)
    for number, line in enumerate(text.splitlines(), 1):
        words = line
        for proper in PROPER:
            words = words.replace(proper, "")
        if _CHINESE.search(words):
            yield number, line.strip()


def bare_in_python(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of Chinese literals outside gettext, docstrings and lines marked as data."""
    tree = ast.parse(text)
    lines = text.splitlines()
    covered = set(_covered(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in covered:
            continue
        if node.value in PROPER or not _CHINESE.search(node.value):
            continue
        around = lines[node.lineno - 1 : node.end_lineno]
        if not any(line.rstrip().endswith(DATA) for line in around):
            yield node.lineno, node.value


def _covered(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in _FORMS:
            yield from (id(part) for argument in node.args for part in ast.walk(argument))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)


def bare_complaints(source: Path = SOURCE, root: Path = ROOT) -> Iterator[Complaint]:
    """Yield Chinese that would reach a reader of English."""
    scripts = sorted(source.rglob("static/**/*.js"))
    code = [path for room in SPOKEN for path in sorted((source / room).rglob("*.py"))]
    looks: list[tuple[list[Path], Callable[[str], Iterator[tuple[int, str]]], str]] = [
        (templates(source), bare_in_template, "outside a translate tag"),
        ([path for path in code if "migrations" not in path.parts], bare_in_python, "outside gettext"),
        (scripts, bare_in_script, "Chinese in a script"),
    ]
    for paths, look, fault in looks:
        for path in paths:
            for line, words in look(path.read_text("utf8")):
                yield Complaint(f"{path.relative_to(root).as_posix()}:{line}", f"{fault}: {words}")


def bare_in_script(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and words of Chinese in a script: its words belong in the page's data attributes."""
    for number, line in enumerate(text.splitlines(), 1):
        code = re.sub(r"//.*|/\*.*?\*/|^\s*\*.*", "", line)
        if _CHINESE.search(code):
            yield number, line.strip()


def complaints() -> list[Complaint]:
    """List everything that is wrong with the sentences."""
    return sorted([*catalogue_complaints(), *bare_complaints()])


def check() -> int:
    """Print what is wrong; 1 when anything is."""
    found = complaints()
    for complaint in found:
        print(complaint)
    print(f"{len(found)} complaints" if found else f"{len(messages())} sentences, all translated")
    return 1 if found else 0


# --- compiling ---------------------------------------------------------------------------------------------------


def compile_all(sources: Iterable[Path] | None = None) -> int:
    """Write each .mo whose .po is newer in content; a half-written file is never seen."""
    for source in sources if sources is not None else sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
        target, stamp = source.with_suffix(".mo"), source.with_suffix(".mo.stamp")
        value = hashlib.sha256(source.read_bytes()).hexdigest()
        if target.exists() and stamp.exists() and stamp.read_text("utf8") == value:
            continue
        fresh = target.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.replace(target)
        stamp.write_text(value, "utf8")
    return 0


def main() -> int:
    """Run one verb."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=("update", "check", "compile"))
    return {"update": update, "check": check, "compile": compile_all}[parser.parse_args().verb]()


if __name__ == "__main__":
    sys.exit(main())
