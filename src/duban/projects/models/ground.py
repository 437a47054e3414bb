from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanLayer(models.Model):
    """The zone's boundary or its plots, from a day on. A newer one follows it; none is changed."""

    class Kind(models.TextChoices):
        BOUNDARY = "boundary", _("园区边界")
        PLOTS = "plots", _("地块")

    class Datum(models.TextChoices):
        CGCS2000 = "cgcs2000", _("CGCS2000（度）")
        WGS84 = "wgs84", _("WGS84（度）")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("图层"), max_length=12, choices=Kind.choices)
    datum = models.CharField(_("坐标系"), max_length=12, choices=Datum.choices)
    starts = models.DateField(_("起用日期"))
    source = models.CharField(_("依据"), max_length=200)
    shapes = models.JSONField()
    """Name and pieces of each, degrees as text: exactly as they were handed in."""
    count = models.PositiveIntegerField(_("图形数"))
    corners = models.PositiveIntegerField(_("拐点数"))
    by = models.CharField(_("经办"), max_length=64)
    at = models.DateTimeField(_("时间"))
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("园区底图")
        indexes: ClassVar = [
            models.Index(fields=["zone", "kind", "starts", "id"], name="projects_layer_order")
        ]

    def __str__(self) -> str:
        return f"{self.zone_id} {self.kind} {self.starts}"
