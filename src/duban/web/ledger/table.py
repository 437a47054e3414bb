"""The rows of the ledger's table, written at once: a template would take most of a page's time for fifty of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duban.web.ledger.lines import Line

__all__ = ["table_rows"]

_TICK = (
    '<td class="l tickbox"><input type="checkbox" class="form-check-input" name="item" value="{ticket}" '
    'aria-label="{word} {number}"{checked}></td>'
)
_CHECKED = SafeString(" checked")
_ROW = (
    '<tr>{tick}<td class="l number">{number}</td>'
    '<th scope="row" class="wrap{branch}"><a href="{href}">{title}</a>{marks}</th>'
    '<td class="l lamp"><span class="light {lamp}"><i aria-hidden="true"></i>{light}</span>'
    '<span class="sub">{state}</span></td>'
    '<td class="l units" data-label="{t_units}"><span>{lead}<span class="sub">{responsible}</span></span></td>'
    '<td class="l person hide-m" data-label="{t_person}">{person}</td>'
    '<td class="l due" data-label="{t_due}"><span>{due}<span class="sub {left_tone}">{left}</span></span></td>'
    '<td class="l bar"><svg class="bullet {lamp}" viewBox="0 0 120 20" preserveAspectRatio="none" '
    'aria-hidden="true"><rect class="track" y="4" width="120" height="12" rx="3"/>'
    '<rect class="fill" y="4" width="{bar}" height="12" rx="3"/>{mark}</svg>{percent}%</td>'
    '<td class="hide-m">{reported}</td></tr>\n'
)


class _Said:
    """The words every row repeats, translated once."""

    def __init__(self) -> None:
        cells = {"t_units": _("牵头 / 责任"), "t_person": _("责任人"), "t_due": _("时限")}
        self.cells = {name: SafeString(escape(word)) for name, word in cells.items()}
        self.tick, self.sample = SafeString(escape(_("选中"))), _("示例")
        self.children, self.blockers = _("子项"), _("难点")


def table_rows(lines: Iterable[Line], *, tickable: bool, ticked: Collection[str]) -> SafeString:
    """Return the rows, everything in them escaped; *ticked* are the tickets of those ticked before."""
    said = _Said()
    drawn = (_row(line, said, _tick(line, said, ticked) if tickable else "") for line in lines)
    return mark_safe("".join(drawn))  # noqa: S308 - each row is escaped where it is written


def _row(line: Line, said: _Said, tick: str) -> SafeString:
    return _written(
        _ROW,
        tick=tick,
        number=line.number,
        branch=f" branch d{line.depth}" if line.depth else "",
        href=line.href,
        title=line.title,
        marks=_marks(line, said),
        lamp=line.lamp,
        light=line.light,
        state=line.state,
        lead=line.lead,
        responsible=line.responsible,
        person=line.person,
        due=line.due,
        left_tone=line.left_tone,
        left=line.left,
        bar=line.bar,
        mark=SafeString(f'<path class="tick" d="M{escape(line.tick)} 0v20"/>') if line.tick else "",
        percent=line.percent,
        reported=line.reported,
        **said.cells,
    )


def _tick(line: Line, said: _Said, ticked: Collection[str]) -> SafeString:
    return _written(
        _TICK,
        ticket=line.ticket,
        word=said.tick,
        number=line.number,
        checked=_CHECKED if line.ticket in ticked else "",
    )


def _written(form: str, **parts: object) -> SafeString:
    """Do as ``format_html``, which looks at every part for words not yet translated: here there are none."""
    escaped = {name: part if type(part) is SafeString else escape(str(part)) for name, part in parts.items()}
    return SafeString(form.format(**escaped))


def _marks(line: Line, said: _Said) -> SafeString:
    if not (line.urgency or line.is_sample or line.children or line.blockers):
        return SafeString()
    found = [
        ("mark key", line.urgency),
        ("mark sample", said.sample if line.is_sample else ""),
        ("mark", f"{said.children} {line.children}" if line.children else ""),
        ("mark key", f"{said.blockers} {line.blockers}" if line.blockers else ""),
    ]
    return SafeString(
        "".join(
            _written('<span class="{kind}">{word}</span>', kind=kind, word=word)
            for kind, word in found
            if word
        )
    )
