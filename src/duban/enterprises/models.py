from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.core.reach import OwnQuerySet


class Enterprise(models.Model):
    """A firm of the zone, or one that builds or wants to build in it."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("账号单位")
    )
    name = models.CharField(_("企业名称"), max_length=120)
    name_en = models.CharField(_("英文名称"), max_length=160, blank=True)
    short_name = models.CharField(_("简称"), max_length=32, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    industry = models.CharField(_("行业"), max_length=64, blank=True)
    settled_on = models.DateField(_("入驻日期"), null=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    version = models.PositiveIntegerField(default=0)

    objects = OwnQuerySet["Enterprise"].as_manager()

    class Meta:
        verbose_name = _("企业")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "name"], name="enterprises_enterprise_name"),
            models.UniqueConstraint(
                fields=["zone", "credit_code"],
                condition=~models.Q(credit_code=""),
                name="enterprises_enterprise_code",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Listing(models.Model):
    """A list of the statistics bureau a firm has entered (入规、入统), from a day until a day."""

    class Kind(models.TextChoices):
        INDUSTRY = "industry", _("规模以上工业")
        CONSTRUCTION = "construction", _("资质建筑业")
        TRADE = "trade", _("限额以上批零住餐")
        SERVICES = "services", _("规模以上服务业")
        REAL_ESTATE = "real_estate", _("房地产开发")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="listings")
    kind = models.CharField(_("名录"), max_length=12, choices=Kind.choices)
    starts = models.DateField(_("起"))
    ends = models.DateField(_("止"), null=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("四上名录")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enterprise", "kind"],
                condition=models.Q(ends__isnull=True),
                name="enterprises_listing_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="enterprises_listing_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.kind}"
