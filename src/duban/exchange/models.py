from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.orgs.types import Actor


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, actor: Actor) -> UploadQuerySet:
        """Return the files the actor handed in, in zones where the actor still has a part."""
        zones = actor.zone_ids | actor.administered_zone_ids
        return self.filter(zone_id__in=zones, by_id=actor.user_id)


class Upload(models.Model):
    """A file handed in, kept until it is confirmed or dropped: nothing else has been written yet."""

    class State(models.TextChoices):
        OPEN = "open", _("待确认")
        DONE = "done", _("已导入")
        DROPPED = "dropped", _("已放弃")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("类别"), max_length=16)
    name = models.CharField(_("文件名"), max_length=200)
    content = models.BinaryField(_("内容"))
    standing = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    at = models.DateTimeField(_("上传时间"))

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入文件")

    def __str__(self) -> str:
        return self.name
