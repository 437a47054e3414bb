from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.orgs.types import Actor


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> NoticeQuerySet:
        """Return what this very person has been told; nobody reads another's."""
        return self.none() if actor.user_id is None else self.filter(user_id=actor.user_id)


class Digest(models.Model):
    """What one person was told on one day; there is one, however often it is made."""

    user = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("日期"))
    made_at = models.DateTimeField(_("生成时间"))

    class Meta:
        verbose_name = _("每日提要")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "day"], name="notices_digest_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class Notice(models.Model):
    """Something one person has been told. It stays in the inbox whatever becomes of messages."""

    class Kind(models.TextChoices):
        WAITING = "waiting", _("待办")
        REMINDER = "reminder", _("提醒")
        OVERDUE = "overdue", _("逾期")
        ESCALATION = "escalation", _("升级")
        ANSWER = "answer", _("答复")
        INFORMATION = "information", _("知悉")

    zone = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=160)
    """The person and what makes it one telling, in one word: looked up by the thousand."""
    about = models.CharField(max_length=64, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    code = models.CharField(max_length=64)
    args = models.JSONField(default=list)
    link = models.CharField(max_length=200, blank=True)
    due = models.DateField(_("期限"), null=True)
    at_once = models.BooleanField(default=False)
    told_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读"), null=True)
    settled = models.BooleanField(default=False)
    """What it was about is done: no digest need say it any more."""
    apart = models.BooleanField(null=True)
    """Whether it goes out by itself, before the digest; unknown until that has been decided."""
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, null=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "key"], name="notices_notice_told_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "-told_at"], name="notices_notice_inbox"),
            models.Index(
                fields=["user", "zone"],
                condition=models.Q(read_at__isnull=True),
                name="notices_notice_unread",
            ),
            models.Index(
                fields=["told_at"],
                condition=models.Q(digest__isnull=True, read_at__isnull=True, settled=False),
                name="notices_notice_open",
            ),
            models.Index(
                fields=["told_at"],
                condition=models.Q(at_once=True, apart__isnull=True),
                name="notices_notice_at_once",
            ),
            models.Index(fields=["zone", "about"], name="notices_notice_about"),
        ]

    def __str__(self) -> str:
        return self.key


class Preference(models.Model):
    """When and how a person wants to be told; without a row the ordinary answer holds."""

    user = models.OneToOneField("orgs.User", on_delete=models.CASCADE, related_name="+")
    digest_at = models.TimeField(_("每日提要时间"), default=time(8, 30))
    starts = models.TimeField(_("可打扰时段起"), default=time(8, 30))
    ends = models.TimeField(_("可打扰时段止"), default=time(18, 0))
    workdays_only = models.BooleanField(_("只在工作日"), default=True)
    at_once = models.BooleanField(_("急事即时发"), default=True)
    language = models.CharField(_("语言"), max_length=12, default="zh-hans")

    class Meta:
        verbose_name = _("通知偏好")

    def __str__(self) -> str:
        return str(self.user_id)


class Robot(models.Model):
    """One robot's queue, whoever writes to it: known by a digest of its address, never by the address."""

    fingerprint = models.CharField(max_length=64, unique=True)
    minute_began = models.DateTimeField(null=True)
    used = models.PositiveSmallIntegerField(default=0)
    free_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.fingerprint[:8]


class Channel(models.Model):
    """Where a person's messages go. Address and secret are sealed; the page shows the mask."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("电子邮件")
        WECOM = "wecom", _("企业微信机器人")
        DINGTALK = "dingtalk", _("钉钉机器人")
        FEISHU = "feishu", _("飞书机器人")

    user = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("渠道"), max_length=12, choices=Kind.choices)
    address = models.TextField()
    secret = models.TextField(blank=True)
    masked = models.CharField(_("地址"), max_length=64)
    robot = models.ForeignKey(Robot, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("通知渠道")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "robot"],
                condition=models.Q(removed_at__isnull=True),
                name="notices_channel_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.masked}"


class Delivery(models.Model):
    """One message to one channel, kept until it is sent or given up."""

    class State(models.TextChoices):
        QUEUED = "queued", _("待发")
        SENT = "sent", _("已发")
        FAILED = "failed", _("未发出")
        DROPPED = "dropped", _("不必再发")

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        _("状态"), max_length=8, choices=State.choices, default=State.QUEUED, editable=False
    )
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_at = models.DateTimeField(_("下次"), null=True)
    last_error = models.JSONField(_("原因"), default=list)
    sent_at = models.DateTimeField(_("发出时间"), null=True)

    class Meta:
        verbose_name = _("发送")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "notice"], name="notices_delivery_notice_once"),
            models.UniqueConstraint(fields=["channel", "digest"], name="notices_delivery_digest_once"),
            models.CheckConstraint(
                condition=models.Q(notice__isnull=True) ^ models.Q(digest__isnull=True),
                name="notices_delivery_of_one",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "sent", "failed", "dropped"]),
                name="notices_delivery_state_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(state__in=["queued", "failed"]),
                name="notices_delivery_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.state}"


class FeedToken(models.Model):
    """The key in a calendar's address. Only its digest is kept; one per person is alive."""

    user = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("日历订阅")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(revoked_at__isnull=True), name="notices_feed_one_alive"
            ),
        ]

    def __str__(self) -> str:
        return self.digest[:8]
