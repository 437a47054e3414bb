from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.ledger.lifecycle import EXTENSION
from duban.ledger.models.items import Item


class Step(models.Model):
    """A step of an item's route map 路线图, with its date and the proof asked for."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="steps")
    order = models.PositiveSmallIntegerField(_("序"))
    title = models.CharField(_("节点"), max_length=120)
    due = models.DateField(_("时间"), null=True)
    proof = models.CharField(_("佐证"), max_length=200, blank=True)
    done_on = models.DateField(_("完成日期"), null=True)
    done_by = models.CharField(_("完成人"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("路线图节点")
        ordering: ClassVar = ["order", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["due", "item"], condition=models.Q(done_on__isnull=True), name="ledger_step_due"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Move(models.Model):
    """One step of an item's life. Appended, never changed."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="moves")
    edge = models.CharField(max_length=16)
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    by_id = models.BigIntegerField(null=True)
    by = models.CharField(_("经办"), max_length=64)
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("事由"), max_length=500, blank=True)
    note = models.TextField(_("说明"), blank=True)
    changes = models.JSONField(default=dict)
    """What else the move changed: field → [before, after]."""

    class Meta:
        verbose_name = _("经过")
        indexes: ClassVar = [
            models.Index(fields=["item", "at", "id"], name="ledger_move_of_item"),
            models.Index(fields=["edge", "at", "item"], name="ledger_move_of_edge"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.edge}"


class Progress(models.Model):
    """A report of progress. Appended, never changed."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="progress")
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("时间"))
    by_id = models.BigIntegerField(null=True)
    by = models.CharField(_("报告人"), max_length=64)
    percent = models.PositiveSmallIntegerField(_("进度（%）"))
    text = models.TextField(_("进展"))
    problem = models.TextField(_("问题"), blank=True)
    help_wanted = models.TextField(_("需要协调"), blank=True)
    next_step = models.TextField(_("下一步"), blank=True)
    key = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("进展")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "key"], condition=~models.Q(key=""), name="ledger_progress_once"
            ),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="ledger_progress_percent"),
        ]
        indexes: ClassVar = [models.Index(fields=["item", "at", "id"], name="ledger_progress_of_item")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.percent}%"


class Attachment(models.Model):
    """A file kept with an item, under the digest of its content, outside the web root."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="attachments")
    progress = models.ForeignKey(Progress, on_delete=models.PROTECT, null=True, related_name="attachments")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="attachments")
    name = models.CharField(_("文件名"), max_length=120)
    kind = models.CharField(_("类型"), max_length=80)
    size = models.PositiveIntegerField(_("大小"))
    digest = models.CharField(max_length=64)
    by = models.CharField(_("上传人"), max_length=64)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("附件")
        indexes: ClassVar = [models.Index(fields=["digest"], name="ledger_attachment_digest")]

    def __str__(self) -> str:
        return self.name


class Extension(models.Model):
    """An extension asked for before the deadline, and its answer."""

    class State(models.TextChoices):
        ASKED = "asked", _("待批复")
        GRANTED = "granted", _("同意延期")
        DECLINED = "declined", _("不同意")
        WITHDRAWN = "withdrawn", _("已撤回")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="extensions")
    asked_by_id = models.BigIntegerField(null=True)
    asked_by = models.CharField(_("申请人"), max_length=64)
    asked_at = models.DateTimeField(_("申请时间"))
    reason = models.CharField(_("延期事由"), max_length=500)
    progress = models.CharField(_("目前进展"), max_length=500)
    forecast = models.DateField(_("预计完成"))
    old_due = models.DateField(_("原时限"))
    state = models.CharField(
        _("状态"), max_length=12, choices=State.choices, default=EXTENSION.initial, editable=False
    )
    new_due = models.DateField(_("新时限"), null=True)
    answer = models.CharField(_("批复"), max_length=500, blank=True)
    decided_by = models.CharField(_("批复人"), max_length=64, blank=True)
    decided_at = models.DateTimeField(_("批复时间"), null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("延期申请")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(state="asked"), name="ledger_extension_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(EXTENSION.states)), name="ledger_extension_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.state}"


class Slip(models.Model):
    """A numbered supervision slip 督办单. Issued once for one item, colour and day."""

    class Colour(models.TextChoices):
        BLUE = "blue", _("蓝色提醒单")
        YELLOW = "yellow", _("黄色督办单")
        RED = "red", _("红色督办单")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="slips")
    year = models.PositiveSmallIntegerField(_("年度"))
    serial = models.PositiveIntegerField(_("序号"))
    number = models.CharField(_("编号"), max_length=40)
    colour = models.CharField(_("颜色"), max_length=8, choices=Colour.choices)
    due = models.DateField(_("所督时限"))
    """The deadline it was issued over: a new deadline may bring a new slip."""
    issued_on = models.DateField(_("签发日期"))
    issued_by = models.CharField(_("签发"), max_length=64)
    code = models.CharField(max_length=48)
    args = models.JSONField(default=list)

    class Meta:
        verbose_name = _("督办单")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "number"], name="ledger_slip_number"),
            models.UniqueConstraint(fields=["item", "colour", "due"], name="ledger_slip_once"),
        ]

    def __str__(self) -> str:
        return self.number
