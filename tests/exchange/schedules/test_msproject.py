"""Microsoft Project's .mpp: refused with a way out where the extra is not there, read through MPXJ where it is."""

import importlib.util

import pytest

from duban.engine.kernel import Unfit
from duban.engine.schedule import moment, schedule
from duban.exchange.schedules import mspdi, msproject
from duban.exchange.schedules.files import parse

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MPX = """MPX,Microsoft Project for Windows,4.0,ANSI
12,1,0,480,/,:,am,pm,20,20
20,S,0,1,1,1,1,1,0
25,2,08:00 am,12:00 pm,01:00 pm,05:00 pm
25,3,08:00 am,12:00 pm,01:00 pm,05:00 pm
25,4,08:00 am,12:00 pm,01:00 pm,05:00 pm
25,5,08:00 am,12:00 pm,01:00 pm,05:00 pm
25,6,08:00 am,12:00 pm,01:00 pm,05:00 pm
30,Trench,,,S,07/09/2020,09/09/2020,0,07/09/2020
61,1,3,40,70,90,98
70,Dig,1,2d,,1,1
70,Bed,1,1d,1,2,2
"""
LONG = MPX + "".join(f"70,Room {k},1,1d,,{k},{k}\n" for k in range(3, 40))
"""Long enough for MPXJ to look at it."""
needs_mpxj = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("jpype", "mpxj")),
    reason="duban[msproject] is not installed (jpype1, mpxj, and a Java virtual machine)",
)


def test_without_the_extra_the_way_out_is_told(monkeypatch):
    monkeypatch.setattr(msproject, "available", lambda: False)
    with pytest.raises(Unfit) as refused:
        parse(OLE, "计划.mpp")
    (problem,) = refused.value.problems
    assert (problem.code, problem.args) == ("schedules.is_mpp", ("计划.mpp",))


def test_what_mpxj_says_is_read_like_any_xml(monkeypatch):
    """The converter is the only thing between the two."""
    xml = (
        "<Project><StartDate>2020-09-07T08:00:00</StartDate><Tasks><Task><UID>1</UID><Name>a</Name>"
        "<Duration>PT8H0M0S</Duration></Task></Tasks></Project>"
    )
    monkeypatch.setattr(msproject, "available", lambda: True)
    monkeypatch.setattr(msproject, "as_mspdi", lambda data, name: xml.encode())
    found = schedule(parse(OLE, "x.mpp"))
    assert str(moment(found.early_finish[0])) == "2020-09-07 17:00:00"


@needs_mpxj
def test_a_file_is_converted_by_mpxj():
    xml = msproject.as_mspdi(LONG.encode(), "plan.mpx", ".mpx")
    found = schedule(mspdi.network(xml))
    finishes = {a.id: found.early_finish[k] for k, a in enumerate(found.network.activities)}
    assert str(moment(finishes["2"])) == "2020-09-09 17:00:00"


@needs_mpxj
def test_what_is_no_plan_is_refused():
    with pytest.raises(Unfit) as refused:
        msproject.network(OLE + b"\0" * 2000, "x.mpp")
    assert refused.value.problems[0].code == "schedules.bad_mpp"
