from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.projects.models.permits import Permit
from duban.projects.models.register import Project
from duban.projects.models.responsibility import Responsible


class Scan(models.Model):
    """A paper itself as a file: an authorisation, a commitment, a permit. A newer one follows it; none is changed."""

    class Kind(models.TextChoices):
        AUTHORISATION = "authorisation", _("授权书")
        COMMITMENT = "commitment", _("承诺书")
        PERMIT = "permit", _("手续文件")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="scans", db_index=False)
    kind = models.CharField(_("种类"), max_length=16, choices=Kind.choices)
    responsible = models.ForeignKey(Responsible, on_delete=models.PROTECT, null=True, related_name="scans")
    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, null=True, related_name="scans")
    name = models.CharField(_("文件名"), max_length=120)
    mime = models.CharField(max_length=80)
    size = models.PositiveIntegerField(_("大小"))
    digest = models.CharField(max_length=64)
    by = models.CharField(_("上传人"), max_length=64)
    at = models.DateTimeField(_("时间"))
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("原件")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="permit", permit__isnull=False, responsible__isnull=True)
                | models.Q(
                    kind__in=("authorisation", "commitment"), responsible__isnull=False, permit__isnull=True
                ),
                name="projects_scan_of_one",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "id"], name="projects_scan_order")]

    def __str__(self) -> str:
        return self.name
