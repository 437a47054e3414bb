"""An import-linter contract: a room is entered through its doors, never through a window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FrontDoorContract(Contract):
    """
    Forbid imports from outside a room of anything but its doors.

    ``doors`` are names inside the room: ``services`` opens ``room.services`` and nothing below it; ``.`` opens
    the room's own package. ``keyholders`` are packages that may enter anywhere.
    """

    rooms: Any = fields.ListField(subfield=fields.StringField())
    doors: Any = fields.ListField(subfield=fields.StringField())
    keyholders: Any = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001
        """Look at every import that crosses a room's wall."""
        entries = sorted(entry for room in self.rooms for entry in self._break_ins(graph, room))
        return ContractCheck(kept=not entries, metadata={"entries": entries})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name who came in, where, and on which line."""
        for importer, imported, line in check.metadata["entries"]:
            output.print_error(
                f"{importer}:{line} imports {imported}, which is no door of its room.", bold=False
            )

    def _break_ins(self, graph: ImportGraph, room: str) -> Iterator[tuple[str, str, int | str]]:
        inside = {room} | graph.find_descendants(room) if room in graph.modules else set()
        doors = {room if door == "." else f"{room}.{door}" for door in self.doors}
        for imported in inside - doors:
            for importer in graph.find_modules_that_directly_import(imported) - inside:
                if not self._holds_a_key(importer):
                    details = graph.get_import_details(importer=importer, imported=imported)
                    yield importer, imported, details[0]["line_number"] if details else "?"

    def _holds_a_key(self, module: str) -> bool:
        return any(module == key or module.startswith(f"{key}.") for key in self.keyholders or ())
