"""What the ``audit`` room tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "audit.altered": _("第 {0} 条记录被改动：内容与当时的校验值不符。"),
    "audit.removed": _("第 {0} 条记录缺失。"),
    "audit.inserted": _("第 {0} 条与第 {1} 条接不上：其间有记录被替换或插入。"),
    "audit.tail": _("最后一条（第 {0} 条）与链头不符，已被替换。"),
    "audit.anchor": _("与留存的链头不符：第 {0} 条应为 {1}。"),
}
