"""What the ``projects`` room tells people of reports, pictures and the four lights, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "projects.not_worked_on": _("项目已“{0}”，不再报送进度。"),
    "projects.reported_already": _("这一期已由 {0} 报送，现在是“{1}”。需要改动时，请审核人退回后再报。"),
    "projects.no_such_term": _("没有截至 {0} 的这一期。请从页面上选择期次。"),
    "projects.day_ahead": _("{0} 还没有到。"),
    "projects.day_outside": _("数据日期 {0} 不在这一期之内。"),
    "projects.bad_percent": _("进度 {0} 不合规：请填 0 到 100 的整数。"),
    "projects.going_back": _("进度由 {0}% 降到 {1}%，请在“更正说明”或“存在问题”里说明原因。"),
    "projects.count_going_back": _("“{0}”由 {1} 降到 {2}，请在“更正说明”里写明原因。"),
    "projects.count_over": _(
        "“{0}”共 {1}，报了 {2}，超过总量。请在“更正说明”里写明原因，或请牵头部门改总量。"
    ),
    "projects.share_going_back": _("任务“{0}”由 {1}% 降到 {2}%，请在“更正说明”里写明原因。"),
    "projects.told_ahead": _("任务“{0}”的日期 {1} 晚于这份报告的数据日期 {2}。请核对。"),
    "projects.started_after_work": _("任务“{0}”的开始日 {1} 晚于 {2}，那天已报过完成量。请核对。"),
    "projects.finish_without_start": _("任务“{0}”报了完成，还没有开始日。请同时填哪天开始。"),
    "projects.told_finish_before_start": _("任务“{0}”的完成日 {1} 早于开始日 {2}。请核对。"),
    "projects.counted_by_quantity": _("任务“{0}”按数量算进度，只填累计完成了多少，不填百分比。"),
    "projects.finished_not_counted": _("任务“{0}”的累计完成量还不到总量，不能算完成。请先填完成量。"),
    "projects.finished_not_whole": _("任务“{0}”既报完成又报 {1}%。完成就是 100%，请只留一样。"),
    "projects.bad_figure": _("“{0}”{1} 不合规：请填不小于零、大小合理的数。"),
    "projects.unknown_work": _("项目没有编号为 {0} 的工程量，或重复填报。请刷新页面后重填。"),
    "projects.other_unit": _("工程量的单位是“{0}”，计划里是“{1}”，不能合在一起算。请把两处改成同一单位。"),
    "projects.no_counted_activity": _(
        "计划里没有编号为“{0}”且有工程量的任务。请先在计划里填总工程量，再刷新。"
    ),
    "projects.activity_counted": _("这项任务已作为“{0}”计数，不能再归到“{1}”。"),
    "projects.counted_in_reports": _(
        "任务“{0}”完成了多少以审核过的进度报告为准，不在计划里再填。请报送进度。"
    ),
    "projects.told_in_reports": _(
        "任务“{0}”的进展以审核过的进度报告为准，不在计划里再填。请报送进度；报错了请退回那份报告。"
    ),
    "projects.work_taken": _("工程量“{0}”刚由别人登记。请刷新后再改。"),
    "projects.not_a_picture": _("“{0}”不是照片或图片。请用 JPG、PNG 或 WebP。"),
    "projects.not_excusable": _("按现行规则，“{0}”不适用正当理由。"),
    "projects.excused_already": _("“{0}”在这段时间里已有正当理由认定。请先撤销，或另选日期。"),
    "projects.excused_too_long": _("一次认定最长 {0} 个月，到期仍有理由的另行认定。"),
    "projects.bad_weekday": _("报送日 {0} 不合规：请选周一到周日。"),
    "projects.bad_days": _("天数 {0} 不合规：请填 1 到 {1}。"),
}

PROGRESS_TERMS: dict[str, _StrPromise] = {
    "report_project": _("报送项目进度"),
    "set_progress_rule": _("制定项目亮灯和报送规则"),
    "set_rhythm": _("确定报送频次"),
    "set_work": _("登记工程量"),
    "add_picture": _("上传图片"),
    "judge_lamp": _("认定正当理由"),
    "task.project_report": _("报项目进度"),
    "task.project_redo": _("项目进度退回重报"),
    "task.project_review": _("审核项目进度"),
    "projects.percent": _("进度"),
    "projects.image": _("形象进度"),
    "projects.problem": _("存在问题"),
    "projects.remark": _("更正说明"),
    "projects.cause": _("原因"),
    "projects.help_wanted": _("需要协调"),
    "projects.help_kind": _("难点类别"),
    "projects.help_to": _("请谁解决"),
    "projects.next_step": _("下一步"),
    "projects.source": _("资料来源"),
    "projects.key": _("发送编号"),
    "projects.investment": _("今年以来完成投资"),
    "projects.workers": _("在场人数"),
    "projects.pictures": _("图片"),
    "projects.ends": _("截止日期"),
    "projects.spot": _("位置"),
    "projects.activity": _("计划任务"),
    "projects.caption": _("说明"),
    "projects.work_name": _("工程量名称"),
    "projects.work_name_en": _("英文名称"),
    "projects.work_unit": _("单位"),
    "projects.work_activity": _("计划任务编号"),
    "projects.total": _("总量"),
    "projects.good_reason": _("正当理由"),
    "projects.lamp.start": _("开工灯"),
    "projects.lamp.progress": _("进度灯"),
    "projects.lamp.payment": _("支付灯"),
    "projects.lamp.library": _("入库灯"),
    "projects.report.draft": _("草稿"),
    "projects.report.submitted": _("待审核"),
    "projects.report.returned": _("已退回"),
    "projects.report.resubmitted": _("重报待审"),
    "projects.report.reviewed": _("已审核"),
    "projects.report.submit": _("报送"),
    "projects.report.resubmit": _("重新报送"),
    "projects.report.send_back": _("退回"),
    "projects.report.review": _("审核通过"),
    "projects.report.image": _("形象进度"),
    "projects.report.reason": _("退回理由"),
    "projects.report.another_person": _("审核人不是报告人"),
}
