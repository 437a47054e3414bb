"""What the ``boards`` room tells people: the lines of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "boards.day_task": _("{0}：{1}"),
    "boards.day_task_due": _("{0}：{1}，时限 {2}"),
    "boards.day_return": _("{0}：{1} {2}"),
    "boards.day_return_due": _("{0}：{1} {2}，时限 {3}"),
    "boards.day_more": _("{0}：另有 {1} 件"),
    "boards.day_overdue": _("{0} {1}有 {2} 件超期，最早的 {3} 到期"),
    "boards.day_silent": _("{0} 已 {1} 天没有报送进度（规定 {2} 天）"),
    "boards.day_overdue_count": _("全区有 {0} 件超期，涉及 {1} 个部门"),
}
