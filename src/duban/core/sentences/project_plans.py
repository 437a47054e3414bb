"""What the kept schedules of projects tell people, and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "projects.schedule_moved_on": _(
        "别人先保存了第 {0} 版（{1}），您的修改没有保存。请刷新后在新版上重做；如只想比较，可先看拖期清单。"
    ),
    "projects.nothing_changed": _("内容没有变化，不保存新版。"),
    "projects.no_activity": _("计划里没有任务“{0}”，可能已被删除。请刷新。"),
    "projects.under_itself": _("任务“{0}”不能放到自己下面。"),
    "projects.no_predecessor": _("前置任务“{0}”不在计划里。请核对编号。"),
    "projects.doubled_link": _("前置任务“{0}”写了不止一次。请只留一处。"),
    "projects.no_link": _("“{0}”到“{1}”没有这条前置关系，可能已被删除。请刷新。"),
    "projects.self_link": _("任务“{0}”不能等它自己。请连到别的任务。"),
    "projects.too_many_activities": _("一份计划最多 {0} 项任务。请按标段拆成几个项目。"),
    "projects.activity_name": _("任务“{0}”要有名称，最长 {1} 字。"),
    "projects.duration": _("任务“{0}”的工期须不为负，且不超过 40 年。"),
    "projects.three_points": _(
        "任务“{0}”的最短工期和最长工期要一起填：最短不超过工期，最长不短于工期，且不超过 40 年。"
    ),
    "projects.chance_factors": _("默认分布：最短倍数须在 0 和 1 之间，最长倍数须在 1 和 10 之间。"),
    "projects.chance_together": _("同因相关须在 0 和 1 之间。"),
    "projects.chance_least": _("历史样本至少几例，须在 1 和 1000 之间。"),
    "projects.quantity": _("任务“{0}”的总量须大于 0，已完成量不为负。"),
    "projects.percent": _("任务“{0}”的完成比例须在 0 和 100 之间。"),
    "projects.progress_without_start": _("任务“{0}”已有进度，请填实际开始日期。"),
    "projects.finish_before_start": _("任务“{0}”的实际完成早于实际开始，或没有实际开始。请核对。"),
    "projects.actual_after_data_date": _("任务“{0}”的实际日期晚于数据日期 {1}。请核对，或先改数据日期。"),
    "projects.actual_without_data_date": _("任务“{0}”有实际日期，计划还没有数据日期。请填进度统计到哪一天。"),
    "projects.deadline_before_start": _("完成期限早于计划开始。请核对。"),
    "projects.day_out_of_range": _("日期 {0} 不在 1990 年至 2100 年之间。"),
    "projects.no_post": _("责任岗位 {0} 不在本区。请重新选择。"),
    "projects.not_reported": _("“{0}”不是进展，由牵头部门在计划里修改。"),
    "projects.reason_too_long": _("事由最长 {0} 字。"),
    "projects.baseline_name": _("请给基线起个名称，最长 {0} 字，如“原定计划”。"),
    "projects.baseline_reason": _("请写明设立基线的理由，最长 {0} 字。"),
    "projects.baseline_taken": _("这个项目已有名为“{0}”的基线。基线不能改，请换个名称。"),
    "projects.baseline_decided": _("这条基线已由 {0} 处理过了。"),
    "projects.template_name": _("请给模板起个名称，最长 {0} 字。"),
    "projects.template_taken": _("已有名为“{0}”的模板。请换个名称。"),
    "projects.span_name": _("请给停工或加班起个名称，最长 {0} 字，如“2020—2021 年冬歇期”。"),
    "projects.span_source": _("请写明依据，最长 {0} 字。"),
    "projects.span_order": _("止日不能早于起日，一段最长 {0} 天。"),
    "projects.calendar_changed": _(
        "工作日历有变动（{0}）：您负责的 {1} 个项目完工日期随之变动，其中“{2}”{4} {3} 个工作日。请看最迟开工清单。"
    ),
    "projects.bad_edit": _("第 {0} 处修改读不懂。请刷新页面后重做。"),
    "projects.file_headings": _("标题行 {0} 行，按大纲层次放置。"),
    "projects.file_crews": _("{0} 项任务的资源分配未带入；工期按任务自己的日历计算。"),
    "projects.file_given": _("{0} 项手动安排或外部任务改为按前置关系计算，其开始日期作为“不早于”。"),
    "projects.file_kinds": _("{0} 项跨度任务（支撑任务、WBS 汇总）改作标题。"),
    "projects.file_lags": _("{0} 处延隔时间原用别的日历计算，改为按后续任务的日历。"),
    "projects.file_finish": _("按原文件的规则完成于 {0}，转入后按督办的规则完成于 {1}。"),
    "projects.file_project": _("文件里有 {0} 个项目，合为一份计划。"),
}

SCHEDULE_TERMS: dict[str, _StrPromise] = {
    "keep_schedule": _("编制进度计划"),
    "report_schedule": _("报告任务进展"),
    "propose_baseline": _("设立基线"),
    "approve_baseline": _("批准基线"),
    "decline_baseline": _("不批准基线"),
    "withdraw_baseline": _("撤回基线"),
    "projects.baseline.proposed": _("待批准"),
    "projects.baseline.approved": _("已批准"),
    "projects.baseline.declined": _("未批准"),
    "projects.baseline.withdrawn": _("已撤回"),
    "set_chance_rule": _("制定完工把握规则"),
    "keep_template": _("维护进度模板"),
    "keep_site_calendar": _("维护停工与加班日"),
    "another_person": _("另一人批准（提出人不能批准自己设的基线）"),
    "declined": _("未批准"),
    "proposed": _("待批准"),
    "later": _("推迟"),
    "earlier": _("提前"),
}
