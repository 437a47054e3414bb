"""What can be done to people and places."""

from duban.orgs.services.accounts import (
    change_password,
    create_account,
    reset_password,
    set_active,
    sign_in_failed,
    signed_in,
    signed_out,
)
from duban.orgs.services.calendar import correct_day, publish_years
from duban.orgs.services.rights import grant, revoke
from duban.orgs.services.units import appoint, create_post, establish, reorganise, set_sample_day

__all__ = [
    "appoint",
    "change_password",
    "correct_day",
    "create_account",
    "create_post",
    "establish",
    "grant",
    "publish_years",
    "reorganise",
    "reset_password",
    "revoke",
    "set_active",
    "set_sample_day",
    "sign_in_failed",
    "signed_in",
    "signed_out",
]
