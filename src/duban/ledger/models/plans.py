from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.core.fields import FigureField
from duban.core.reach import ZoneQuerySet
from duban.ledger.lifecycle import PLAN


class Plan(models.Model):
    """A special plan 专项方案 for a weak indicator, a project or a shortfall: cause, measure, effect."""

    class State(models.TextChoices):
        DRAFT = "draft", _("起草中")
        SUBMITTED = "submitted", _("已报审")
        RETURNED = "returned", _("已退回")
        APPROVED = "approved", _("已批准")
        IN_FORCE = "in_force", _("执行中")
        CLOSED = "closed", _("已结束")

    class Subject(models.TextChoices):
        INDICATOR = "indicator", _("指标")
        PROJECT = "project", _("项目")
        SHORTFALL = "shortfall", _("短板")

    class Shortfall(models.TextChoices):
        INDUSTRY = "industry", _("产业短板")
        INVESTMENT = "investment", _("投资短板")
        PROMOTION = "promotion", _("招商短板")
        ENVIRONMENT = "environment", _("环境短板")
        TRANSITION = "transition", _("转型短板")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("方案"), max_length=120)
    subject = models.CharField(_("针对"), max_length=12, choices=Subject.choices)
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("指标")
    )
    shortfall = models.CharField(_("短板"), max_length=12, choices=Shortfall.choices, blank=True)
    project_text = models.CharField(_("项目"), max_length=120, blank=True)
    owner = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("牵头部门")
    )
    leader = models.ForeignKey(
        "orgs.Post", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("分管领导")
    )
    aim = models.TextField(_("目标"), blank=True)
    base_period = models.PositiveIntegerField(_("起算期"), null=True)
    base_level = FigureField(_("起算数"), null=True)
    state = models.CharField(
        _("状态"), max_length=12, choices=State.choices, default=PLAN.initial, editable=False
    )
    submitted_by_id = models.BigIntegerField(null=True)
    revision = models.PositiveSmallIntegerField(_("版次"), default=0)
    """How many times it has been approved."""
    what_worked = models.TextField(_("成效与做法"), blank=True)
    closed_on = models.DateField(_("结束日期"), null=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    version = models.PositiveIntegerField(default=0)

    objects = ZoneQuerySet["Plan"].as_manager()

    class Meta:
        verbose_name = _("专项方案")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "year", "title"], name="ledger_plan_title"),
            models.CheckConstraint(
                condition=models.Q(state__in=list(PLAN.states)), name="ledger_plan_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(subject="indicator", indicator__isnull=False)
                | models.Q(subject="project")
                | (models.Q(subject="shortfall") & ~models.Q(shortfall="")),
                name="ledger_plan_has_a_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanMove(models.Model):
    """One step of a plan's life. Appended, never changed."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="moves")
    edge = models.CharField(max_length=16)
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    by_id = models.BigIntegerField(null=True)
    by = models.CharField(_("经办"), max_length=64)
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("事由"), max_length=500, blank=True)
    note = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("方案经过")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.edge}"


class PlanRevision(models.Model):
    """A plan as it was when approved: a whole copy, never changed."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="revisions")
    revision = models.PositiveSmallIntegerField(_("版次"))
    content = models.JSONField(_("内容"))
    approved_by = models.CharField(_("批准"), max_length=64)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("方案版次")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "revision"], name="ledger_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.revision}"


class Cause(models.Model):
    """Why the plan's subject lags; a small tree. Exactly one is the primary one, so that shares add to 100 %."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="causes")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    coded = models.ForeignKey("blockers.Cause", on_delete=models.PROTECT, related_name="+")
    """The line of the list of causes that was in force when it was chosen."""
    text = models.CharField(_("说明"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("序"))
    is_primary = models.BooleanField(_("主因"), default=False)

    class Meta:
        verbose_name = _("原因")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(is_primary=True), name="ledger_cause_one_primary"
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.coded_id)


class Measure(models.Model):
    """A measure of a plan: an item of the ledger and what it is expected to bring."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="measures")
    item = models.OneToOneField("ledger.Item", on_delete=models.PROTECT, related_name="measure")
    cause = models.ForeignKey(Cause, on_delete=models.SET_NULL, null=True, related_name="measures")
    confidence_pct = FigureField(_("把握（%）"))
    order = models.PositiveSmallIntegerField(_("序"))

    class Meta:
        verbose_name = _("措施")

    def __str__(self) -> str:
        return str(self.item_id)


class Effect(models.Model):
    """What a measure is expected to bring in one month, in the gap's unit."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="effects")
    month = models.PositiveSmallIntegerField(_("月份"))
    amount = FigureField(_("预期成效"))

    class Meta:
        verbose_name = _("预期成效")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "month"], name="ledger_effect_once"),
            models.CheckConstraint(condition=models.Q(month__range=(1, 12)), name="ledger_effect_month"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.month}"
