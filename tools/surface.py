"""
Write docs/reference/surface.md: every verb and question a room offers at its door, with its first sentence.

Read from the source without running it, so the page can be made and compared anywhere.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "duban"
PAGE = ROOT / "docs" / "reference" / "surface.md"

ROOMS = ("boards", "ledger", "projects", "indicators", "enterprises", "blockers", "notices", "orgs", "audit")
DOORS = ("services", "selectors")
ENGINE = ("engine.series", "engine.schedule", "engine.lifecycle", "engine.calendars", "engine.kernel")

HEAD = """\
# The surface

What each room offers at its door. Written by `make fmt`; a test compares this page with the source. Everything
behind a door is private: import-linter refuses it.
"""

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Offer:
    """One public function of a door."""

    door: str
    name: str
    signature: str
    summary: str


def door_file(door: str) -> Path | None:
    """Return the file behind a dotted door name, a module or a package."""
    base = SOURCE.joinpath(*door.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.exists()), None)


def public_names(tree: ast.Module) -> list[str]:
    """Return what ``__all__`` lists, or else every definition without a leading underscore."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
        ):
            return list(ast.literal_eval(node.value))
    return [node.name for node in tree.body if isinstance(node, Definition) and not node.name.startswith("_")]


def definition_of(path: Path, name: str) -> Definition | None:
    """Find a definition in a module, following the imports that pass it on."""
    tree = ast.parse(path.read_text("utf8"))
    for node in tree.body:
        if isinstance(node, Definition) and node.name == name:
            return node
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("duban."):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    behind = door_file(node.module.removeprefix("duban."))
                    return definition_of(behind, alias.name) if behind else None
    return None


def offers(door: str) -> Iterator[Offer]:
    """Yield the public functions of a door, in alphabetical order."""
    path = door_file(door)
    if path is None:
        return
    for name in sorted(public_names(ast.parse(path.read_text("utf8")))):
        node = definition_of(path, name)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
            summary = (ast.get_docstring(node) or "").split("\n\n")[0].replace("\n", " ")
            yield Offer(door, name, f"{name}({ast.unparse(node.args)}){returns}", summary)


def doors() -> list[str]:
    """List every door the page describes."""
    return [f"{room}.{door}" for room in ROOMS for door in DOORS] + list(ENGINE)


def page() -> str:
    """Write the page."""
    parts = [HEAD]
    for door in doors():
        found = list(offers(door))
        if found:
            parts.append(f"\n## duban.{door}\n")
            parts += [f"\n`{offer.signature}`\n:   {offer.summary}\n" for offer in found]
    return "".join(parts)


def main() -> int:
    """Write the page when it has changed."""
    text = page()
    if not PAGE.exists() or PAGE.read_text("utf8") != text:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(text, "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
