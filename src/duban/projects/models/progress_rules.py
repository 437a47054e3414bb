from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgressRule(models.Model):
    """The zone's rule of the four lights and of reports, from a day on. A new rule is a new row."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    parameters = models.JSONField()
    starts = models.DateField(_("施行日"))
    set_by = models.CharField(_("制定"), max_length=64)
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("事由"), max_length=200)

    class Meta:
        verbose_name = _("项目亮灯规则")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "version"], name="projects_progressrule_version"),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id} v{self.version}"
