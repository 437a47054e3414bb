from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.core.fields import FigureField


class YearPlan(models.Model):
    """What a project is to invest in a year, and by when. A change is a new version with a reason."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="year_plans", db_index=False
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    version = models.PositiveSmallIntegerField(_("版本"))
    amount = FigureField(_("年度计划投资（万元）"))
    shares = models.JSONField(_("序时进度"), default=list)
    """Twelve cumulative shares in per cent as text; empty: even months."""
    document = models.CharField(_("依据"), max_length=200, blank=True)
    reason = models.CharField(_("调整事由"), max_length=500, blank=True)
    by = models.CharField(_("登记人"), max_length=64)
    at = models.DateTimeField(_("登记时间"))
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("年度投资计划")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "year", "version"], name="projects_yearplan_version"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.year} v{self.version}"


class Invested(models.Model):
    """What was invested since January, as one source says; a correction is a new vintage with a reason."""

    class Source(models.TextChoices):
        DEPARTMENT = "department", _("部门")
        STATISTICS = "statistics", _("统计")

    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="invested", db_index=False
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    month = models.PositiveSmallIntegerField(_("月份"))
    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    vintage = models.PositiveSmallIntegerField(_("版本"))
    amount = FigureField(_("本年累计完成投资（万元）"))
    paid = FigureField(_("本年累计支付（万元）"), null=True)
    document = models.CharField(_("依据"), max_length=200, blank=True)
    reason = models.CharField(_("修订事由"), max_length=500, blank=True)
    by = models.CharField(_("填报人"), max_length=64)
    by_user = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("填报时间"))
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("投资完成")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "year", "month", "source", "vintage"], name="projects_invested_vintage"
            ),
            models.CheckConstraint(
                condition=models.Q(month__gte=2, month__lte=12), name="projects_invested_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.year}-{self.month} {self.source}"


class Explanation(models.Model):
    """Why the department's figure and the bureau's differ. Appended; the newest holds."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="explanations", db_index=False
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    month = models.PositiveSmallIntegerField(_("月份"))
    text = models.CharField(_("差异说明"), max_length=500)
    by = models.CharField(_("说明人"), max_length=64)
    at = models.DateTimeField(_("时间"))
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("差异说明")
        indexes: ClassVar = [
            models.Index(fields=["project", "year", "month"], name="projects_explanation_cell")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.year}-{self.month}"


class InvestmentRule(models.Model):
    """From which difference on the two figures must be explained, from a day on. Appended, never changed."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    starts = models.DateField(_("起用日期"))
    percent = FigureField(_("差异超过部门数的百分之几"))
    amount = FigureField(_("且超过多少万元"))
    indicator = models.CharField(_("汇入的指标"), max_length=64, blank=True)
    by = models.CharField(_("制定人"), max_length=64)
    at = models.DateTimeField(_("制定时间"))

    class Meta:
        verbose_name = _("投资核对规则")
        indexes: ClassVar = [models.Index(fields=["zone", "starts"], name="projects_investmentrule_zone")]

    def __str__(self) -> str:
        return f"{self.zone_id} {self.starts}"


class Evidence(models.Model):
    """A proof that the statistics bureau's library asks for (入库要件). Appended; the newest of a kind holds."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="evidence", db_index=False
    )
    kind = models.CharField(_("要件"), max_length=12)
    number = models.CharField(_("文号"), max_length=120, blank=True)
    dated = models.DateField(_("日期"), null=True)
    is_held = models.BooleanField(_("已具备"), default=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.CharField(_("登记人"), max_length=64)
    at = models.DateTimeField(_("登记时间"))
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("入库要件")
        indexes: ClassVar = [models.Index(fields=["project", "kind", "at"], name="projects_evidence_kind")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind}"


class Enrolment(models.Model):
    """Where a project stands with the bureau's library (入库纳统), from a day on. Appended; the newest holds."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="enrolments", db_index=False
    )
    status = models.CharField(_("入库状态"), max_length=12)
    on = models.DateField(_("日期"))
    number = models.CharField(_("入库编码"), max_length=64, blank=True)
    reason = models.CharField(_("事由"), max_length=500, blank=True)
    by = models.CharField(_("登记人"), max_length=64)
    at = models.DateTimeField(_("登记时间"))
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("入库纳统")
        indexes: ClassVar = [models.Index(fields=["project", "on"], name="projects_enrolment_order")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.status}"
