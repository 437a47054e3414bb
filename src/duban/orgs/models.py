from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.orgs.types import ADMINISTRATORS, Actor


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, actor: Actor) -> UnitQuerySet:
        """Return the zones in reach, what lies in them, and the regions and cities above (names only)."""
        zones = actor.zone_ids | actor.administered_zone_ids | actor.audited_zone_ids
        return self.filter(
            models.Q(pk__in=zones)
            | models.Q(zone_id__in=zones)
            | models.Q(pk__in=actor.unit_ids)
            | models.Q(kind__in=[Unit.Kind.REGION, Unit.Kind.CITY])
        )


class Unit(models.Model):
    """A region, city, zone, department or firm. Its name, parent, head and leader are dated: see Spell."""

    class Kind(models.TextChoices):
        REGION = "region", _("省（自治区）")
        CITY = "city", _("市")
        ZONE = "zone", _("开发区")
        DEPARTMENT = "department", _("部门")
        ENTERPRISE = "enterprise", _("企业")

    zone = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    code = models.SlugField(_("编码"), max_length=48)
    sample_day = models.DateField(_("示例日期"), null=True)
    """Of an illustrative zone: the day its pages stand at unless another is asked for."""

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "code"], name="orgs_unit_code_in_zone"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(zone__isnull=True), name="orgs_unit_code_on_top"
            ),
            models.CheckConstraint(
                condition=models.Q(zone__isnull=False) ^ models.Q(kind__in=["region", "city", "zone"]),
                name="orgs_unit_in_a_zone_or_above",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Spell(models.Model):
    """What a unit was called, where it stood and who led it, from a day until a day."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="spells")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="child_spells")
    name = models.CharField(_("名称"), max_length=64)
    name_en = models.CharField(_("英文名称"), max_length=128, blank=True)
    head = models.ForeignKey(
        "orgs.Post", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("负责人")
    )
    leader = models.ForeignKey(
        "orgs.Post", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("分管领导")
    )
    starts = models.DateField(_("起"))
    ends = models.DateField(_("止"), null=True)

    class Meta:
        verbose_name = _("单位沿革")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "starts"], name="orgs_spell_one_start"),
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(ends__isnull=True), name="orgs_spell_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="orgs_spell_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)

    def visible_to(self, actor: Actor) -> models.QuerySet[User]:
        """Return the people of the zones whose accounts or rights the actor keeps."""
        if actor.is_operator:
            return self.all()
        return self.filter(zone_id__in=actor.administered_zone_ids)


class User(AbstractBaseUser):
    """A person's account. There is no superuser: rights come from grants alone."""

    zone = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    username = models.CharField(_("账号"), max_length=48, unique=True)
    name = models.CharField(_("姓名"), max_length=48)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=False)
    password_changed_at = models.DateTimeField(_("改密时间"), null=True)
    is_sample = models.BooleanField(_("示例"), default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("人员")

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post in a unit. Figures and duties belong to posts; people come and go."""

    zone = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(_("编码"), max_length=48)
    title = models.CharField(_("职务"), max_length=64)
    title_en = models.CharField(_("英文职务"), max_length=128, blank=True)

    class Meta:
        verbose_name = _("岗位")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "code"], name="orgs_post_code_in_zone"),
        ]

    def __str__(self) -> str:
        return self.title


class Tenure(models.Model):
    """A person in a post, from a day until a day."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tenures")
    starts = models.DateField(_("起"))
    ends = models.DateField(_("止"), null=True)

    class Meta:
        verbose_name = _("任职")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post"], condition=models.Q(ends__isnull=True), name="orgs_tenure_one_holder"
            ),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="orgs_tenure_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.user_id}"


class Grant(models.Model):
    """A role in an organisation, from a day until a day. One person is at most one administrator."""

    class Role(models.TextChoices):
        DIRECTOR = "director", _("管委会主任")
        DEPUTY_DIRECTOR = "deputy_director", _("管委会副主任")
        DEPARTMENT_HEAD = "department_head", _("部门负责人")
        RESPONSIBLE = "responsible", _("责任人")
        STATISTICIAN = "statistician", _("统计员")
        SUPERVISOR = "supervisor", _("督查员")
        ASSESSOR = "assessor", _("考核员")
        ENTERPRISE_HEAD = "enterprise_head", _("企业负责人")
        READER = "reader", _("只读")
        SYSTEM_ADMIN = "system_admin", _("系统管理员")
        SECURITY_ADMIN = "security_admin", _("安全管理员")
        AUDIT_ADMIN = "audit_admin", _("审计管理员")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices)
    starts = models.DateField(_("起"))
    ends = models.DateField(_("止"), null=True)

    class Meta:
        verbose_name = _("授权")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=models.Q(ends__isnull=True),
                name="orgs_grant_once",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(ends__isnull=True, role__in=sorted(ADMINISTRATORS)),
                name="orgs_grant_one_administrator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id}"


class PastPassword(models.Model):
    """Digests of passwords used before, so that they are not used again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.at)


class CalendarDay(models.Model):
    """A day that differs from Monday-to-Friday, as the State Council published it or an administrator corrected it."""

    day = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("上班"))
    name = models.CharField(_("说明"), max_length=64, blank=True)
    source = models.CharField(_("依据"), max_length=128, blank=True)

    class Meta:
        verbose_name = _("工作日历")

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class CalendarYear(models.Model):
    """A year whose calendar has been published; in any other year working days are an estimate."""

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    source = models.CharField(_("依据"), max_length=128, blank=True)

    def __str__(self) -> str:
        return str(self.year)
