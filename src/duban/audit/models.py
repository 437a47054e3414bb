from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.audit.types import ALGORITHM, Reader


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, reader: Reader) -> EntryQuerySet:
        """Return the lines of the zones whose record *reader* keeps, and those of no zone."""
        if reader.is_operator:
            return self
        if not reader.audited_zone_ids:
            return self.none()
        return self.filter(models.Q(zone_id__in=reader.audited_zone_ids) | models.Q(zone_id__isnull=True))


class Entry(models.Model):
    """One line of the record. Triggers in the database refuse to change or delete it."""

    number = models.BigIntegerField(_("序号"), unique=True)
    at = models.DateTimeField(_("时间"))
    user_id = models.BigIntegerField(_("人员编号"), null=True)
    user_name = models.CharField(_("姓名"), max_length=64)
    origin = models.CharField(_("来自"), max_length=64)
    zone_id = models.BigIntegerField(_("开发区"), null=True)
    verb = models.CharField(_("做了什么"), max_length=64)
    thing = models.CharField(_("对象"), max_length=128)
    before = models.TextField(_("之前"), default="{}")
    after = models.TextField(_("之后"), default="{}")
    reason = models.TextField(_("事由"), default="", blank=True)
    algorithm = models.CharField(_("算法"), max_length=16, default=ALGORITHM)
    previous = models.CharField(_("上一条校验值"), max_length=64)
    digest = models.CharField(_("校验值"), max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("操作记录")
        indexes: ClassVar = [
            models.Index(fields=["zone_id", "-number"], name="audit_entry_zone"),
            models.Index(fields=["thing"], name="audit_entry_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.thing}"


class Head(models.Model):
    """Where the chain ends: one row, locked by whoever appends."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"
