"""What the ``enterprises`` room tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "enterprises.taken": _("企业“{0}”的名称或统一社会信用代码已登记，请在企业名录里修改原有的一条。"),
    "enterprises.bad_credit_code": _(
        "统一社会信用代码“{0}”不对：应为 18 位，末位校验码须相符。请对照营业执照核对。"
    ),
    "enterprises.listed_already": _("该企业当日已在“{0}”名录中。"),
    "enterprises.unknown_unit": _("没有编号为 {0} 的单位，请从列表里选企业的账号单位。"),
    "enterprises.not_listed": _("该企业在 {1} 不在“{0}”名录中，请核对退出日期。"),
}
