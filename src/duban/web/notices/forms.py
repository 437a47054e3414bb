"""How a person wants to be told, as typed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from duban.exchange.wording import CHANNELS
from duban.notices.types import ChannelKind, Preference
from duban.web.parts import Form, choices


class PreferenceForm(Form):
    """When and how."""

    digest_at = forms.TimeField(label=_("每日提要时间"), help_text=_("每天一份，汇总要您知道的事。"))
    starts = forms.TimeField(label=_("可打扰时段，自"))
    ends = forms.TimeField(label=_("至"), help_text=_("时段之外不发消息，留到下一个时段。"))
    language = forms.ChoiceField(label=_("消息语言"), choices=choices(settings.LANGUAGES))
    workdays_only = forms.BooleanField(label=_("只在工作日（按调休后的工作日历）"), required=False)
    at_once = forms.BooleanField(label=_("急事即时发：今天轮到我办，或有人卡在我这里"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("digest_at", "starts", "ends"):
            self.fields[name].widget = forms.TimeInput(
                format="%H:%M", attrs={"type": "time", "class": "form-control"}
            )

    @staticmethod
    def initial_of(preference: Preference) -> dict[str, Any]:
        return asdict(preference)

    def preference(self) -> Preference:
        """Return what was typed; call after ``is_valid``."""
        return Preference(**self.cleaned_data)


class ChannelForm(Form):
    """A new channel."""

    kind = forms.ChoiceField(label=_("渠道"), choices=choices(CHANNELS.items()))
    address = forms.CharField(
        label=_("地址"),
        max_length=500,
        required=False,
        help_text=_("邮箱，或机器人的 Webhook 地址。加密保存，以后只显示末四位。"),
    )
    secret = forms.CharField(
        label=_("签名密钥"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("钉钉“加签”、飞书“签名校验”的密钥；没有就不填。"),
    )

    def chosen(self) -> ChannelKind:
        """Return the kind; call after ``is_valid``."""
        return ChannelKind(self.cleaned_data["kind"])
