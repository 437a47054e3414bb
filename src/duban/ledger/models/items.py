from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.core.fields import FigureField
from duban.core.reach import Reach, ZoneQuerySet
from duban.ledger.lifecycle import ITEM, LIT_STATES, OPEN_STATES


class ItemQuerySet(models.QuerySet["Item"]):
    """Items, and who may see them."""

    def of_zone(self, actor: Reach, zone_id: int) -> ItemQuerySet:
        """Return the zone's items the actor may see; one plain condition for whoever reads the whole zone."""
        rows = self.filter(zone_id=zone_id)
        return rows if zone_id in actor.zone_ids else rows.visible_to(actor)

    def visible_to(self, actor: Reach) -> ItemQuerySet:
        """Return the items of the zones the actor reads, and those the units it acts for have a part in."""
        own = models.Q(lead_id__in=actor.unit_ids) | models.Q(responsible_id__in=actor.unit_ids)
        if not actor.unit_ids:
            return self.filter(zone_id__in=actor.zone_ids)
        assisting = Assistance.objects.filter(item=models.OuterRef("pk"), unit_id__in=actor.unit_ids)
        return self.filter(models.Q(zone_id__in=actor.zone_ids) | own | models.Exists(assisting))


class Item(models.Model):
    """A line of the work ledger: one matter, one item, with timetable, route map and person responsible."""

    class State(models.TextChoices):
        DRAFT = "draft", _("拟办")
        REGISTERED = "registered", _("已立项")
        DISPATCHED = "dispatched", _("已交办")
        REFUSED = "refused", _("拒收待定")
        ACCEPTED = "accepted", _("已签收")
        UNDER_WAY = "under_way", _("办理中")
        SUSPENDED = "suspended", _("已中止")
        REPORTED = "reported", _("申请办结")
        VERIFIED = "verified", _("已核实")
        STRUCK_OFF = "struck_off", _("已销号")
        ARCHIVED = "archived", _("已归档")
        CANCELLED = "cancelled", _("已撤销")

    class Origin(models.TextChoices):
        INDICATOR = "indicator", _("指标差距")
        PLAN = "plan", _("专项方案")
        MEETING = "meeting", _("会议议定")
        INSTRUCTION = "instruction", _("领导批示")
        INSPECTION = "inspection", _("督查发现")
        BULLETIN = "bulletin", _("通报要求")
        CAMPAIGN = "campaign", _("攻坚行动")
        DOCUMENT = "document", _("上级文件")

    class Frequency(models.TextChoices):
        NONE = "none", _("不定期")
        DAILY = "daily", _("每日")
        WEEKLY = "weekly", _("每周")
        FORTNIGHTLY = "fortnightly", _("每半月")
        MONTHLY = "monthly", _("每月")
        QUARTERLY = "quarterly", _("每季")

    class Urgency(models.TextChoices):
        NORMAL = "normal", _("一般")
        URGENT = "urgent", _("急件")
        EXTRA = "extra", _("特急")

    class DayUnit(models.TextChoices):
        CALENDAR = "calendar", _("自然日")
        WORKING = "working", _("工作日")

    # The indexes below hold most of the keys, after the zone: these need none of their own.
    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(_("年度"))
    serial = models.PositiveIntegerField(_("序号"))
    number = models.CharField(_("编号"), max_length=40)
    title = models.CharField(_("事项"), max_length=120)
    task = models.TextField(_("任务内容"), blank=True)
    done_when = models.TextField(_("完成标准"), blank=True)
    origin = models.CharField(_("任务来源"), max_length=12, choices=Origin.choices)
    origin_text = models.CharField(_("来源描述"), max_length=200, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children", db_index=False
    )
    plan = models.ForeignKey(
        "ledger.Plan", on_delete=models.PROTECT, null=True, related_name="items", db_index=False
    )
    lead = models.ForeignKey(
        "orgs.Unit",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("牵头部门"),
    )
    responsible = models.ForeignKey(
        "orgs.Unit",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("责任部门"),
    )
    person = models.ForeignKey(
        "orgs.Post",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("责任人"),
    )
    leader = models.ForeignKey(
        "orgs.Post", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("分管领导")
    )
    start = models.DateField(_("起始"), null=True)
    due = models.DateField(_("完成时限"), null=True)
    unit = models.CharField(_("期限按"), max_length=8, choices=DayUnit.choices, default=DayUnit.CALENDAR)
    frequency = models.CharField(
        _("报告频次"), max_length=12, choices=Frequency.choices, default=Frequency.NONE
    )
    weight = models.PositiveSmallIntegerField(_("权重"), default=1)
    urgency = models.CharField(_("紧急程度"), max_length=8, choices=Urgency.choices, default=Urgency.NORMAL)
    state = models.CharField(
        _("状态"), max_length=12, choices=State.choices, default=ITEM.initial, editable=False
    )
    # 1 or 0, not true or false: SQLite reads an index for a number, and never for a bare truth.
    is_open = models.GeneratedField(
        expression=models.Case(models.When(state__in=OPEN_STATES, then=1), default=0),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    is_lit = models.GeneratedField(
        expression=models.Case(models.When(state__in=LIT_STATES, then=1), default=0),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    percent = models.PositiveSmallIntegerField(_("进度（%）"), default=0)
    behind_from = models.DateField(_("滞后起"), null=True)
    """The first day it is behind, should nothing more be reported: see ``Lighting``. Never: empty."""
    accept_due = models.DateField(_("签收时限"), null=True)
    report_due = models.DateField(_("下次报告"), null=True)
    last_report_at = models.DateTimeField(_("最近报告"), null=True)
    finished_on = models.DateField(_("申请办结日期"), null=True)
    created_by = models.CharField(_("登记人"), max_length=64)
    created_at = models.DateTimeField(_("登记时间"))
    moved_at = models.DateTimeField(_("最近变动"))
    is_sample = models.BooleanField(_("示例"), default=False)
    version = models.PositiveIntegerField(default=0)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("督办事项")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "number"], name="ledger_item_number"),
            models.UniqueConstraint(fields=["zone", "year", "serial"], name="ledger_item_serial"),
            models.CheckConstraint(
                condition=models.Q(state__in=list(ITEM.states)), name="ledger_item_state_known"
            ),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="ledger_item_percent"),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True)
                | models.Q(due__isnull=True)
                | models.Q(due__gte=models.F("start")),
                name="ledger_item_dates",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["zone", "is_open", "due", "id", "state"], name="ledger_item_open_due"),
            # Most items have neither: an index that leaves those out is small, and never thought useless.
            models.Index(
                fields=["parent"], condition=models.Q(parent__isnull=False), name="ledger_item_parent"
            ),
            models.Index(fields=["plan"], condition=models.Q(plan__isnull=False), name="ledger_item_plan"),
            models.Index(fields=["zone", "is_lit", "due", "id", "behind_from"], name="ledger_item_lit_due"),
            models.Index(fields=["zone", "due", "id"], name="ledger_item_due"),
            models.Index(fields=["zone", "is_open", "percent", "id"], name="ledger_item_percent"),
            models.Index(
                fields=["zone", "accept_due", "state"],
                condition=models.Q(state="dispatched"),
                name="ledger_item_unaccepted",
            ),
            models.Index(
                fields=["zone", "state", "report_due"],
                condition=models.Q(report_due__isnull=False),
                name="ledger_item_unreported",
            ),
            models.Index(fields=["zone", "state", "due", "id"], name="ledger_item_state_due"),
            models.Index(fields=["zone", "responsible", "is_open", "due", "id"], name="ledger_item_doer"),
            models.Index(fields=["zone", "lead", "is_open", "due", "id"], name="ledger_item_lead"),
            models.Index(fields=["zone", "moved_at", "id"], name="ledger_item_moved"),
            models.Index(fields=["zone", "person", "is_open", "due", "id"], name="ledger_item_person"),
        ]

    def __str__(self) -> str:
        return self.number


class Assistance(models.Model):
    """A unit that assists 配合."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="assistance")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("配合部门")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "item"], name="ledger_assistance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.unit_id}"


class ItemTag(models.Model):
    """A word an item is filed under."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="tags")
    word = models.CharField(_("标签"), max_length=24)

    class Meta:
        verbose_name = _("标签")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "word", "item"], name="ledger_tag_once"),
        ]

    def __str__(self) -> str:
        return self.word


class Counter(models.Model):
    """The last serial given, by zone, kind and year; locked while a number is taken."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "kind", "year"], name="ledger_counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class LedgerRule(models.Model):
    """Lights, days for accepting and the form of numbers, from a day on: parameters, never constants."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(_("版次"))
    parameters = models.JSONField(_("参数"))
    starts = models.DateField(_("起"))
    set_by = models.CharField(_("制定"), max_length=64)
    at = models.DateTimeField(_("登记时间"))
    reason = models.CharField(_("事由"), max_length=200, blank=True)

    objects = ZoneQuerySet["LedgerRule"].as_manager()

    class Meta:
        verbose_name = _("台账规则")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "version"], name="ledger_rule_version"),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id} v{self.version}"


class Lighting(models.Model):
    """
    What ``Item.behind_from`` was worked out with: points behind of the rule, and the working calendar.

    Where either has changed since, the days kept are not used until they have been worked out anew.
    """

    zone = models.OneToOneField("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    behind_pp = FigureField()
    calendar = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.zone_id)


class SavedView(models.Model):
    """A list somebody keeps: a name and the filters of its address."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("orgs.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("名称"), max_length=32)
    query = models.CharField(_("条件"), max_length=500)

    class Meta:
        verbose_name = _("常用视图")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "zone", "name"], name="ledger_view_once"),
        ]

    def __str__(self) -> str:
        return self.name
