"""
Microsoft Project's own ``.mpp``, through MPXJ: the extra ``duban[msproject]`` and a Java virtual machine.

MPXJ says what the file holds, as XML; what follows is the same as for a file saved as XML.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from tempfile import TemporaryDirectory

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import Network
from duban.exchange.schedules.mspdi import network as mspdi_network

_QUIET = "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory"


def available() -> bool:
    """Return whether the extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("jpype", "mpxj"))


def network(data: bytes, name: str) -> Network:
    """
    Read a plan.

    :raises Unfit: ``schedules.is_mpp`` without the extra, ``schedules.no_java`` without Java, ``schedules.bad_mpp``, and
        what the XML is refused for
    """
    if not available():
        raise Unfit(Problem("schedules.is_mpp", name, (name,)))
    return mspdi_network(as_mspdi(data, name))


def as_mspdi(data: bytes, name: str, suffix: str = ".mpp") -> bytes:
    """
    Return a file of any kind that MPXJ knows, as Microsoft Project's XML.

    :raises Unfit: ``schedules.no_java``, ``schedules.bad_mpp``
    """
    import jpype  # noqa: PLC0415 - an extra
    import mpxj  # noqa: F401, PLC0415 - puts its classes on Java's path

    if not jpype.isJVMStarted():
        try:
            jpype.startJVM(_QUIET)
        except (jpype.JVMNotFoundException, jpype.JVMNotSupportedException, OSError) as error:
            raise Unfit(Problem("schedules.no_java", name, (name,))) from error
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / f"plan{suffix}", Path(folder) / "plan.xml"
        source.write_bytes(data)
        try:
            project = jpype.JClass("org.mpxj.reader.UniversalProjectReader")().read(str(source))
            if project is None:
                raise Unfit(Problem("schedules.bad_mpp", name, (name,)))
            jpype.JClass("org.mpxj.mspdi.MSPDIWriter")().write(project, str(target))
        except jpype.JException as error:
            raise Unfit(Problem("schedules.bad_mpp", name, (name,))) from error
        return target.read_bytes()


__all__ = ["as_mspdi", "available", "network"]
