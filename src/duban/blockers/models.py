from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.orgs.types import Actor

_STATES = ["raised", "acknowledged", "answered", "refused", "cleared", "withdrawn"]


class BlockerQuerySet(models.QuerySet["Blocker"]):
    def visible_to(self, actor: Actor) -> BlockerQuerySet:
        """Return those of the zones the actor reads, and those either side of which the actor belongs to."""
        return self.filter(
            models.Q(zone_id__in=actor.zone_ids)
            | models.Q(unit_id__in=actor.unit_ids)
            | models.Q(to_unit_id__in=actor.unit_ids)
        )


class Blocker(models.Model):
    """Somebody stuck on somebody, over anything. What it is about is named, not reached into."""

    class Kind(models.TextChoices):
        DIFFICULTY = "difficulty", _("难点")
        BLOCKAGE = "blockage", _("堵点")
        STICKING = "sticking", _("卡点")

    class State(models.TextChoices):
        RAISED = "raised", _("待签收")
        ACKNOWLEDGED = "acknowledged", _("办理中")
        ANSWERED = "answered", _("待确认")
        REFUSED = "refused", _("待裁定")
        CLEARED = "cleared", _("已解决")
        WITHDRAWN = "withdrawn", _("已撤回")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("编号"), max_length=16)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.CharField(max_length=64)
    subject_title = models.CharField(_("事项"), max_length=200)
    subject_number = models.CharField(_("事项编号"), max_length=48, blank=True)
    subject_link = models.CharField(max_length=200, blank=True)
    subject_due = models.DateField(_("事项期限"), null=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    cause = models.CharField(_("原因"), max_length=32)
    text = models.TextField(_("情况"))
    help_wanted = models.TextField(_("请求事项"))
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("提出单位")
    )
    raised_by = models.ForeignKey("orgs.User", on_delete=models.PROTECT, null=True, related_name="+")
    raised_name = models.CharField(_("提出人"), max_length=64)
    raised_at = models.DateTimeField(_("提出时间"))
    raised_on = models.DateField(_("提出日"))
    to_unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("承办单位")
    )
    to_post = models.ForeignKey(
        "orgs.Post", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("承办领导")
    )
    state = models.CharField(
        _("状态"), max_length=16, choices=State.choices, default=State.RAISED, editable=False
    )
    due = models.DateField(_("期限"), null=True)
    due_firm = models.BooleanField(default=True)
    level = models.PositiveSmallIntegerField(_("升级"), default=0)
    upheld = models.BooleanField(default=False)
    ended_on = models.DateField(_("了结日"), null=True)
    changed_at = models.DateTimeField()
    is_sample = models.BooleanField(_("示例"), default=False)
    version = models.PositiveIntegerField(default=0)

    objects = BlockerQuerySet.as_manager()

    class Meta:
        verbose_name = _("难点堵点卡点")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "number"], name="blockers_blocker_number"),
            models.CheckConstraint(
                condition=models.Q(state__in=_STATES), name="blockers_blocker_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(to_post__isnull=False) | ~models.Q(unit=models.F("to_unit")),
                name="blockers_blocker_to_others",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["zone", "subject_kind", "subject_id"], name="blockers_blocker_subject"),
            models.Index(fields=["zone", "state", "due"], name="blockers_blocker_clock"),
            models.Index(fields=["zone", "to_unit"], name="blockers_blocker_to"),
            models.Index(fields=["zone", "unit"], name="blockers_blocker_from"),
        ]

    def __str__(self) -> str:
        return self.number


class Move(models.Model):
    """One step of a blocker, and with whom the ball lies after it. Appended, never changed."""

    blocker = models.ForeignKey(Blocker, on_delete=models.PROTECT, related_name="moves")
    edge = models.CharField(max_length=16)
    source = models.CharField(max_length=16, blank=True)
    target = models.CharField(max_length=16)
    by = models.CharField(_("经办"), max_length=64)
    by_user = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("时间"))
    text = models.TextField(_("说明"), blank=True)
    to_unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    to_post = models.ForeignKey("orgs.Post", on_delete=models.PROTECT, null=True, related_name="+")
    level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("办理经过")
        indexes: ClassVar = [models.Index(fields=["blocker", "at"], name="blockers_move_order")]

    def __str__(self) -> str:
        return f"{self.blocker_id}: {self.source} → {self.target}"


class Counter(models.Model):
    """The last number given in a zone and year."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "year"], name="blockers_counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Cause(models.Model):
    """A coded cause one may choose from a day until a day: the one list there is, which rooms above refer to."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(_("编码"), max_length=32)
    name = models.CharField(_("名称"), max_length=64)
    name_en = models.CharField(_("英文名称"), max_length=128, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    starts = models.DateField(_("起"))
    ends = models.DateField(_("止"), null=True)

    class Meta:
        verbose_name = _("原因")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["zone", "code"],
                condition=models.Q(ends__isnull=True),
                name="blockers_cause_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceRule(models.Model):
    """How quickly blockers are to be answered, from a day on; until then the earlier one holds."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    starts = models.DateField(_("施行日"))
    acknowledge_days = models.PositiveSmallIntegerField(_("签收（工作日）"))
    answer_days = models.PositiveSmallIntegerField(_("答复（工作日）"))
    levels = models.JSONField(_("升级（工作日）"))
    set_by = models.CharField(_("制定"), max_length=64)
    at = models.DateTimeField()
    reason = models.CharField(_("事由"), max_length=200)

    class Meta:
        verbose_name = _("马上就办规则")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "version"], name="blockers_rule_version"),
        ]

    def __str__(self) -> str:
        return f"{self.version}"
