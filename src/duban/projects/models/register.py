from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.core.fields import FigureField
from duban.core.reach import Reach
from duban.projects.lifecycle import PROJECT


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects, and who may see them."""

    def visible_to(self, actor: Reach) -> ProjectQuerySet:
        """Return the projects of the zones the actor reads, and those the units it acts for build, lead or assist."""
        if not actor.unit_ids:
            return self.filter(zone_id__in=actor.zone_ids)
        assisting = Assistance.objects.filter(project=models.OuterRef("pk"), unit_id__in=actor.unit_ids)
        return self.filter(
            models.Q(zone_id__in=actor.zone_ids)
            | models.Q(lead_id__in=actor.unit_ids)
            | models.Q(enterprise__unit_id__in=actor.unit_ids)
            | models.Exists(assisting)
        )


class Project(models.Model):
    """What is to be built, by whom, with what money, and the days that matter."""

    class Ownership(models.TextChoices):
        GOVERNMENT = "government", _("政府投资")
        PRIVATE = "private", _("社会投资")

    class Regime(models.TextChoices):
        APPROVAL = "approval", _("审批制")
        VERIFICATION = "verification", _("核准制")
        FILING = "filing", _("备案制")

    class State(models.TextChoices):
        ACTIVE = "active", _("推进中")
        SUSPENDED = "suspended", _("停工")
        TERMINATED = "terminated", _("终止")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.SlugField(_("编号"), max_length=48, db_index=False)
    national_code = models.CharField(_("项目代码"), max_length=32, blank=True)
    name = models.CharField(_("项目名称"), max_length=120)
    name_en = models.CharField(_("英文名称"), max_length=160, blank=True)
    ownership = models.CharField(_("投资类别"), max_length=12, choices=Ownership.choices)
    regime = models.CharField(_("管理方式"), max_length=12, choices=Regime.choices)
    state = models.CharField(
        _("状态"), max_length=12, choices=State.choices, default=PROJECT.initial, editable=False
    )
    industry = models.CharField(_("行业"), max_length=64, blank=True)
    enterprise = models.ForeignKey(
        "enterprises.Enterprise",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("建设单位"),
    )
    content = models.TextField(_("建设内容及规模"), blank=True)
    capacity = models.CharField(_("产能"), max_length=120, blank=True)
    address = models.CharField(_("地点"), max_length=120, blank=True)
    longitude = FigureField(_("经度"), null=True)
    latitude = FigureField(_("纬度"), null=True)
    outline = models.JSONField(_("用地范围"), default=list)
    land = FigureField(_("用地（亩）"), null=True)
    total_investment = FigureField(_("总投资（万元）"), null=True)
    expected_output = FigureField(_("预计年产值（万元）"), null=True)
    expected_tax = FigureField(_("预计年税收（万元）"), null=True)
    expected_jobs = models.PositiveIntegerField(_("预计就业（人）"), null=True)
    signed_on = models.DateField(_("签约日期"), null=True)
    planned_start = models.DateField(_("计划开工"), null=True)
    planned_finish = models.DateField(_("计划竣工"), null=True)
    planned_production = models.DateField(_("计划投产"), null=True)
    ceremony_on = models.DateField(_("开工仪式"), null=True)
    started_on = models.DateField(_("实际开工"), null=True)
    finished_on = models.DateField(_("实际竣工"), null=True)
    trial_on = models.DateField(_("试投产"), null=True)
    producing_on = models.DateField(_("实际投产"), null=True)
    capacity_on = models.DateField(_("达产"), null=True)
    lead = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("牵头部门")
    )
    backer = models.ForeignKey(
        "orgs.Post", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("包抓领导")
    )
    head = models.ForeignKey(
        "orgs.Post", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("项目负责人")
    )
    source = models.CharField(_("资料来源"), max_length=200, blank=True)
    illustrative = models.JSONField(_("示例的栏目"), default=list)
    created_by = models.CharField(_("登记人"), max_length=64)
    created_at = models.DateTimeField(_("登记时间"))
    changed_at = models.DateTimeField(_("最近变动"))
    is_sample = models.BooleanField(_("示例"), default=False)
    version = models.PositiveIntegerField(default=0)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("项目")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "code"], name="projects_project_code"),
            models.UniqueConstraint(
                fields=["zone", "national_code"],
                condition=~models.Q(national_code=""),
                name="projects_project_national_code",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(PROJECT.states)), name="projects_project_state_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["zone", "state"], name="projects_project_state")]

    def __str__(self) -> str:
        return self.name


class Assistance(models.Model):
    """A department that assists 配合."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="assistance")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("配合部门")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "project"], name="projects_assistance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.unit_id}"


class Money(models.Model):
    """How much of a project's money comes from where."""

    class Source(models.TextChoices):
        CENTRAL = "central", _("中央预算内资金")
        REGIONAL = "regional", _("自治区资金")
        CITY = "city", _("市级资金")
        ZONE = "zone", _("园区资金")
        BOND = "bond", _("专项债券")
        LOAN = "loan", _("银行贷款")
        OWN = "own", _("企业自筹")
        FOREIGN = "foreign", _("外资")
        OTHER = "other", _("其他")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="money")
    source = models.CharField(_("资金来源"), max_length=12, choices=Source.choices)
    amount = FigureField(_("金额（万元）"))

    class Meta:
        verbose_name = _("资金来源")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "source"], name="projects_money_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.source}"


class Move(models.Model):
    """One change of whether a project is worked on. Appended, never changed."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="moves")
    edge = models.CharField(max_length=16)
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    by = models.CharField(_("经办"), max_length=64)
    by_user = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("事由"), max_length=500)

    class Meta:
        verbose_name = _("经过")
        indexes: ClassVar = [models.Index(fields=["project", "at"], name="projects_move_order")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.edge}"


class Counter(models.Model):
    """The last serial given in a zone and year."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "year"], name="projects_counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
