"""What the ``schedules`` of projects tell people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "schedules.ring": _("这些任务首尾相接成了一圈，谁也开不了工：{0}。请断开其中一处前置关系。"),
    "schedules.unknown_link": _("任务“{1}”的前置关系指向“{2}”，计划里没有这一项；这一关系未计算。"),
    "schedules.self_link": _("任务“{0}”以自己为前置任务；这一关系未计算。"),
    "schedules.doubled_id": _("任务编号“{0}”出现了不止一次。"),
    "schedules.no_work": _("日历上没有任何工作时间，用它的任务排不出日期。请给日历补上工作时间。"),
    "schedules.too_far": _("工期长得超出了公元 9999 年。请核对工期和延隔时间。"),
    "schedules.no_activities": _("文件里没有任务。"),
    "schedules.no_file": _("读不到文件“{0}”。请核对路径和权限。"),
    "schedules.too_large": _("文件超过 {0} MB，不读。"),
    "schedules.unknown_kind": _(
        "认不出“{0}”是哪种计划文件。可用：Microsoft Project 的 XML、Primavera 的 XER、Excel 任务表、TOML。"
    ),
    "schedules.is_mpp": _("“{0}”是 Microsoft Project 的 .mpp 文件。请在 Project 里另存为 XML 再用。"),
    "schedules.not_mspdi": _("这份 XML 不是 Microsoft Project 的计划：里面没有任务表。"),
    "schedules.bad_xml": _("XML 第 {0} 行读不下去（{1}）。文件可能不完整，请重新导出。"),
    "schedules.unsafe_xml": _("XML 里带有文档类型或实体定义，出于安全不读。"),
    "schedules.too_deep": _("XML 的层次太深，不像计划文件，不读。"),
    "schedules.bad_encoding": _("文件的文字编码认不出来。请另存为 UTF-8。"),
}
