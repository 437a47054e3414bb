from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.core.fields import FigureField
from duban.core.reach import OwnQuerySet, ZoneQuerySet


class Indicator(models.Model):
    """What is counted, how, and who answers for it."""

    class Nature(models.TextChoices):
        FLOW = "flow", _("累计量")
        STOCK = "stock", _("时点数")
        RATE = "rate", _("比率")

    class Direction(models.TextChoices):
        HIGHER = "higher", _("越高越好")
        LOWER = "lower", _("越低越好")
        BAND = "band", _("区间内为好")

    class Carries(models.TextChoices):
        BOTH = "both", _("总量和增速")
        LEVEL = "level", _("只有总量")
        GROWTH = "growth", _("只有增速")

    class Basis(models.TextChoices):
        NOMINAL = "nominal", _("现价")
        REAL = "real", _("可比价")
        COMPARABLE = "comparable", _("可比口径")

    class Source(models.TextChoices):
        STATISTICS = "statistics", _("统计")
        TAX = "tax", _("税务")
        DEPARTMENT = "department", _("部门")
        FIRM = "firm", _("企业")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(_("编码"), max_length=64)
    name = models.CharField(_("名称"), max_length=64)
    name_en = models.CharField(_("英文名称"), max_length=128, blank=True)
    unit = models.CharField(_("计量单位"), max_length=16)
    decimals = models.PositiveSmallIntegerField(_("小数位"), default=2)
    nature = models.CharField(_("性质"), max_length=8, choices=Nature.choices)
    direction = models.CharField(_("方向"), max_length=8, choices=Direction.choices)
    carries = models.CharField(_("公布内容"), max_length=8, choices=Carries.choices)
    basis = models.CharField(_("增速口径"), max_length=12, choices=Basis.choices)
    source = models.CharField(_("以谁为准"), max_length=12, choices=Source.choices)
    source_office = models.CharField(_("数据来源单位"), max_length=64, blank=True)
    meaning = models.TextField(_("统计口径"), blank=True)
    is_key = models.BooleanField(_("关键指标"), default=False)
    owner = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("牵头部门")
    )
    leader = models.ForeignKey(
        "orgs.Post", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("分管领导")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="parts", verbose_name=_("汇总到")
    )
    order = models.PositiveIntegerField(_("顺序"), default=0)
    band_low = FigureField(_("区间下限"), null=True)
    band_high = FigureField(_("区间上限"), null=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    retired = models.BooleanField(_("停用"), default=False)
    version = models.PositiveIntegerField(default=0)

    objects = ZoneQuerySet["Indicator"].as_manager()

    class Meta:
        verbose_name = _("指标")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "code"], name="indicators_code_in_zone"),
        ]

    def __str__(self) -> str:
        return self.name


class Observation(models.Model):
    """One vintage of one figure. Rows are appended and never changed; a correction supersedes."""

    class Status(models.TextChoices):
        DECLARED = "declared", _("申报")
        PRELIMINARY = "preliminary", _("初步")
        FINAL = "final", _("最终")
        REVISED = "revised", _("修订")
        CERTIFIED = "certified", _("认定")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    period = models.PositiveIntegerField(_("期别"))
    source = models.CharField(_("来源"), max_length=12, choices=Indicator.Source.choices)
    level = FigureField(_("总量"), null=True)
    growth = FigureField(_("同比增速"), null=True)
    rank = models.PositiveSmallIntegerField(_("位次"), null=True)
    base = FigureField(_("可比基数"), null=True)
    stated_completion = FigureField(_("公布的完成率"), null=True)
    basis = models.CharField(_("增速口径"), max_length=12, choices=Indicator.Basis.choices)
    status = models.CharField(_("数据状态"), max_length=12, choices=Status.choices)
    document = models.CharField(_("依据"), max_length=200, blank=True)
    reason = models.CharField(_("修订事由"), max_length=200, blank=True)
    absent_because = models.CharField(_("未报原因"), max_length=200, blank=True)
    known_at = models.DateTimeField(_("知悉时间"))
    recorded_at = models.DateTimeField(_("录入时间"))
    entered_by = models.CharField(_("录入"), max_length=64)
    approved_by = models.CharField(_("审核"), max_length=64)
    filing = models.ForeignKey("indicators.Filing", on_delete=models.PROTECT, null=True, related_name="+")
    is_sample = models.BooleanField(_("示例"), default=False)

    objects = OwnQuerySet["Observation"].as_manager()

    class Meta:
        verbose_name = _("数据")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["zone", "period", "indicator", "unit", "source", "known_at"],
                name="indicators_one_vintage_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(period__gte=190002, period__lte=299912), name="indicators_period_known"
            ),
            models.CheckConstraint(
                condition=models.Q(level__isnull=False)
                | models.Q(growth__isnull=False)
                | models.Q(rank__isnull=False)
                | ~models.Q(absent_because=""),
                name="indicators_missing_is_said",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["indicator", "period", "known_at"], name="indicators_obs_history"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period} {self.level}"


class Agreement(models.Model):
    """Which source's figure was agreed on for a cell, and why they differ. Appended, never changed."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    period = models.PositiveIntegerField(_("期别"))
    explanation = models.TextField(_("差异说明"))
    agreed_by = models.CharField(_("商定人"), max_length=64)
    at = models.DateTimeField(_("商定时间"))

    objects = ZoneQuerySet["Agreement"].as_manager()

    class Meta:
        verbose_name = _("数据商定")
        indexes: ClassVar = [models.Index(fields=["zone", "period", "indicator"], name="indicators_agreed")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}"


class Target(models.Model):
    """One version of a target. A change is a new version."""

    class Tier(models.TextChoices):
        TARGET = "target", _("目标值")
        STRETCH = "stretch", _("奋斗值")

    class Issuer(models.TextChoices):
        NATION = "nation", _("国家")
        REGION = "region", _("自治区（省）")
        CITY = "city", _("市")
        ZONE = "zone", _("管委会")

    class Kind(models.TextChoices):
        LEVEL = "level", _("总量")
        GROWTH = "growth", _("增速")
        RANK = "rank", _("位次")

    class PaceKind(models.TextChoices):
        LINEAR = "linear", _("逐月均衡")
        PHASED = "phased", _("分阶段")
        HISTORY = "history", _("按历年进度")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    tier = models.CharField(_("档次"), max_length=8, choices=Tier.choices)
    issuer = models.CharField(_("下达层级"), max_length=8, choices=Issuer.choices)
    issuer_name = models.CharField(_("下达单位"), max_length=64, blank=True)
    version = models.PositiveSmallIntegerField(_("版次"))
    kind = models.CharField(_("考核方式"), max_length=8, choices=Kind.choices)
    value = FigureField(_("目标"))
    pace_kind = models.CharField(_("进度安排"), max_length=8, choices=PaceKind.choices)
    pace = models.JSONField(_("进度曲线"), null=True)
    document = models.CharField(_("文件"), max_length=200, blank=True)
    derived_from = models.CharField(_("推算依据"), max_length=200, blank=True)
    reason = models.CharField(_("调整事由"), max_length=200, blank=True)
    known_at = models.DateTimeField(_("知悉时间"))
    recorded_at = models.DateTimeField(_("录入时间"))
    entered_by = models.CharField(_("录入"), max_length=64)
    is_sample = models.BooleanField(_("示例"), default=False)

    objects = OwnQuerySet["Target"].as_manager()

    class Meta:
        verbose_name = _("目标")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["zone", "year", "indicator", "unit", "tier", "issuer", "version"],
                name="indicators_target_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year} {self.value}"


class TargetShare(models.Model):
    """A department's part of a target: of the year (month 0) or of one month; 2 is January and February together."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="shares")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    month = models.PositiveSmallIntegerField(_("月份"), default=0)
    value = FigureField(_("分解值"))

    class Meta:
        verbose_name = _("目标分解")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "target", "unit", "month"], name="indicators_share_once"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.unit_id} {self.month}"


class Rule(models.Model):
    """The lights and classes from a day on: parameters, never constants."""

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(_("版次"))
    parameters = models.JSONField(_("参数"))
    starts = models.DateField(_("起"))
    set_by = models.CharField(_("制定"), max_length=64)
    at = models.DateTimeField(_("登记时间"))
    reason = models.CharField(_("事由"), max_length=200, blank=True)

    objects = ZoneQuerySet["Rule"].as_manager()

    class Meta:
        verbose_name = _("亮灯规则")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "version"], name="indicators_rule_version"),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id} v{self.version}"


class CheckRule(models.Model):
    """A check on the data: left, operator, right."""

    class Importance(models.TextChoices):
        MUST = "must", _("强制性")
        EXPLAIN = "explain", _("核实性")
        NOTE = "note", _("提示性")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("名称"), max_length=64)
    left = models.CharField(_("左边"), max_length=200)
    operator = models.CharField(_("关系"), max_length=2)
    right = models.CharField(_("右边"), max_length=200)
    importance = models.CharField(_("重要程度"), max_length=8, choices=Importance.choices)
    starts = models.DateField(_("起"))
    retired = models.BooleanField(_("停用"), default=False)

    objects = ZoneQuerySet["CheckRule"].as_manager()

    class Meta:
        verbose_name = _("审核规则")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "name"], name="indicators_check_name"),
        ]

    def __str__(self) -> str:
        return self.name
