from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.projects.models.register import Project


class Rhythm(models.Model):
    """How often a project reports, from a day on. The newest that has begun holds."""

    class How(models.TextChoices):
        WEEKLY = "weekly", _("每周")
        MONTHLY = "monthly", _("每月")
        BOTH = "both", _("每周和每月")
        NONE = "none", _("不报")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="rhythms", db_index=False)
    how = models.CharField(_("报送频次"), max_length=8, choices=How.choices)
    starts = models.DateField(_("起"))
    by = models.CharField(_("经办"), max_length=64)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("报送频次")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "starts"], name="projects_rhythm_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.how}"


class Judgement(models.Model):
    """正当理由: somebody's word that a light is not lit, with the reason, from a day until a day."""

    class Lamp(models.TextChoices):
        START = "start", _("开工灯")
        PROGRESS = "progress", _("进度灯")
        PAYMENT = "payment", _("支付灯")
        LIBRARY = "library", _("入库灯")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="judgements", db_index=False)
    lamp = models.CharField(_("灯"), max_length=8, choices=Lamp.choices)
    reason = models.CharField(_("正当理由"), max_length=200)
    starts = models.DateField(_("起"))
    ends = models.DateField(_("止"))
    by_id = models.BigIntegerField(null=True)
    by = models.CharField(_("认定人"), max_length=64)
    role = models.CharField(_("身份"), max_length=20)
    at = models.DateTimeField(_("时间"))
    withdrawn_on = models.DateField(_("撤销日期"), null=True)
    withdrawn_by = models.CharField(_("撤销人"), max_length=64, blank=True)
    withdrawn_reason = models.CharField(_("撤销事由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("正当理由认定")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")), name="projects_judgement_dates"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "lamp", "starts"], name="projects_judgement_of"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.lamp}"
