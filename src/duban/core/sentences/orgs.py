"""What the ``orgs`` room tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "orgs.unknown_zone": _("没有编码为“{0}”的开发区。"),
    "orgs.unknown_username": _("没有账号“{0}”。"),
    "orgs.code_taken": _("编码“{0}”已被占用，请换一个。"),
    "orgs.username_taken": _("账号“{0}”已有人使用，请换一个。"),
    "orgs.later_change": _("已登记过 {0} 起的变动，不能再插入更早的变动。"),
    "orgs.ring": _("上级单位不能是它自己或它的下级。"),
    "orgs.elsewhere": _("请选本开发区的单位或岗位。"),
    "orgs.held_already": _("此人已有这一角色。"),
    "orgs.one_administrator": _("系统、安全、审计三员须由三人分任，此人已任其一。"),
    "orgs.wrong_password": _("原密码不对。"),
    "orgs.weak_password": _("新密码不合要求：{0}"),
    "orgs.used_password": _("新密码与最近 {0} 次用过的相同，请换一个。"),
}
