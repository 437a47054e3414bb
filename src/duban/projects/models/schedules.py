from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.core.fields import FigureField
from duban.projects.lifecycle import BASELINE
from duban.projects.models.register import Project


class Revision(models.Model):
    """One kept state of a project's schedule, whole. Appended, never changed: the database refuses an update."""

    class Kind(models.TextChoices):
        DRAWN = "drawn", _("新排")
        EDIT = "edit", _("调整")
        PROGRESS = "progress", _("进展")
        FILE = "file", _("文件导入")
        TEMPLATE = "template", _("套用模板")
        RESTORED = "restored", _("恢复旧版")
        REPORT = "report", _("进度报告")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField(_("版次"))
    kind = models.CharField(_("来由"), max_length=12, choices=Kind.choices)
    body = models.BinaryField(_("内容"))
    digest = models.CharField(max_length=64)
    activities = models.PositiveIntegerField(_("任务数"))
    data_date = models.DateField(_("数据日期"), null=True)
    deadline = models.DateField(_("完成期限"), null=True)
    by = models.CharField(_("经办"), max_length=64)
    by_user = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("事由"), max_length=500, blank=True)
    report = models.BigIntegerField(null=True)
    """The report that made it, named by number only."""
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("进度计划版次")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="projects_revision_number"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.number}"


class Outlook(models.Model):
    """
    What the newest revision comes to, kept so that a whole zone is asked at once: derived, and only for one calendar.

    Read where its fingerprint is the zone's calendars' own; computed again where it is not.
    """

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="outlook")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=40)
    finish = models.BigIntegerField(null=True)
    late_by = FigureField(null=True)
    starts = models.JSONField(default=list)
    """What has not begun: id, name, latest start, earliest start, calendar, post, English name."""
    planned = models.JSONField(default=dict)
    """How much should be done by when: whether by a baseline, the start, the corners of the line."""

    class Meta:
        verbose_name = _("进度计划推算")

    def __str__(self) -> str:
        return f"{self.project_id}"


class Baseline(models.Model):
    """A named copy: a revision, which never changes, and the dates it had by the calendar of its day."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待批准")
        APPROVED = "approved", _("已批准")
        DECLINED = "declined", _("未批准")
        WITHDRAWN = "withdrawn", _("已撤回")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="baselines", db_index=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="baselines")
    name = models.CharField(_("名称"), max_length=60)
    reason = models.CharField(_("理由"), max_length=500)
    dates = models.BinaryField()
    state = models.CharField(
        _("状态"), max_length=12, choices=State.choices, default=BASELINE.initial, editable=False
    )
    proposed_by = models.CharField(_("提出"), max_length=64)
    proposed_user = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(_("提出时间"))
    decided_by = models.CharField(_("批准"), max_length=64, blank=True)
    decided_user = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(_("批准时间"), null=True)
    answer = models.CharField(_("批复意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("基线")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "name"], name="projects_baseline_name"),
            models.CheckConstraint(
                condition=models.Q(state__in=list(BASELINE.states)), name="projects_baseline_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_user__isnull=True)
                | models.Q(proposed_user__isnull=True)
                | ~models.Q(decided_user=models.F("proposed_user"))
                | models.Q(state="withdrawn"),
                name="projects_baseline_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Template(models.Model):
    """A schedule to begin from, for one kind of project; the zone's to change."""

    class Kind(models.TextChoices):
        FACTORY = "factory", _("厂房")
        ROAD = "road", _("道路")
        PARK = "park", _("公园")
        RENOVATION = "renovation", _("改造")
        OTHER = "other", _("其他")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("项目类型"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("模板名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    body = models.BinaryField()
    activities = models.PositiveIntegerField(_("任务数"))
    days = models.PositiveIntegerField(_("工期（工作日）"))
    is_sample = models.BooleanField(_("示例"), default=False)
    changed_by = models.CharField(_("经办"), max_length=64)
    changed_at = models.DateTimeField(_("时间"))
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("进度模板")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "name"], name="projects_template_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Span(models.Model):
    """Dated days that differ in a zone's calendars. Withdrawn, never deleted."""

    class Scope(models.TextChoices):
        SITE = "site", _("只限工地施工")
        ALL = "all", _("全部工作")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("名称"), max_length=60)
    starts = models.DateField(_("起"))
    ends = models.DateField(_("止"))
    works = models.BooleanField(_("加班"), default=False)
    scope = models.CharField(_("范围"), max_length=8, choices=Scope.choices, default=Scope.SITE)
    source = models.CharField(_("依据"), max_length=200)
    by = models.CharField(_("经办"), max_length=64)
    at = models.DateTimeField(_("时间"))
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True)

    class Meta:
        verbose_name = _("停工与加班日")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")), name="projects_span_order"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["zone", "starts"], name="projects_span_zone")]

    def __str__(self) -> str:
        return self.name


class ChanceRule(models.Model):
    """The zone's rule of how the chance of finishing is reckoned, from a day on. A new rule is a new row."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    low = FigureField(_("最短倍数"))
    high = FigureField(_("最长倍数"))
    together = FigureField(_("同因相关"))
    least = models.PositiveIntegerField(_("历史样本至少几例"))
    starts = models.DateField(_("施行日"))
    set_by = models.CharField(_("制定"), max_length=64)
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("事由"), max_length=200)

    class Meta:
        verbose_name = _("完工把握规则")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "version"], name="projects_chancerule_version"),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id} v{self.version}"


class Trial(models.Model):
    """What trials of one revision found, by one seed, calendar and rule: computed, kept because it takes a while."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="trials", db_index=False)
    fingerprint = models.CharField(max_length=40)
    rule = models.PositiveIntegerField(_("规则版次"), default=0)
    seed = models.BigIntegerField(_("随机数种子"))
    trials = models.PositiveIntegerField(_("模拟次数"))
    body = models.JSONField()
    made_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("完成把握")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["revision", "fingerprint", "rule", "seed", "trials"], name="projects_trial_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.seed}"
