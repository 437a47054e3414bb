"""What the ``blockers`` room tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "blockers.no_subject": _("没有说明是哪件事。请从指标、项目等页面上的“提出难点堵点”进入。"),
    "blockers.no_addressee": _("请选择请哪个部门或哪位领导解决。"),
    "blockers.to_oneself": _("不能提给本单位自己。"),
    "blockers.unknown_cause": _("原因“{0}”不在当日的原因目录里。"),
    "blockers.same_addressee": _("改派要换一个部门或领导；仍由原单位办理请选“维持原派”。"),
    "blockers.days_not_positive": _("期限要填 1 至 {0} 之间的工作日数。"),
    "blockers.levels_not_rising": _("三级升级的工作日数要逐级增加。"),
    "blockers.bad_cause_code": _(
        "编码“{0}”不合规：用小写英文字母开头，只含小写字母、数字、横线和下划线，最多32个字。"
    ),
    "blockers.later_cause": _("这个编码已登记自 {0} 起的名称，不能更早改。请从那一天或以后起改。"),
    "blockers.ends_before_it_starts": _("这条原因自 {0} 起才可选，请填那一天以后的日期。"),
    "blockers.told.raised": _("{0}就“{1}”提出{2}，等您签收（{3}）。"),
    "blockers.told.acknowledged": _("{0}已签收“{1}”的{2}（{3}）。"),
    "blockers.told.answered": _("{0}已答复“{1}”的{2}，请确认是否解决（{3}）。"),
    "blockers.told.refused": _("{0}认为“{1}”的{2}不属其职责，请您裁定改派或维持（{3}）。"),
    "blockers.told.sent_back": _("{0}退回了“{1}”的{2}，已报分管领导裁定（{3}）。"),
    "blockers.told.upheld": _("{0}就“{1}”提出的{2}维持由您办理（{3}）。"),
    "blockers.told.reopened": _("{0}认为“{1}”的{2}还没有解决，请继续办理（{3}）。"),
    "blockers.told.cleared": _("{0}已确认“{1}”的{2}解决（{3}）。"),
    "blockers.told.withdrawn": _("{0}撤回了“{1}”的{2}，不必再办（{3}）。"),
    "blockers.told.due": _("{0}就“{1}”提出的{2}今天到期（{3}）。"),
    "blockers.told.late": _("{0}就“{1}”提出的{2}已超期 {4} 个工作日，现由{5}办理（{3}）。"),
}
