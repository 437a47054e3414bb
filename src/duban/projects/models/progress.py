from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.core.fields import FigureField
from duban.projects.lifecycle import REPORT
from duban.projects.models.register import Project


class Report(models.Model):
    """A report of a project's progress over a week or a month. Once reviewed its figures are the project's."""

    class Kind(models.TextChoices):
        WEEKLY = "weekly", _("进度周报")
        MONTHLY = "monthly", _("进度月报")

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待审核")
        RETURNED = "returned", _("已退回")
        RESUBMITTED = "resubmitted", _("重报待审")
        REVIEWED = "reviewed", _("已审核")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports", db_index=False)
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices)
    starts = models.DateField(_("自"))
    ends = models.DateField(_("至"))
    due = models.DateField(_("报送时限"))
    state = models.CharField(
        _("状态"), max_length=12, choices=State.choices, default=REPORT.initial, editable=False
    )
    on = models.DateField(_("数据日期"))
    percent = models.PositiveSmallIntegerField(_("进度（%）"), null=True)
    by_plan = models.BooleanField(_("按计划任务推算"), default=False)
    """Whether nobody typed the percentage: it is the plan's own when the report was reviewed."""
    image = models.TextField(_("形象进度"))
    investment = FigureField(_("今年以来完成投资（万元）"), null=True)
    workers = models.PositiveIntegerField(_("在场人数"), null=True)
    problem = models.TextField(_("存在问题"), blank=True)
    remark = models.TextField(_("更正说明"), blank=True)
    cause = models.CharField(_("原因"), max_length=24, blank=True)
    help_wanted = models.TextField(_("需要协调"), blank=True)
    help_kind = models.CharField(_("难点类别"), max_length=12, blank=True)
    help_unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    help_post = models.ForeignKey("orgs.Post", on_delete=models.PROTECT, null=True, related_name="+")
    blocker = models.BigIntegerField(null=True)
    """The blocker raised with it, named by number only."""
    next_step = models.TextField(_("下一步"), blank=True)
    source = models.CharField(_("资料来源"), max_length=200, blank=True)
    by_id = models.BigIntegerField(null=True)
    by = models.CharField(_("报告人"), max_length=64)
    by_head = models.BooleanField(default=False)
    """Whether the lead department's own head reported, so that somebody above it reviews."""
    at = models.DateTimeField(_("报送时间"))
    is_sample = models.BooleanField(_("示例"), default=False)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("进度报告")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "kind", "ends"], name="projects_report_once"),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="projects_report_percent"),
            models.CheckConstraint(
                condition=models.Q(state__in=list(REPORT.states)), name="projects_report_state_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "project", "on"], name="projects_report_newest")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind} {self.ends}"


class ReportMove(models.Model):
    """One step of a report's life, with what was told in it. Appended, never changed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="moves", db_index=False)
    edge = models.CharField(max_length=16)
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    by_id = models.BigIntegerField(null=True)
    by = models.CharField(_("经办"), max_length=64)
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("事由"), max_length=500, blank=True)
    told = models.JSONField(default=dict)
    """What the report said when it was handed in."""
    key = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("经过")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "key"], condition=~models.Q(key=""), name="projects_report_move_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["report", "id"], name="projects_report_move_order")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.edge}"


class CountedWork(models.Model):
    """
    Work of a project that is counted: so many furnaces, so many machines.

    Where it is an activity of the project's schedule, total and days are the schedule's; else they stand here.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="works", db_index=False)
    name = models.CharField(_("工程量"), max_length=200)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    unit = models.CharField(_("单位"), max_length=16, blank=True)
    activity = models.CharField(_("计划任务"), max_length=40, blank=True)
    """Id of the activity in the schedule: named only, because each revision is a document of its own."""
    total = FigureField(_("总量"), null=True)
    start = models.DateField(_("计划开始"), null=True)
    finish = models.DateField(_("计划完成"), null=True)
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("工程量")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "name"], condition=models.Q(activity=""), name="projects_work_name"
            ),
            models.UniqueConstraint(
                fields=["project", "activity"],
                condition=~models.Q(activity=""),
                name="projects_work_activity",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Count(models.Model):
    """How many of a counted work stand, as a report says."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="counts", db_index=False)
    work = models.ForeignKey(CountedWork, on_delete=models.PROTECT, related_name="counts")
    done = FigureField(_("累计完成"))
    at_least = models.BooleanField(_("不少于"), default=False)
    said = models.CharField(_("原文"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("工程量完成")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "work"], name="projects_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.work_id}"


class Telling(models.Model):
    """How far an activity of the plan is, as a report says: what is counted is counted, everything else told here."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="tellings", db_index=False)
    activity = models.CharField(_("计划任务"), max_length=40)
    """Its id in the plan: named only, because each revision is a document of its own."""
    name = models.CharField(_("任务名称"), max_length=200)
    """What the plan called it then."""
    percent = models.PositiveSmallIntegerField(_("完成（%）"), null=True)
    started = models.DateField(_("实际开始"), null=True)
    finished = models.DateField(_("实际完成"), null=True)

    class Meta:
        verbose_name = _("任务进展")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "activity"], name="projects_telling_once"),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="projects_telling_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.activity}"


class Picture(models.Model):
    """A photo or a drawing, kept under the digest of its content outside everything that is served."""

    class Kind(models.TextChoices):
        DRAWING = "drawing", _("施工图")
        PHOTO = "photo", _("实景图")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="pictures", db_index=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="pictures")
    drawing = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="photos")
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("文件名"), max_length=120)
    mime = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("大小"))
    digest = models.CharField(max_length=64)
    spot = models.CharField(_("位置"), max_length=60, blank=True)
    activity = models.CharField(_("计划任务"), max_length=40, blank=True)
    """Id of the activity of the plan it shows."""
    activity_said = models.CharField(_("任务（文字）"), max_length=200, blank=True)
    """The activity in words, where there was no plan to choose it from."""
    caption = models.CharField(_("说明"), max_length=120, blank=True)
    on = models.DateField(_("日期"))
    taken_at = models.DateTimeField(_("拍摄时间"), null=True)
    by = models.CharField(_("上传人"), max_length=64)
    at = models.DateTimeField(_("时间"))
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("图片")
        indexes: ClassVar = [models.Index(fields=["project", "on", "id"], name="projects_picture_order")]

    def __str__(self) -> str:
        return self.name
