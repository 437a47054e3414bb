"""What the ``core`` room tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "core.not_found": _("没有这项内容，或不在您的管理范围内。"),
    "core.forbidden": _("您的岗位不能办理此事（{0}）。需要时请联系安全管理员授权。"),
    "core.stale": _("在您打开之后，别人已经改过。请刷新后再办，您填写的内容仍在页面上。"),
    "core.required": _("“{0}”不能为空。"),
    "core.too_long": _("“{0}”太长，最多 {1} 个字。"),
    "core.not_a_choice": _("“{0}”不在可选范围内，可选：{1}。"),
    "core.not_a_number": _("“{0}”不是数值。请只填数字，不带单位。"),
    "core.not_a_date": _("“{0}”不是日期，请写成 2020-09-16。"),
    "core.not_a_period": _("“{0}”不是月份，请写成 2020-08（表示1—8月累计）；一年的第一期是1—2月，没有1月。"),
    "core.ruled_meanwhile": _("别人刚刚也改了规则。请看过现行规则，再决定要不要改。"),
    "core.later_rule": _("已有自 {0} 起施行的规则，新规则的施行日不能更早。"),
    "core.dates_crossed": _("结束日期早于开始日期。"),
    "core.file_kind": _(
        "“{0}”不是可以留存的类型。可传照片（JPG、PNG、WebP）、PDF、OFD、Word、Excel、PPT、WPS 和文本。"
    ),
    "core.file_too_large": _("“{0}”太大，最多 {1} MB。"),
    "core.file_unreadable": _("“{0}”打不开，可能已损坏。请重新拍照或另存后再传。"),
    "core.image_too_large": _("图片“{0}”像素太多，请缩小后再传。"),
    "core.too_many": _("“{0}”太多，最多 {1} 个。"),
}
