"""Which kind of plan a file is, and the network it holds."""

from __future__ import annotations

from pathlib import Path

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import Network

LARGEST = 256 * 1024 * 1024
"""Bytes of a plan that are read at all."""
_XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<", b"\0<")
_XER_STARTS = tuple(
    mark + "ERMHDR".encode(kind)
    for mark, kind in (
        (b"", "ascii"),
        (b"\xef\xbb\xbf", "ascii"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    )
)
_WORKBOOKS = tuple(f"{name}\0".encode("utf-16-le") for name in ("Workbook", "Book"))
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def load(path: Path) -> Network:
    """
    Read a plan.

    :raises Unfit: ``schedules.no_file``, ``schedules.too_large``, ``schedules.unknown_kind`` or what its reader finds
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise Unfit(Problem("schedules.too_large", path.name, (str(LARGEST >> 20),)))
        data = path.read_bytes()
    except OSError as error:
        raise Unfit(Problem("schedules.no_file", str(path), (str(path),))) from error
    return parse(data, path.name)


def parse(data: bytes, name: str = "") -> Network:
    """
    Read a plan from its bytes; *name* only helps where they do not say what they are.

    :raises Unfit: as ``load``
    """
    head = data[:64].lstrip()
    if head.startswith(_XML_STARTS):
        from duban.exchange.schedules.mspdi import network as mspdi_network  # noqa: PLC0415 - only the reader that is needed

        return mspdi_network(data)
    if head.startswith(_XER_STARTS) or b"\n%T\t" in data[:100_000]:
        from duban.exchange.schedules.xer import network as xer_network  # noqa: PLC0415

        return xer_network(data)
    if head.startswith(_ZIP):
        from duban.exchange.schedules.excel import network as excel_network  # noqa: PLC0415

        return excel_network(data)
    if head.startswith(_OLE):
        return _compound(data, name)
    if name.lower().endswith(".toml"):
        from duban.exchange.schedules.toml import network as toml_network  # noqa: PLC0415

        return toml_network(data)
    raise Unfit(Problem("schedules.unknown_kind", name, (name,)))


def _compound(data: bytes, name: str) -> Network:
    """Read a compound file: an old Excel workbook says so in its directory, and what is none is taken for Project's own."""
    if any(mark in data for mark in _WORKBOOKS):
        from duban.exchange.schedules.excel import network as excel_network  # noqa: PLC0415

        return excel_network(data, "plan.xls")
    from duban.exchange.schedules.msproject import network as mpp_network  # noqa: PLC0415

    return mpp_network(data, name)
