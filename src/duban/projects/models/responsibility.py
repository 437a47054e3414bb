from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Responsible(models.Model):
    """One of the five parties' head, from a day until a day (终身责任). Closed and followed, never overwritten."""

    class Party(models.TextChoices):
        OWNER = "owner", _("建设单位")
        SURVEYOR = "surveyor", _("勘察单位")
        DESIGNER = "designer", _("设计单位")
        BUILDER = "builder", _("施工单位")
        SUPERVISOR = "supervisor", _("监理单位")

    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="responsible", db_index=False
    )
    party = models.CharField(_("责任方"), max_length=12, choices=Party.choices)
    firm = models.CharField(_("单位"), max_length=120)
    person = models.CharField(_("项目负责人"), max_length=64)
    certificate = models.CharField(_("执业资格证号"), max_length=64, blank=True)
    authorisation = models.CharField(_("授权书文号"), max_length=64, blank=True)
    authorised_on = models.DateField(_("授权日期"), null=True)
    commitment = models.CharField(_("承诺书文号"), max_length=64, blank=True)
    committed_on = models.DateField(_("承诺日期"), null=True)
    starts = models.DateField(_("起"))
    ends = models.DateField(_("止"), null=True)
    reason = models.CharField(_("变更事由"), max_length=500, blank=True)
    by = models.CharField(_("登记人"), max_length=64)
    at = models.DateTimeField(_("登记时间"))
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("终身责任")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "party"],
                condition=models.Q(ends__isnull=True),
                name="projects_responsible_open",
            ),
            models.UniqueConstraint(fields=["project", "party", "starts"], name="projects_responsible_start"),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="projects_responsible_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.party} {self.person}"
