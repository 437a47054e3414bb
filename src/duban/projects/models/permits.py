from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Procedure(models.Model):
    """The steps a regime asks of a project, as a zone holds them from a day on. Appended, never changed."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    regime = models.CharField(_("管理方式"), max_length=12)
    starts = models.DateField(_("起用日期"))
    reason = models.CharField(_("事由"), max_length=500, blank=True)
    by = models.CharField(_("制定人"), max_length=64)
    at = models.DateTimeField(_("制定时间"))

    class Meta:
        verbose_name = _("审批流程")
        indexes: ClassVar = [
            models.Index(fields=["zone", "regime", "starts"], name="projects_procedure_zone")
        ]

    def __str__(self) -> str:
        return f"{self.regime} {self.starts}"


class Step(models.Model):
    """One step of a procedure: who decides on it, in how many days, after what, and for how long it holds."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="steps", db_index=False)
    code = models.SlugField(_("编码"), max_length=32, db_index=False)
    order = models.PositiveSmallIntegerField(_("顺序"))
    name = models.CharField(_("步骤"), max_length=80)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    document = models.CharField(_("取得的文件"), max_length=120)
    document_en = models.CharField(_("取得的文件（英文）"), max_length=160, blank=True)
    issuer = models.CharField(_("核发机关"), max_length=80)
    issuer_en = models.CharField(_("核发机关（英文）"), max_length=120, blank=True)
    department = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("责任部门")
    )
    days = models.PositiveSmallIntegerField(_("法定时限"), null=True)
    unit = models.CharField(_("时限单位"), max_length=8, blank=True)
    runs_from = models.CharField(_("时限起算"), max_length=8, default="accepted")
    is_sure = models.BooleanField(_("时限已核实"), default=False)
    needs = models.JSONField(_("前置步骤"), default=list)
    needs_parties = models.BooleanField(_("须五方责任齐全"), default=False)
    before_start = models.BooleanField(_("开工前须取得"), default=False)
    conditional = models.BooleanField(_("视项目而定"), default=False)
    start_within = models.PositiveSmallIntegerField(_("取得后须在几个月内开工"), null=True)
    extensions = models.PositiveSmallIntegerField(_("可延期次数"), default=0)
    extension_months = models.PositiveSmallIntegerField(_("每次延期月数"), default=0)
    ask_before = models.PositiveSmallIntegerField(_("延期须提前几个工作日申请"), default=0)
    lapse = models.CharField(_("逾期后果"), max_length=8, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    basis_en = models.CharField(_("依据（英文）"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("审批步骤")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["procedure", "code"], name="projects_step_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Permit(models.Model):
    """Where one step of one project stands: the days, the document, how long it holds."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="permits", db_index=False
    )
    step = models.SlugField(_("步骤"), max_length=32, db_index=False)
    planned_on = models.DateField(_("计划取得"), null=True)
    applied_on = models.DateField(_("申报"), null=True)
    accepted_on = models.DateField(_("受理"), null=True)
    granted_on = models.DateField(_("取得"), null=True)
    refused_on = models.DateField(_("不予批准"), null=True)
    expires_on = models.DateField(_("有效期至"), null=True)
    number = models.CharField(_("文号"), max_length=80, blank=True)
    extended = models.PositiveSmallIntegerField(_("已延期次数"), default=0)
    waived = models.CharField(_("不适用的理由"), max_length=300, blank=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("手续")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "step"], name="projects_permit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.step}"


class PermitChange(models.Model):
    """What was entered of a permit, and when. Appended, never changed."""

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="changes", db_index=False)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(_("事由"), max_length=500, blank=True)
    by = models.CharField(_("经办"), max_length=64)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("手续变动")
        indexes: ClassVar = [models.Index(fields=["permit", "at"], name="projects_permitchange_order")]

    def __str__(self) -> str:
        return f"{self.permit_id} {self.at}"
