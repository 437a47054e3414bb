"""What the ``indicators`` room tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "indicators.second_person": _("录入的人不能自己审核，请由另一人审核。"),
    "indicators.unknown": _("没有编码或名称为“{0}”的指标。请核对，或先在“指标”页登记。"),
    "indicators.unknown_unit": _("没有名为“{0}”的单位。请核对名称，或先在“机构”页登记。"),
    "indicators.retired": _("指标“{0}”已停用，不再接收数据。"),
    "indicators.code_taken": _("编码“{0}”已被占用，请换一个。"),
    "indicators.code_stays": _("编码定下后不改，仍为“{0}”。需要新编码时请另建指标。"),
    "indicators.unit_stays": _("已有数据，计量单位不能改，仍为“{0}”。需要换单位时请另建指标。"),
    "indicators.bad_code": _("编码“{0}”不合规：用小写英文字母开头，只含小写字母、数字和下划线。"),
    "indicators.bad_decimals": _("小数位 {0} 不合规：请填 0 到 8。"),
    "indicators.band_needed": _("区间类指标要同时填下限和上限。"),
    "indicators.band_crossed": _("区间下限高于上限，请对调。"),
    "indicators.parts_differ": _("“{0}”为 {1}，汇总到它的 {2} 项之和为 {3}，相差 {4}。请核对或说明原因。"),
    "indicators.parts_alone": _("“{0}”没有总量；汇总到它的 {1} 项之和为 {2}，仅供参考，不代替公布数。"),
    "indicators.ring": _("汇总关系成了圈：上级指标不能是它自己或它的下级。"),
    "indicators.absent": _("未报：{0}"),
    "indicators.not_reported": _("“{0}”本期未报，也没有说明原因。请填报，或写明未报原因。"),
    "indicators.missing_unsaid": _("“{0}”没有数据，也没有写未报原因。没有数据请写原因，不要填零。"),
    "indicators.absent_and_given": _("“{0}”既填了数据又填了未报原因，请只留一项。"),
    "indicators.future": _("{0} 这一期还没有结束，不能填报实际数。预测数不进入统计。"),
    "indicators.twice": _("同一份表里“{0}”{1} 出现两次，另一处在 {2}。请只留一处。"),
    "indicators.reason_needed": _("与已有数据（{0}）不同，属于修订，须写明修订事由。"),
    "indicators.known_in_future": _("知悉日期 {0} 晚于今天。"),
    "indicators.known_too_early": _(
        "知悉日期 {0} 早于这一期结束的 {1}：期末以前不会有这一期的数。请核对日期。"
    ),
    "indicators.known_before": _("知悉日期须晚于上一版的 {0}，否则会改动已经印发的历史。"),
    "indicators.locked": _("{0} 已锁定。请统计员先开补报许可，或重新打开这一期。"),
    "indicators.coarser": _("{0} 与已有的 {1} 是同一数据，精度较低，不作修订。"),
    "indicators.two_precisions": _("同一数据有两种精度：{0} 与 {1}，已取较细的一个。"),
    "indicators.stand_in": _("暂用{0}数；应以{1}数为准，尚未报来。"),
    "indicators.agreed_source": _("各方数据不一，已商定用{0}数。"),
    "indicators.rule_violated": _("不符合审核规则“{0}”：左边 {1}，应 {2} 右边 {3}。"),
    "indicators.below_last_month": _("累计数 {0} 小于上期的 {1}。如非修订或冲减，请核对是否填成了当月数。"),
    "indicators.days_estimated": _("{0} 年的放假安排尚未公布，工作日按周一至周五估算。"),
    "indicators.bad_rank": _("位次目标 {0} 不是正整数。"),
    "indicators.target_reason_needed": _("已有目标 {0}。目标调整须写明事由。"),
    "indicators.only_levels_split": _("只有总量目标可以分解。"),
    "indicators.split_sum": _("各部门之和 {0} 与全年目标 {1} 不符，差 {2}。"),
    "indicators.bad_month": _("没有 {0} 月这一期：2 表示1—2月，往后到 12。"),
    "indicators.months_sum": _("{3}各月之和 {0} 与其全年任务 {1} 不符，差 {2}。"),
    "indicators.bad_due_day": _("报送日 {0} 不合规：请填 1 到 {1}。"),
    "indicators.bad_close_days": _("关闭天数 {0} 不合规：请填 0 到 {1}。"),
    "indicators.name_taken": _("名称“{0}”已有，请换一个。"),
    "indicators.not_editable": _("月报现在是“{0}”，不能修改。需要修改时请统计员退回。"),
    "indicators.closed": _("这一期已于 {0} 停止填报。请统计员开补报许可。"),
    "indicators.not_yours": _("指标 {0} 不在这张月报里。"),
    "indicators.due_too_early": _("截止日 {0} 早于或等于期末 {1}。"),
    "indicators.until_passed": _("许可截止日 {0} 已过。"),
}
