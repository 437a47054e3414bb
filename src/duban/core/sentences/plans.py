"""What the ledger tells people about special plans, and the words of a plan's life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "ledger.plan_title_taken": _("本年度已有名为“{0}”的专项方案，请换一个名称。"),
    "ledger.plan_needs_indicator": _("请选方案针对的指标；已停用的指标不能选。"),
    "ledger.plan_needs_shortfall": _("请选方案针对的短板：产业、投资、招商、环境或转型。"),
    "ledger.plan_needs_project": _("请写明方案针对的项目。"),
    "ledger.plan_not_open": _("方案现在是“{0}”，不能修改。要改请先退回或启动修订。"),
    "ledger.plan_unit_changed": _(
        "方案批准后，指标的考核方式变了，原定成效的单位对不上，不再计入。请修订方案。"
    ),
    "ledger.not_of_the_zone": _("{0}不是本开发区的单位或岗位。请重新选择。"),
    "ledger.base_of_another_year": _("起算期 {0} 不在方案年度 {1} 内。"),
    "ledger.cause_not_listed": _("第 {0} 条原因不在原因清单里，或已停用。请重新选择。"),
    "ledger.cause_parent_later": _("第 {0} 条原因的上级要排在它前面。请调整次序。"),
    "ledger.cause_not_of_plan": _("第 {0} 条所写的原因不是本方案的，或用了两次。请刷新页面后重选。"),
    "ledger.one_primary_cause": _("主要原因要有且只有一个，现有 {0} 个。只有单选，各原因占比之和才是100%。"),
    "ledger.measure_item_unknown": _("第 {0} 条措施对应的督办事项不存在，或不在您的管理范围内。"),
    "ledger.measure_twice": _("事项 {0} 在本方案里列了两次，请只留一处。"),
    "ledger.measure_of_another_plan": _(
        "事项 {0} 已是另一个专项方案的措施。一件事只算一处，以免重复计算成效。"
    ),
    "ledger.measure_item_closed": _("事项 {0} 已撤销或归档，不能列为措施。"),
    "ledger.confidence_out_of_range": _("第 {0} 条措施的把握 {1}% 不合规：请填大于 0、不超过 100 的数。"),
    "ledger.effect_month": _("第 {0} 条措施的 {1} 月不能填预期成效：请填 {2} 月到 12 月。"),
    "ledger.effect_not_positive": _("第 {0} 条措施 {1} 月的预期成效要大于零；没有成效的月份请留空。"),
}

PLAN_TERMS: dict[str, _StrPromise] = {
    "title": _("标题"),
    "owner": _("牵头部门"),
    "leader": _("分管领导"),
    "draft_plan": _("起草专项方案"),
    "edit_plan": _("修改这个专项方案"),
    "ledger.plan.draft": _("起草中"),
    "ledger.plan.submitted": _("已报审"),
    "ledger.plan.returned": _("已退回"),
    "ledger.plan.approved": _("已批准"),
    "ledger.plan.in_force": _("执行中"),
    "ledger.plan.closed": _("已结束"),
    "ledger.plan.draft_plan": _("起草"),
    "ledger.plan.submit_plan": _("报审"),
    "ledger.plan.return_plan": _("退回修改"),
    "ledger.plan.approve_plan": _("批准方案"),
    "ledger.plan.enforce": _("转入执行"),
    "ledger.plan.revise": _("启动修订"),
    "ledger.plan.close_plan": _("结束方案"),
    "ledger.plan.primary_cause": _("一个主要原因"),
    "ledger.plan.measures": _("至少一项措施"),
    "ledger.plan.effects": _("每项措施的逐月预期成效"),
    "ledger.plan.measures_dispatched": _("全部措施已交办"),
    "ledger.plan.another_person": _("另一人批准（报审人不能自己批准）"),
    "ledger.plan.reason": _("事由"),
    "ledger.plan.what_worked": _("成效与做法"),
    "zone": _("开发区"),
    "task.file": _("填报月报"),
    "task.mend": _("改正月报"),
    "task.sign": _("审核月报"),
    "task.accept": _("签收"),
    "task.report": _("报进展"),
    "task.overdue": _("逾期未办结"),
    "task.decide_refusal": _("裁定拒收"),
    "task.decide_extension": _("批复延期"),
    "task.verify": _("核实"),
    "task.strike_off": _("销号"),
    "task.dispatch": _("交办"),
    "task.redo": _("退回重办"),
    "task.step": _("节点到期"),
    "task.near": _("即将到期"),
    "task.blocker": _("难点堵点待答复"),
    "task.approve_plan": _("批准专项方案"),
    "task.revise_plan": _("修改专项方案"),
    "task.enforce_plan": _("专项方案转入执行"),
    "hole.indicator_owner": _("指标没有牵头部门"),
    "hole.indicator_leader": _("指标没有分管领导"),
    "hole.indicator_target": _("指标没有本年目标"),
    "hole.plan_leader": _("方案没有分管领导"),
    "hole.plan_leader_left": _("方案的分管领导岗位空缺"),
    "hole.plan_cause": _("方案没有主要原因"),
    "hole.plan_measure": _("方案没有措施"),
    "hole.item_person": _("事项没有责任人"),
    "hole.item_person_left": _("事项的责任人岗位空缺"),
    "hole.item_lead": _("事项没有牵头部门"),
    "hole.item_date": _("事项没有完成时限"),
    "hole.item_standard": _("事项没有完成标准"),
    "hole.item_route_map": _("事项没有路线图"),
    "hole.step_date": _("节点没有时间"),
    "hole.blocker_addressee": _("难点堵点无人答复"),
    "hole.unit_head": _("部门没有负责人岗位"),
    "hole.unit_head_left": _("部门负责人岗位空缺"),
}
