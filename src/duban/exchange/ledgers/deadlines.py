"""Deadlines in the words of real ledgers: 年底前, 9月底前, 三季度, 每月5日前, 收到之日起5个工作日."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from duban.engine.calendars import DayUnit, WorkCalendar
from duban.exchange.sheets.words import folded
from duban.ledger.types import Frequency

__all__ = ["Deadline", "Setting", "deadline_of", "term_of"]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a deadline in words is read against."""

    year: int
    """The sheet's year."""
    year_said: bool
    """Whether the sheet says it, or this year was taken."""
    received: date | None
    """The day it was received or handed out, for terms that run from it."""
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True)
class Deadline:
    """
    A deadline read: the day, or a question. ``notes`` say how a word was taken.

    ``rest`` is what the words ask besides the day (报送书面报告).
    """

    day: date | None = None
    unit: DayUnit | None = None
    frequency: Frequency | None = None
    notes: tuple[str, ...] = ()
    question: str = ""
    rest: str = ""


@dataclass(slots=True)
class _Reading:
    setting: Setting
    days: list[date] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def year(self, said: str | None, word: str | None) -> int:
        if said:
            return int(said)
        if word in {"次年", "明年", "下一年", "翌年"}:
            return self.setting.year + 1
        if not self.setting.year_said:
            self.note("exchange.due_year")
        return self.setting.year

    def note(self, code: str) -> None:
        if code not in self.notes:
            self.notes.append(code)


_YEAR = r"(?:(?P<year>\d{4})年?[./-]?|(?P<word>次年|明年|下一年|翌年|今年|本年|当年))?"
_CHINESE = re.compile(
    r"[〇零一二三四五六七八九十]+(?=个?(?:月|季度|日|天|周|工作日))|(?<=[第月])[一二三四五六七八九十]+(?=[日季])"
)
_TAIL = re.compile(r"[,，。.;；:：、()（）\s]|底|末|份|以前|之前|前|完成|办结|内|止|到|至")
_EVERY = {
    "每日": Frequency.DAILY,
    "每天": Frequency.DAILY,
    "每周": Frequency.WEEKLY,
    "每半月": Frequency.FORTNIGHTLY,
    "每两周": Frequency.FORTNIGHTLY,
    "每月": Frequency.MONTHLY,
    "按月": Frequency.MONTHLY,
    "逐月": Frequency.MONTHLY,
    "每季": Frequency.QUARTERLY,
    "按季": Frequency.QUARTERLY,
}
_EVERY_RE = re.compile(
    f"(?P<every>{'|'.join(_EVERY)})度?(?:的)?(?:\\d{{1,2}}[日号]|[周星期]+[一二三四五六日天]|底|末|初)?(?:之?前|以前)?"
)
_NO_DAY = re.compile(r"长期|持续|常态|随时|即时|立即|立行立改|尽快|适时|及时|马上|近期|待定|经常")
_TERM = re.compile(
    r"(?:(?:自|从)?(?:收到|接到|收文|接文|交办|签收|文件下发|印发|下达)(?:之日|文件|任务|通知|后|当日|日)*(?:起|后)?的?)?"
    r"(?P<n>\d{1,3})个?(?P<unit>工作日|自然日|日历天|天|日|周|个月)(?:之?内|以内)"
    r"|(?P<n3>\d{1,3})个?(?P<unit3>工作日)"
    r"|(?:自|从)?(?:收到|接到|收文|接文|交办|签收|文件下发|印发|下达)(?:之日|文件|任务|通知|后|当日|日)*(?:起|后)?的?"
    r"(?P<n2>\d{1,3})个?(?P<unit2>工作日|自然日|日历天|天|日|周)"
)


def deadline_of(text: str, setting: Setting) -> Deadline:
    """
    Read the words of a deadline.

    What names no day (长期坚持) is a question, never a guess; what may be taken in more than one way is taken at its
    last day, with a note. A recurring duty gets its frequency and the last day of the sheet's year.
    """
    bare = _plain(text)
    reading = _Reading(setting)
    term = _TERM.search(bare)
    if term is not None:
        return _from_term(term, bare, setting)
    every = _EVERY_RE.search(bare)
    rest = bare.replace(every[0], "", 1) if every else bare
    rest = _take_days(rest, reading)
    if every:
        return _recurring(every, reading, rest)
    if not reading.days:
        code = "exchange.due_no_day" if _NO_DAY.search(bare) else "exchange.due_unclear"
        return Deadline(question=code)
    if len(set(reading.days)) > 1:
        reading.note("exchange.due_several")
    return Deadline(max(reading.days), notes=tuple(reading.notes), rest=_rest(rest))


def term_of(text: str, setting: Setting) -> tuple[date | None, Deadline]:
    """Read a term from–to (建设工期 2020年3月—2021年6月): its first day where it names one, and its deadline."""
    bare = re.sub(r"[至到~〜]", "-", _plain(text))
    first, dash, last = bare.partition("-") if bare.count("-") == 1 else ("", "", bare)
    if not dash:
        return None, deadline_of(text, setting)
    begun = _Reading(setting)
    _take_days(first, begun)
    year = re.match(r"(\d{4})", first)
    later = setting if re.match(r"\d{4}", last) or year is None else Setting(
        int(year[1]), True, setting.received, setting.calendar  # noqa: FBT003 - the first half of the term says it
    )  # fmt: skip
    return _first_day(first, begun.days), deadline_of(last, later)


def _first_day(text: str, days: Sequence[date]) -> date | None:
    """Return the day a term begins: the first of a month, or of a year, where no more is said."""
    if not days:
        return date(int(text), 1, 1) if re.fullmatch(r"\d{4}", text) else None
    if re.search(r"\d日", text) or re.search(r"\d{4}[./]\d{1,2}[./]\d", text):
        return days[0]
    whole_year = re.fullmatch(r"\d{4}年?", text)
    return days[0].replace(day=1, month=1 if whole_year else days[0].month)


def _plain(text: str) -> str:
    bare = folded(text)
    return _CHINESE.sub(lambda found: str(_number(found[0])), bare)


def _number(words: str) -> int:
    if "十" not in words:
        return int("".join(str("〇一二三四五六七八九".find(w.replace("零", "〇"))) for w in words))
    tens, _ten, ones = words.partition("十")
    return (_number(tens) if tens else 1) * 10 + (_number(ones) if ones else 0)


def _from_term(found: re.Match[str], bare: str, setting: Setting) -> Deadline:
    if setting.received is None:
        return Deadline(question="exchange.due_needs_receipt")
    n, word = int(found["n"] or found["n2"] or found["n3"]), found["unit"] or found["unit2"] or found["unit3"]
    rest = _rest(bare.replace(found[0], "", 1))
    if n == 0:
        return Deadline(question="exchange.due_unclear")
    if word == "工作日":
        due = setting.calendar.add(setting.received, n, DayUnit.WORKING, count_first=False)
        return Deadline(
            due.day, DayUnit.WORKING, notes=() if due.firm else ("exchange.due_estimate",), rest=rest
        )
    days = {"周": 7}.get(word, 1) * n
    if word == "个月":
        return Deadline(_months_on(setting.received, n), rest=rest)
    due = setting.calendar.add(setting.received, days, DayUnit.CALENDAR, count_first=False)
    return Deadline(due.day, rest=rest)


def _months_on(day: date, n: int) -> date:
    years, month = divmod(day.month - 1 + n, 12)
    return date(day.year + years, month + 1, min(day.day, monthrange(day.year + years, month + 1)[1]))


def _recurring(every: re.Match[str], reading: _Reading, rest: str) -> Deadline:
    reading.note("exchange.due_recurring")
    day = max(reading.days) if reading.days else date(reading.year(None, None), 12, 31)
    return Deadline(day, frequency=_EVERY[every["every"]], notes=tuple(reading.notes), rest=_rest(rest))


def _take_days(text: str, reading: _Reading) -> str:
    """Take every day the text names into the reading and return what is left of it."""
    for pattern, read in _PATTERNS:
        while (found := pattern.search(text)) is not None:
            day = read(found, reading)
            if day is not None:
                reading.days.append(day)
            text = f"{text[: found.start()]} {text[found.end() :]}"
    return text


def _rest(text: str) -> str:
    left = re.sub(r"^(?:以前|之前|前|内|底|末)", "", text.strip(" ,，。.;；:：、()（）-"))
    return left if len(_TAIL.sub("", left)) > 1 else ""


def _full(found: re.Match[str], _reading: _Reading) -> date | None:
    return _day(int(found["year"]), int(found["month"]), int(found["day"]))


def _day_of_month(found: re.Match[str], reading: _Reading) -> date | None:
    return _day(reading.year(found["year"], found["word"]), int(found["month"]), int(found["day"]))


_THIRDS = {"上旬": 10, "中旬": 20}


def _third(found: re.Match[str], reading: _Reading) -> date | None:
    year, month = reading.year(found["year"], found["word"]), int(found["month"])
    reading.note("exchange.due_third")
    if found["third"] in _THIRDS:
        return _day(year, month, _THIRDS[found["third"]])
    return _month_end(year, month)


def _month(found: re.Match[str], reading: _Reading) -> date | None:
    if not found["end"]:
        reading.note("exchange.due_month")
    return _month_end(reading.year(found["year"], found["word"]), int(found["month"]))


def _quarter(found: re.Match[str], reading: _Reading) -> date | None:
    return _month_end(reading.year(found["year"], found["word"]), 3 * int(found["n"]))


def _half(found: re.Match[str], reading: _Reading) -> date | None:
    return _month_end(reading.year(found["year"], found["word"]), 6)


def _year_end(found: re.Match[str], reading: _Reading) -> date | None:
    return _month_end(reading.year(found["year"], found["word"]), 12)


def _month_end(year: int, month: int) -> date | None:
    return _day(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_Reader = Callable[[re.Match[str], _Reading], date | None]
_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(r"(?P<year>\d{4})(?:年|[./-])(?P<month>\d{1,2})(?:月|[./-])(?P<day>\d{1,2})[日号]?"), _full),
    (re.compile(r"(?P<year>20\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)"), _full),
    (re.compile(_YEAR + r"(?P<month>\d{1,2})(?:月|[./])(?P<day>\d{1,2})[日号]"), _day_of_month),
    (re.compile(_YEAR + r"(?P<month>\d{1,2})月份?(?P<third>上旬|中旬|下旬)"), _third),
    (re.compile(_YEAR + r"(?P<month>\d{1,2})月份?(?!初)(?P<end>底|末)?"), _month),
    (re.compile(r"(?P<year>20\d{2})[./-](?P<month>\d{1,2})(?!\d)(?P<word>)(?P<end>底|末)?"), _month),
    (re.compile(_YEAR + r"第?(?P<n>[1-4])季度(?:底|末)?"), _quarter),
    (re.compile(_YEAR + r"(?P<half>上半年)(?:底|末)?"), _half),
    (
        re.compile(
            r"(?:(?P<year>\d{4})年?|(?P<word>次年|明年|下一年|翌年|今年|本年|当年))?(?:全年|年底|年末|年内|下半年|年度|底)"
        ),
        _year_end,
    ),
    (re.compile(r"(?P<year>20\d{2})年?(?P<word>)(?!\d)"), _year_end),
)
