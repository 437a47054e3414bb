from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.core.fields import FigureField
from duban.core.reach import OwnQuerySet, ZoneQuerySet
from duban.indicators.models.figures import Indicator


class Filing(models.Model):
    """One unit's return for one period: where its figures are filled in, submitted and signed."""

    class State(models.TextChoices):
        DRAFT = "draft", _("填报中")
        SUBMITTED = "submitted", _("已提交")
        RETURNED = "returned", _("已退回")
        RESUBMITTED = "resubmitted", _("重新提交")
        APPROVED = "approved", _("已审核")
        LOCKED = "locked", _("已锁定")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    period = models.PositiveIntegerField(_("期别"))
    state = models.CharField(
        _("状态"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    first_submitted_at = models.DateTimeField(_("首次提交"), null=True)
    submitted_by = models.BigIntegerField(_("提交人"), null=True)
    submitted_name = models.CharField(_("提交人"), max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = OwnQuerySet["Filing"].as_manager()

    class Meta:
        verbose_name = _("月报")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "period", "unit"], name="indicators_filing_once"),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["draft", "submitted", "returned", "resubmitted", "approved", "locked"]
                ),
                name="indicators_filing_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period}"


class FilingMove(models.Model):
    """One step of a return. Appended, never changed."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="moves")
    edge = models.CharField(max_length=16)
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    by = models.CharField(_("经办"), max_length=64)
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("事由"), max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.filing_id}: {self.source} → {self.target}"


class FilingFigure(models.Model):
    """A figure in a return. It becomes an observation when the return is approved."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    level = FigureField(_("总量"), null=True)
    growth = FigureField(_("同比增速"), null=True)
    absent_because = models.CharField(_("未报原因"), max_length=200, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("填报数")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filing", "indicator"], name="indicators_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.indicator_id}"


class Deadline(models.Model):
    """When a period's returns are due, where it is not the zone's ordinary day."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    period = models.PositiveIntegerField(_("期别"))
    due = models.DateField(_("截止"))

    objects = ZoneQuerySet["Deadline"].as_manager()

    class Meta:
        verbose_name = _("报送期限")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "period"], name="indicators_deadline_once"),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.due}"


class LockException(models.Model):
    """Leave to file or revise after the lock, for one unit and period, until a day."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    period = models.PositiveIntegerField(_("期别"))
    until = models.DateField(_("至"))
    reason = models.CharField(_("事由"), max_length=200)
    given_by = models.CharField(_("批准"), max_length=64)
    at = models.DateTimeField(_("时间"))

    objects = OwnQuerySet["LockException"].as_manager()

    class Meta:
        verbose_name = _("补报许可")
        indexes: ClassVar = [models.Index(fields=["zone", "period", "unit"], name="indicators_exception")]

    def __str__(self) -> str:
        return f"{self.period} {self.unit_id} {self.until}"
