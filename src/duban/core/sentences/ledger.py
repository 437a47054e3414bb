"""What the ``ledger`` room tells people of items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "ledger.unknown_unit": _("没有“{0}”这个部门。请核对名称，或先在“机构”页登记。"),
    "ledger.unknown_post": _("没有“{0}”这个岗位。请核对，或先在“机构”页登记。"),
    "ledger.unknown_plan": _("没有编号为“{0}”的专项方案。"),
    "ledger.unknown_parent": _("没有“{0}”这个上级事项，或不在您的管理范围内。"),
    "ledger.unknown_step": _("路线图里没有“{0}”这个节点。请刷新页面后重填。"),
    "ledger.several_parents": _("叫“{0}”的事项不止一个，请写上级事项的编号。"),
    "ledger.parent_refused": _("上级事项“{0}”那一行没有导入，请先改正那一行。"),
    "ledger.parent_closed": _("上级事项已经销号、归档或撤销。请先重新打开上级事项，或改挂别的上级。"),
    "ledger.ring": _("上级事项不能是它自己或它的下级。"),
    "ledger.outlives_parent": _("完成时限 {0} 晚于上级事项的 {1}。请提前，或先调整上级事项的时限。"),
    "ledger.before_parts": _("完成时限 {0} 早于下级事项的最晚时限 {1}。请先调整下级事项。"),
    "ledger.number_taken": _("编号“{0}”已被占用，请换一个，或留空由系统编号。"),
    "ledger.bad_weight": _("权重 {0} 不合规：请填 1 到 {1}。"),
    "ledger.bad_percent": _("进度 {0} 不合规：请填 0 到 100。"),
    "ledger.bad_days": _("天数 {0} 不合规：最多 {1} 天，签收期限至少 1 天。"),
    "ledger.bad_form": _("编号格式“{0}”不合规：须各含一个 {{year}} 和 {{serial}}，最多 30 字。"),
    "ledger.too_many": _("“{0}”太多，最多 {1} 个。"),
    "ledger.not_editable": _("事项现在是“{0}”，不能修改。"),
    "ledger.field_stays": _("“{0}”在“{1}”状态下不由您修改。时限走延期，责任部门走改派。"),
    "ledger.already_moving": _("{0} 已在“{1}”，不再由台账导入修改。请在事项页上办理。"),
    "ledger.step_is_done": _("节点“{0}”已经完成，不能再改。"),
    "ledger.route_map_incomplete": _("路线图须至少有一个节点，每个节点都有时间，且不晚于完成时限。"),
    "ledger.proof_needed": _("请附上佐证：{0}。"),
    "ledger.day_ahead": _("完成日期 {0} 还没有到。"),
    "ledger.going_back": _("进度由 {0}% 降到 {1}%，请在“问题”里说明原因。"),
    "ledger.not_worked_on": _("事项现在是“{0}”，只有签收之后、申请办结之前才能这样办。"),
    "ledger.expired": _("时限 {0} 已过。延期须在到期之前申请。"),
    "ledger.new_due_not_later": _("新时限 {0} 没有晚于原时限 {1}。"),
    "ledger.asked_already": _("已有一份延期申请待批复，请等批复或先撤回。"),
    "ledger.slip_near": _("距完成时限 {1} 还有 {0} {2}，请抓紧办理。"),
    "ledger.slip_behind": _("时间已过 {1}%，进度 {0}%，落后 {2} 个百分点，请查明原因、赶上进度。"),
    "ledger.slip_overdue": _("完成时限 {1} 已过 {0} {2}，请说明原因并限期办结。"),
    "ledger.vacant_post": _("接手的岗位现在没有人。请先在“机构”页任职。"),
    "ledger.sum": _("各部门各月之和 {0} 与目标 {1} 不符，差 {2}。"),
    "ledger.no_parts": _("请至少分给一个部门的一个月。"),
    "ledger.bad_month": _("月份 {0} 不合规：请填 1 到 12。"),
    "ledger.bad_part": _("{0}{1}月的分解值 {2} 不大于零。没有任务的月份请留空。"),
    "ledger.only_levels": _("只有总量目标可以分解成事项。"),
    "ledger.decomposed_otherwise": _("这个目标已经分解为 {0}，分法与这次不同。请在原事项上调整。"),
}
