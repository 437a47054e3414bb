"""What the ``engine.calendars`` room tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "calendars.end_before_start": _("结束日期 {1} 早于开始日期 {0}。请调换两个日期，或改正其中一个。"),
    "calendars.term_not_positive": _("天数 {0} 不能用。请填写大于零的整数。"),
    "calendars.term_too_long": _("天数 {0} 太大，算不出日期。请填写合理的期限。"),
}
