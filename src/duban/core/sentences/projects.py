"""What the ``projects`` room tells people, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "projects.code_taken": _("编号或项目代码“{0}”已登记给别的项目，请核对后另填。"),
}

PROJECT_TERMS: dict[str, _StrPromise] = {
    "keep_enterprises": _("维护企业名录"),
    "listing.industry": _("规模以上工业"),
    "listing.construction": _("资质建筑业"),
    "listing.trade": _("限额以上批零住餐"),
    "listing.services": _("规模以上服务业"),
    "listing.real_estate": _("房地产开发"),
    "register_project": _("登记项目"),
    "amend_project": _("修改项目登记"),
    "suspend": _("停工"),
    "resume": _("复工"),
    "terminate": _("终止"),
    "revive": _("恢复"),
}
