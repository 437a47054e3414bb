"""What the ``schedules`` of projects tell people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "schedules.ring": _("这些任务首尾相接成了一圈，谁也开不了工：{0}。请断开其中一处前置关系。"),
    "schedules.unknown_link": _("任务“{1}”的前置关系指向“{2}”，计划里没有这一项；这一关系未计算。"),
    "schedules.missing_calendar": _("任务“{1}”等用的日历“{0}”文件里没有；按周一至周五每天 8 小时计算。"),
    "schedules.self_link": _("任务“{0}”以自己为前置任务；这一关系未计算。"),
    "schedules.doubled_id": _("任务编号“{0}”出现了不止一次。"),
    "schedules.too_tangled": _("带前置关系的摘要任务层层相套，太多，不算。请把前置关系改到具体任务上。"),
    "schedules.no_work": _("日历上没有任何工作时间，用它的任务排不出日期。请给日历补上工作时间。"),
    "schedules.too_far": _("计划排到了开始日期的 {0} 年以外。请核对工期、延隔时间和日期。"),
    "schedules.no_activities": _("文件里没有任务。"),
    "schedules.no_file": _("读不到文件“{0}”。请核对路径和权限。"),
    "schedules.too_large": _("文件超过 {0} MB，不读。"),
    "schedules.unknown_kind": _(
        "认不出“{0}”是哪种计划文件。可用：Microsoft Project 的 XML、Primavera 的 XER、Excel 任务表、TOML。"
    ),
    "schedules.is_mpp": _(
        "“{0}”是 Microsoft Project 的 .mpp 文件。请在 Project 里另存为 XML 再用；要直接读，请安装 duban[msproject] 和 Java。"
    ),
    "schedules.no_java": _(
        "读“{0}”要用 Java，这台机器上没有找到。请安装 Java，或在 Project 里另存为 XML 再用。"
    ),
    "schedules.bad_mpp": _(
        "“{0}”读不下去：文件可能损坏、加了密码，或不是计划文件。请在 Project 里另存为 XML 再用。"
    ),
    "schedules.not_mspdi": _("这份 XML 不是 Microsoft Project 的计划：里面没有任务表。"),
    "schedules.bad_xml": _("XML 第 {0} 行读不下去（{1}）。文件可能不完整，请重新导出。"),
    "schedules.unsafe_xml": _("XML 里带有文档类型或实体定义，出于安全不读。"),
    "schedules.too_deep": _("XML 的层次太深，不像计划文件，不读。"),
    "schedules.bad_encoding": _("文件的文字编码认不出来。请另存为 UTF-8。"),
    "schedules.bad_toml": _("TOML 读不下去：{0}。"),
    "schedules.no_table": _(
        "表里没有找到任务表的表头。至少要有“任务”和另一列：序号、工期、开始、完成、前置任务。"
    ),
    "schedules.no_start": _("整个计划没有一个开始日期，排不出来。请至少给一项任务或计划本身写上开始日期。"),
    "schedules.no_duration": _("“{0}”没有工期，也没有开始和完成，算不出工期。"),
    "schedules.bad_duration": _("工期“{0}”读不懂。写法如：20工作日、30自然日、4小时、2周。"),
    "schedules.bad_percent": _("完成百分比“{0}”读不懂。写法如：60%。"),
    "schedules.bad_link": _("前置关系“{0}”读不懂。写法如：3FS+2工作日、5SS、7FF-1天。"),
    "schedules.bad_date": _("日期“{0}”读不懂。写法如：2026-09-16。"),
    "schedules.bad_hours": _("工作时间“{0}”读不懂。写法如：08:00-12:00。"),
    "schedules.unknown_calendar": _("没有名为“{0}”的日历。"),
    "schedules.spread_order": _("任务“{0}”的三个工期须从小到大：最短、最可能、最长，且不为负。"),
    "schedules.spread_history": _("任务“{0}”的历史拖期至少要有一个，最多一万个，且不为负。"),
    "schedules.spread_together": _("任务“{0}”的同因相关须在 0 和 1 之间。"),
    "schedules.spread_unknown": _("计划里没有任务“{0}”，它的工期分布用不上。"),
    "schedules.trials": _("模拟次数须在 1 和 {0} 之间。"),
    "schedules.quantity_total": _("总量须大于 0。"),
    "schedules.quantity_order": _("各次完成量须按时间先后排列，只增不减，且不为负。"),
}
