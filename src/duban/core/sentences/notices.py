"""What the ``notices`` room tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "notices.no_sentence": _("没有代码为“{0}”的通知用语。"),
    "notices.link_outside": _("通知里的链接只能指向本系统：{0}"),
    "notices.hours_crossed": _("可打扰时段的结束时间要晚于开始时间。"),
    "notices.digest_in_quiet_hours": _("每日提要的时间要在可打扰时段之内。"),
    "notices.no_mail_server": _("还没有设置邮件服务器，暂不能用电子邮件；请联系系统管理员。"),
    "notices.not_an_address": _("这个地址不能用。请从机器人的设置页原样复制。"),
    "notices.host_not_allowed": _("不能向这个地址发送。允许的主机：{0}；私有部署请系统管理员加入设置。"),
    "notices.channel_known": _("这个地址已经加过了。"),
    "notices.broken_seal": _("程序密钥换过，这个渠道的地址已无法读出。请删去后重新添加。"),
    "notices.network": _("网络不通，稍后自动重试。"),
    "notices.http_status": _("对方服务器答复 {0}。"),
    "notices.strange_answer": _("对方的答复看不懂，稍后自动重试。"),
    "notices.robot_refused": _("机器人拒收（代码 {0}）：{1}"),
    "notices.mail_failed": _("邮件没有发出（{0}），稍后自动重试。"),
}
