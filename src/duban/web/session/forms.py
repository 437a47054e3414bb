from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.web.parts import Form


class SignIn(Form):
    username = forms.CharField(label=_("账号"), max_length=48)
    password = forms.CharField(label=_("密码"), max_length=256, strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "autofocus": True,
        }
        self.fields["password"].widget.attrs |= {"autocomplete": "current-password"}


class Password(Form):
    old = forms.CharField(label=_("原密码"), max_length=256, strip=False, widget=forms.PasswordInput)
    new = forms.CharField(label=_("新密码"), max_length=256, strip=False, widget=forms.PasswordInput)
    again = forms.CharField(
        label=_("再输一遍新密码"), max_length=256, strip=False, widget=forms.PasswordInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old"].widget.attrs |= {"autocomplete": "current-password"}
        self.fields["new"].widget.attrs |= {"autocomplete": "new-password"}
        self.fields["again"].widget.attrs |= {"autocomplete": "new-password"}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("new") and found.get("again") and found["new"] != found["again"]:
            self.add_error("again", _("两遍新密码不一样。"))
        return found
