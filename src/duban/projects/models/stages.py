from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class StageSet(models.Model):
    """The batches a zone sorts its projects into (五个一批、七个一批), from a day on. Appended, never changed."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    starts = models.DateField(_("起用日期"))
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    stages = models.JSONField(_("阶段"))
    """Ordered: code, name, English name and condition of each."""
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    by = models.CharField(_("制定人"), max_length=64)
    at = models.DateTimeField(_("制定时间"))

    class Meta:
        verbose_name = _("阶段划分")
        indexes: ClassVar = [models.Index(fields=["zone", "starts"], name="projects_stageset_zone")]

    def __str__(self) -> str:
        return self.name


class Statement(models.Model):
    """What a source says of a zone's projects in a year: how many, of which class, and which ones it names."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(_("年份"))
    said_on = models.DateField(_("日期"))
    source = models.CharField(_("资料来源"), max_length=200)
    total = models.PositiveIntegerField(_("项目数"))
    counts = models.JSONField(_("各类项目数"), default=dict)
    """How many of each class, as far as the source says; keys are codes of classes."""
    note = models.CharField(_("说明"), max_length=500, blank=True)
    named = models.ManyToManyField(
        "projects.Project", related_name="statements", verbose_name=_("点名的项目")
    )
    by = models.CharField(_("登记人"), max_length=64)
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("公布的项目数")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "year", "source"], name="projects_statement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.source}"
