"""The causes one may choose from: the zone's own list, retired and never deleted."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Forbidden, Invalid, NotFound
from duban.engine.kernel import Problem
from duban.ledger.models import CauseCode
from duban.ledger.policies import may
from duban.orgs.types import Actor

__all__ = ["adopt_default_causes", "retire_cause_code", "set_cause_code"]

_CODE = re.compile(r"[a-z][a-z0-9_-]{0,31}")

DEFAULT = (
    ("land", "用地、林地指标", "Land and forest-land quota"),  # zh: data
    ("demolition", "征地拆迁", "Land taking and demolition"),  # zh: data
    ("planning", "规划调整", "Change of plan"),  # zh: data
    ("permits", "审批手续", "Permits"),  # zh: data
    ("environment", "环评", "Environmental approval"),  # zh: data
    ("energy", "能评", "Energy review"),  # zh: data
    ("money", "资金", "Money"),  # zh: data
    ("intent", "投资意愿", "Investor's intent"),  # zh: data
    ("equipment", "设备", "Equipment"),  # zh: data
    ("utilities", "配套（水电气路）", "Utilities (water, power, gas, roads)"),  # zh: data
    ("organisation", "施工组织", "Organisation of the works"),  # zh: data
    ("weather", "天气", "Weather"),  # zh: data
    ("policy", "政策", "Policy"),  # zh: data
    ("market", "市场订单", "Market and orders"),  # zh: data
    ("statistics", "入库纳统", "Entry in the statistics"),  # zh: data
    ("coordination", "部门协调", "Coordination between departments"),  # zh: data
    ("other", "其他", "Other"),  # zh: data
)
"""The causes of delay quoted by real bulletins (domain.md 4.4), and three that plans for indicators need."""


@transaction.atomic
def adopt_default_causes(*, actor: Actor, zone_id: int, at: datetime) -> int:
    """
    Give the zone the usual list of causes and return how many were added; those it has stay as they are.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor keeps the list
    """
    _allow(actor, zone_id)
    known = set(CauseCode.objects.filter(zone_id=zone_id).values_list("code", flat=True))
    new = [
        CauseCode(zone_id=zone_id, code=code, name=name, name_en=name_en, order=order * 10)
        for order, (code, name, name_en) in enumerate(DEFAULT, start=1)
        if code not in known
    ]
    CauseCode.objects.bulk_create(new)
    if new:
        act = Act("ledger.adopt_causes", f"zone:{zone_id}", zone_id, {}, {"codes": [c.code for c in new]})
        record(actor=actor, act=act, at=at)
    return len(new)


@transaction.atomic
def set_cause_code(
    *, actor: Actor, zone_id: int, code: str, name: str, at: datetime, name_en: str = "", order: int = 0
) -> int:
    """
    Add a cause to the list, or rename the one of that code, and return its id; a retired one comes back.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor keeps the list
    :raises Invalid: if the code or the name cannot be one
    """
    _allow(actor, zone_id)
    problems = []
    if not _CODE.fullmatch(code):
        problems.append(Problem("ledger.bad_cause_code", "code", (code,)))
    if not name.strip():
        problems.append(Problem("core.required", "name", ("@name",)))
    if problems:
        raise Invalid(*problems)
    old = CauseCode.objects.select_for_update().filter(zone_id=zone_id, code=code).first()
    before = {"name": old.name, "name_en": old.name_en, "retired": old.retired} if old else {}
    after = {"name": name.strip(), "name_en": name_en.strip(), "retired": False}
    found, _new = CauseCode.objects.update_or_create(
        zone_id=zone_id, code=code, defaults=after | {"order": order or (old.order if old else 0)}
    )
    record(actor=actor, act=Act("ledger.set_cause", f"cause:{code}", zone_id, before, after), at=at)
    return found.pk


@transaction.atomic
def retire_cause_code(*, actor: Actor, zone_id: int, code: str, at: datetime) -> None:
    """
    Take a cause off the list; plans that name it keep it.

    :raises NotFound: if the zone or the code is not within reach
    :raises Forbidden: unless the actor keeps the list
    """
    _allow(actor, zone_id)
    found = CauseCode.objects.select_for_update().filter(zone_id=zone_id, code=code).first()
    if found is None:
        raise NotFound(Problem("core.not_found"))
    if found.retired:
        return
    CauseCode.objects.filter(pk=found.pk).update(retired=True)
    act = Act("ledger.retire_cause", f"cause:{code}", zone_id, {"retired": False}, {"retired": True})
    record(actor=actor, act=act, at=at)


def _allow(actor: Actor, zone_id: int) -> None:
    if zone_id not in actor.zone_ids:
        raise NotFound(Problem("core.not_found"))
    if not may(actor, "set_causes", zone_id):
        raise Forbidden(Problem("core.forbidden", "", ("@set_causes",)))
