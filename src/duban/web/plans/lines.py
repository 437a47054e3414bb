"""Coverage and promises as drawn: bars and lines whose every point was computed before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from duban.core.sentences import sentence
from duban.engine.kernel import Problem
from duban.engine.series import Coverage, MonthKept
from duban.exchange import figures
from duban.exchange.wording import word
from duban.ledger.types import PlanPage

_WIDE, _TALL = Decimal(600), Decimal(180)
_LEFT, _RIGHT, _TOP, _BOTTOM = Decimal(46), Decimal(592), Decimal(10), Decimal(152)


@dataclass(frozen=True, slots=True)
class Bar:
    """A gap as a bar: how much of it is likely covered, and where the full promise would reach."""

    said: str
    share: str
    likely: str
    """Width, of 120."""
    expected: str
    missing: str
    """Where the gap ends, of 120: before the end where measures promise more than is missing."""
    tone: str
    why: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Promised and done, as points of an SVG."""

    expected: str
    likely: str
    moved: str
    dots: tuple[tuple[str, str], ...]
    zero: str
    months: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A month of promises beside what came."""

    month: int
    expected: str
    likely: str
    moved: str
    beyond: str
    why: str


def bar(found: Coverage, unit: str, places: int) -> Bar:
    """Return the bar with its sentence."""
    widest = max(found.missing or Decimal(0), found.expected, found.likely)
    return Bar(
        said=said(found, unit, places),
        share=figures.pct(found.covered_pct, 1),
        likely=_along(found.likely, widest),
        expected=_along(found.expected, widest),
        missing=_along(found.missing or Decimal(0), widest),
        tone=_tone(found),
        why=sentence(found.why_not) if found.why_not else "",
    )


def said(found: Coverage, unit: str, places: int) -> str:
    """Say a coverage as a person would: the gap, what the measures bring, and what is left."""
    amounts = {
        "unit": word("unit", unit),
        "missing": figures.figure(found.missing, places),
        "likely": figures.figure(found.likely, places),
        "share": figures.pct(found.covered_pct, 0),
        "rest": figures.figure(found.uncovered, places),
    }
    if found.missing is None:
        return _("缺口未知，措施预计带来 %(likely)s %(unit)s") % amounts
    if found.covered_pct is None:
        return _("没有缺口；措施预计还能带来 %(likely)s %(unit)s") % amounts
    if found.uncovered:
        return (
            _(
                "缺口 %(missing)s %(unit)s，措施预计补 %(likely)s %(unit)s（%(share)s），还有 %(rest)s %(unit)s 没有着落"
            )
            % amounts
        )
    return _("缺口 %(missing)s %(unit)s，措施预计补 %(likely)s %(unit)s（%(share)s），足以补上") % amounts


def _tone(found: Coverage) -> str:
    if found.covered_pct is None:
        return "none"
    return "ok" if found.covered_pct >= 100 else "watch" if found.covered_pct >= 50 else "late"


def _along(amount: Decimal, widest: Decimal) -> str:
    return f"{amount / widest * 120:.1f}" if widest else "0"


def kept_lines(page: PlanPage) -> list[KeptLine]:
    """Return the months since the plan began."""
    return [
        KeptLine(
            month=k.month,
            expected=figures.figure(k.expected, page.decimals),
            likely=figures.figure(k.likely, page.decimals),
            moved=_cell(k.moved, page.decimals),
            beyond=_cell(k.beyond_habit, page.decimals),
            why=sentence(k.moved) if isinstance(k.moved, Problem) else "",
        )
        for k in page.kept
    ]


def _cell(value: Decimal | Problem, places: int) -> str:
    return figures.DASH if isinstance(value, Problem) else figures.signed(value, places)


def chart(kept: Sequence[MonthKept]) -> Chart | None:
    """Return what was promised and what came as lines; nothing to draw before a month has passed."""
    if not kept:
        return None
    known = [(k.month, k.moved) for k in kept if isinstance(k.moved, Decimal)]
    first, last = kept[0].month - 1, kept[-1].month
    top = max([k.expected for k in kept] + [moved for _m, moved in known] + [Decimal(0)])
    low = min([moved for _m, moved in known] + [Decimal(0)])
    span = (top - low) or Decimal(1)

    def x(month: int) -> str:
        return f"{_LEFT + (_RIGHT - _LEFT) * (month - first) / (last - first):.1f}"

    def y(amount: Decimal) -> str:
        return f"{_BOTTOM - (_BOTTOM - _TOP) * (amount - low) / span:.1f}"

    def line(points: Iterable[tuple[int, Decimal]]) -> str:
        return " ".join(f"{x(month)},{y(amount)}" for month, amount in points)

    start = (first, Decimal(0))
    return Chart(
        expected=line([start, *((k.month, k.expected) for k in kept)]),
        likely=line([start, *((k.month, k.likely) for k in kept)]),
        moved=line([start, *known]),
        dots=tuple((x(month), y(moved)) for month, moved in known),
        zero=y(Decimal(0)),
        months=tuple((x(month), str(month)) for month in range(first, last + 1)),
        levels=tuple((y(level), figures.figure(level, 1)) for level in sorted({low, Decimal(0), top})),
    )
