"""What the ``engine.lifecycle`` room tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "lifecycle.no_such_edge": _("没有“{0}”这一步。请刷新页面后重新选择。"),
    "lifecycle.not_from_here": _("当前状态是“{0}”，不能办理“{1}”。可能已有人办过，请刷新页面查看。"),
    "lifecycle.needed": _("还缺“{0}”。补齐后再办。"),
}
