"""What the ``engine.series`` room tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_WHY_NO_FIGURE: dict[str, _StrPromise] = {
    "series.not_reported": _("本期尚未上报。"),
    "series.growth_only": _("只公布增速，没有公布总量。"),
    "series.no_growth": _("没有公布增速。"),
    "series.no_rank": _("没有公布位次。"),
    "series.no_target": _("没有下达目标。请在“目标”页登记。"),
    "series.target_not_positive": _("目标不大于零，算不出完成率，只看差额。"),
    "series.no_curve": _("时点指标没有设定进度曲线，不与序时进度比较。"),
    "series.rate": _("比率类指标不算完成率，也不按月、按日分摊，只看与目标的差距。"),
    "series.band": _("区间目标不算完成率，只看是否在区间内。"),
    "series.rank_only": _("位次目标只看是否达到，没有数量差额。"),
    "series.not_in_percent": _("指标单位不是百分比，差距不能用百分点表示。"),
    "series.ceiling": _("目标是全年上限，不存在每月、每日还需完成的数量。"),
    "series.ceiling_open": _("目前没有突破上限，是否守住要到年底才能确定。"),
    "series.not_a_flow": _("不是累计类指标，不能按月平均或相减。"),
    "series.no_time_left": _("数据已到年底，今年没有剩余时间。"),
    "series.no_working_days_left": _("今年已没有剩余工作日。"),
    "series.no_last_year": _("没有上年数据。补录上年同期和上年全年的总量后即可计算。"),
    "series.last_year_not_positive": _("上年全年不大于零，增速目标折算不出总量目标，只看增速。"),
    "series.last_year_rest_not_positive": _("上年剩余月份的数量不大于零，算不出所需增速。"),
    "series.already_reached": _("全年目标已经完成，剩余月份没有最低要求。"),
    "series.first_period": _("1—2月是全年第一期，没有单月数，也没有上期可比。"),
    "series.no_figure_before": _("上一期没有上报，无法比较。"),
}

_PACE_AND_SPLIT: dict[str, _StrPromise] = {
    "series.no_such_month": _("没有 {0} 月。月份请填 1 到 12。"),
    "series.curve_not_twelve": _("进度曲线要有十二个月，现有 {0} 个。请逐月填齐。"),
    "series.share_out_of_range": _("{0} 月的累计进度 {1} 不在 0 到 2 之间。请填小数，如 0.7 表示七成。"),
    "series.curve_decreases": _("{0} 月的累计进度 {2} 低于上月的 {1}。如非有意调减，请改正。"),
    "series.curve_without_december": _("没有 12 月的累计进度，全年到哪里无从知道。请补上 12 月。"),
    "series.curve_without_end": _("进度曲线到年底为零，无法分摊。请改正 12 月的累计进度。"),
    "series.year_incomplete": _(
        "第 {0} 年的数据不全（要有 12 月和至少四期的累计数，月份为 2 至 12），没有采用。"
    ),
    "series.too_few_years": _(
        "只有 {0} 个完整年份，至少要 {1} 个才能得出季节曲线。请补录历史数据，或改用均衡进度。"
    ),
    "series.amount_too_fine": _("{0} 的小数位多于 {1} 位，各月之和对不上。请增加小数位，或先取整。"),
}

_CHECKS: dict[str, _StrPromise] = {
    "series.base_not_positive": _("基数不大于零，算不出百分比。请核对基数。"),
    "series.growth_without_base": _("增速 {0}% 反推不出基数：下降不会达到或超过 100%。请核对增速。"),
    "series.growth_differs": _(
        "公布增速 {0}%，按公布的总量计算是 {1}%。口径或价格基础可能不同，按公布数保留。"
    ),
    "series.stated_wrong": _("写的是 {0}，按所列数字计算应为 {1}。请核对。"),
    "series.stated_rounded": _(
        "写的是 {0}，按所列数字计算为 {1}；差别可能来自所列数字的四舍五入。请写明更细的数字。"
    ),
    "series.no_sources": _("没有任何来源的数据可供对照。"),
    "series.too_little_history": _("往年同月数据不足 {0} 年，暂不能判断是否异常。"),
    "series.outlier_high": _("{0} 高于往年同月推算的范围 {1} 至 {2}（依据 {3} 年）。请核对或说明原因。"),
    "series.outlier_low": _("{0} 低于往年同月推算的范围 {1} 至 {2}（依据 {3} 年）。请核对或说明原因。"),
}

_RULES: dict[str, _StrPromise] = {
    "series.rule_too_long": _("算式有 {0} 个字，最多 {1} 个。请拆成几条规则。"),
    "series.rule_too_deep": _("第 {1} 个字处括号或正负号超过 {0} 层。请简化算式。"),
    "series.rule_odd_character": _("第 {1} 个字“{0}”不能用。算式只用指标代码、数字、加减乘除和括号。"),
    "series.rule_unexpected": _("第 {1} 个字处的“{0}”放得不对。请检查运算符和括号是否成对。"),
    "series.rule_ends_early": _("算式没有写完，第 {1} 个字处应还有内容。请补上数字、指标代码或右括号。"),
    "series.rule_no_such_field": _(
        "第 {1} 个字处的“.{0}”不能用。指标代码后可写 .level（总量）、.growth（增速）、.last（上年同期）。"
    ),
    "series.rule_no_such_operator": _("“{0}”不是比较符号。可用：≤、<、≥、>、=、≠。"),
    "series.rule_figure_missing": _("缺少 {0} 的数据，这条规则暂不能审核。"),
    "series.rule_divides_by_zero": _("除数为零，这条规则暂不能审核。"),
    "series.light_rule_empty": _("亮灯规则没有任何档次。请至少设一档。"),
    "series.light_without_threshold": _("“{0}”不是最后一档，要填起点。"),
    "series.light_rule_open": _("最后一档“{0}”不能填起点，否则更低的数没有灯。请清空。"),
    "series.light_not_falling": _("亮灯起点要从高到低，现在 {0} 之后是 {1}。请调整次序。"),
    "series.light_twice": _("“{0}”已经用过，或不能作为档次。每种灯只用一次。"),
    "series.class_rule_crossed": _("优势起点 {0} 低于薄弱界限 {1}，一个指标会同时属于两类。请调整。"),
}

_PLANS_AND_DEADLINES: dict[str, _StrPromise] = {
    "series.gap_unknown": _("缺口算不出来，无法计算措施能补多少。"),
    "series.nothing_missing": _("目前没有缺口，不计算覆盖率。"),
    "series.ceiling_broken": _("上限已经突破，措施补不回来，只能少超。"),
    "series.band_moves_either_way": _("区间目标不分升降，不与措施的预期成效比较。"),
    "series.no_figure_for_month": _("没有 {0} 月的数据，不能与预期成效比较。"),
    "series.near_negative": _("临期天数 {0} 不合规：请填 0 或以上的整数。"),
    "series.behind_out_of_range": _("滞后界限 {0} 不合规：请填大于 0、不超过 100 的百分点。"),
}

SENTENCES: dict[str, _StrPromise] = {
    **_PLANS_AND_DEADLINES,
    **_WHY_NO_FIGURE,
    **_PACE_AND_SPLIT,
    **_CHECKS,
    **_RULES,
    "series.lamps_crossed": _("界限 {0} 与 {1} 不合规：都要大于零，前一个不大于后一个，百分点不超过100。"),
    "series.lamp_term": _("参数 {0} 不合规：月数至少为1，金额不小于零。"),
    "series.lamp_slight": _("略慢一档只能另设“略慢”，或并入绿灯。"),
}
