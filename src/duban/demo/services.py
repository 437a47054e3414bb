"""Loading the demonstration, once, in one transaction; and taking its illustrative rows out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction

from duban.blockers import services as blockers
from duban.blockers.services import adopt_defaults
from duban.demo import facts, people, samples
from duban.demo.blockers import load_blockers
from duban.demo.ledger import load_ledger
from duban.demo.plans import load_plans
from duban.demo.projects import load_projects
from duban.demo.schedules import load_schedules
from duban.demo.site import load_site
from duban.engine.kernel import FIRST_MONTH, Period
from duban.engine.series import Importance, TargetKind
from duban.exchange.working_calendar import bring_in_calendar
from duban.indicators import selectors as indicators
from duban.indicators import services
from duban.indicators.types import DefinitionDraft, Issuer, Reported, Source, Status, TargetDraft
from duban.ledger import services as ledger
from duban.ledger.services import adopt_default_ledger_rule
from duban.orgs.selectors import actor_of, find_zone, operator
from duban.orgs.services import (
    appoint,
    create_account,
    create_post,
    establish,
    grant,
    reorganise,
    set_sample_day,
)
from duban.orgs.types import Actor, UnitKind
from duban.projects import services as projects

__all__ = ["SHOWN_ON", "ZONE", "load", "remove_samples"]

ZONE = "yinchuan"
SHOWN_ON = date(2020, 10, 10)
"""The day the illustrative work stands at: pages of the zone show it as of then unless asked otherwise."""
_HERE = ZoneInfo("Asia/Shanghai")
_FOUNDED = date(2001, 1, 1)
_RULE_STARTS = date(2009, 1, 1)


@transaction.atomic
def load(*, name: str, at: datetime, work: bool = True) -> bool:
    """
    Load the demonstration and return whether there was anything to load; a zone already there is left alone.

    Without *work* only what is published and measured: no plans, no items.
    """
    actor = operator(name=name)
    bring_in_calendar(actor=actor, at=at)
    if find_zone(slug=ZONE) is not None:
        return False
    units = _places(actor, at)
    actor = operator(name=name)
    cast = _cast(_people(actor, units, at), at)
    zone_id = units[ZONE]
    services.adopt_default_rule(actor=cast["ducha"], zone_id=zone_id, starts=_RULE_STARTS, at=at)
    adopt_default_ledger_rule(actor=cast["ducha"], zone_id=zone_id, starts=_RULE_STARTS, at=at)
    adopt_defaults(actor=cast["ducha"], zone_id=zone_id, starts=_RULE_STARTS, at=at)
    _indicators(cast["tongji"], units, at)
    _figures(cast["tongji"], cast["jingfa"], zone_id, at)
    _targets(cast["kaohe"], units, at)
    _checks(cast["jingfa"], zone_id, at)
    if work:
        load_plans(actor=actor, units=units, zone=ZONE)
        load_ledger(cast=cast, units=units, zone_id=zone_id)
        load_blockers(cast=cast, units=units, zone_id=zone_id)
        set_sample_day(actor=actor, zone_id=zone_id, day=SHOWN_ON, at=at)
        load_projects(actor=actor, cast=cast, units=units, zone_id=zone_id)
        load_schedules(cast=cast, zone_id=zone_id)
        load_site(cast=cast, units=units, zone_id=zone_id)
    return True


def _cast(users: dict[str, int], at: datetime) -> dict[str, Actor]:
    """Return the demonstration's people as actors: what they enter stands under their posts, not the machine's."""
    on = at.astimezone(_HERE).date()
    return {name: actor_of(user_id=user, origin="demo", on=on) for name, user in users.items()}


@transaction.atomic
def remove_samples(*, actor: Actor, zone_id: int, at: datetime) -> int:
    """Remove every illustrative row of every room, the rooms above first, and return how many; what is published stays."""
    work = ledger.remove_samples(actor=actor, zone_id=zone_id, at=at)
    work += projects.remove_samples(actor=actor, zone_id=zone_id, at=at)
    work += blockers.remove_samples(actor=actor, zone_id=zone_id, at=at)
    set_sample_day(actor=actor, zone_id=zone_id, day=None, at=at)
    return work + services.remove_samples(actor=actor, zone_id=zone_id, at=at)


def _places(actor: Actor, at: datetime) -> dict[str, int]:
    region = establish(
        actor=actor,
        kind=UnitKind.REGION,
        code="ningxia",
        name="宁夏回族自治区",
        name_en="Ningxia",
        starts=_FOUNDED,
        at=at,
    )
    city = establish(
        actor=actor, kind=UnitKind.CITY, code="yinchuan-city", name="银川市", name_en="Yinchuan", parent_id=region,
        starts=_FOUNDED, at=at,
    )  # fmt: skip
    zone = establish(
        actor=actor, kind=UnitKind.ZONE, code=ZONE, name="银川经济技术开发区", name_en="Yinchuan ETDZ", parent_id=city,
        starts=_FOUNDED, at=at,
    )  # fmt: skip
    units = {ZONE: zone}
    inside = operator(name=actor.name)
    for code, name, name_en, _leader in people.DEPARTMENTS:
        units[code] = establish(
            actor=inside, kind=UnitKind.DEPARTMENT, code=code, name=name, name_en=name_en, zone_id=zone,
            parent_id=zone, starts=_FOUNDED, at=at,
        )  # fmt: skip
    return units


def _people(actor: Actor, units: dict[str, int], at: datetime) -> dict[str, int]:
    posts: dict[str, int] = {}
    users: dict[str, int] = {}
    hashed = make_password(people.PASSWORD)
    for person in people.PEOPLE:
        post = create_post(
            actor=actor,
            unit_id=units[person.unit],
            code=person.post,
            title=person.title,
            title_en=person.title_en,
            at=at,
        )
        posts[person.post] = post
        user, _password = create_account(
            actor=actor,
            zone_id=units[ZONE],
            username=person.username,
            name=person.title,
            password=people.PASSWORD,
            hashed=hashed,
            is_sample=True,
            at=at,
        )
        users[person.username] = user
        appoint(actor=actor, post_id=post, user_id=user, starts=_FOUNDED, at=at)
        for role, unit in person.roles:
            grant(actor=actor, user_id=user, unit_id=units[unit], role=role, starts=_FOUNDED, at=at)
    for code, _name, _name_en, leader in people.DEPARTMENTS:
        changes = {"leader_id": posts[leader], "head_id": posts.get(people.HEADS.get(code, ""))}
        reorganise(actor=actor, unit_id=units[code], starts=_FOUNDED, changes=changes, at=at)
    return users


def _indicators(actor: Actor, units: dict[str, int], at: datetime) -> None:
    for order, fact in enumerate(facts.INDICATORS, start=1):
        draft = DefinitionDraft(
            code=fact.code,
            name=fact.name,
            name_en=fact.name_en,
            unit="亿元",
            nature=fact.nature,
            carries=fact.carries,
            basis=fact.basis,
            source=fact.source,
            source_office=fact.source_office,
            meaning=fact.meaning,
            is_key=fact.is_key,
            owner_id=units[fact.owner],
            order=order * 10,
        )
        services.define(actor=actor, zone_id=units[ZONE], draft=draft, at=at)


def _figures(actor: Actor, approver: Actor, zone_id: int, at: datetime) -> None:
    known = {d.code: d for d in indicators.list_indicators(actor=actor, zone_id=zone_id)}
    ids = {code: d.id for code, d in known.items()}
    sources = {code: d.source for code, d in known.items()}
    # Vintages of one cell go in one after the other: within one batch a cell may stand only once.
    for row in _published(ids, sources):
        services.record_observations(actor=actor, zone_id=zone_id, rows=[row], at=at, approver=approver)
    made_up = _illustrative(ids, sources)
    services.record_observations(actor=actor, zone_id=zone_id, rows=made_up, at=at, approver=approver)


def _published(ids: dict[str, int], sources: dict[str, Source]) -> Iterator[Reported]:
    for fact in facts.OBSERVATIONS:
        yield Reported(
            indicator_id=ids[fact.code],
            period=fact.period,
            source=sources[fact.code],
            level=Decimal(fact.level) if fact.level is not None else None,
            growth=Decimal(fact.growth) if fact.growth is not None else None,
            stated_completion=Decimal(fact.stated_completion) if fact.stated_completion else None,
            status=fact.status,
            document=fact.document,
            reason=fact.reason,
            known_at=_moment(fact.known, fact.hour),
        )


def _illustrative(ids: dict[str, int], sources: dict[str, Source]) -> Iterator[Reported]:
    for code, totals in samples.YEAR_TOTALS.items():
        for year, total in totals.items():
            for month, share in enumerate(samples.SEASON, start=FIRST_MONTH):
                level = (Decimal(total) * Decimal(share)).quantize(Decimal("0.01"), ROUND_HALF_UP)
                yield _sample(ids[code], Period(year, month), sources[code], level=level)
    for code, levels in samples.MONTHS_2020.items():
        for month, value in enumerate(levels, start=FIRST_MONTH):
            yield _sample(ids[code], Period(2020, month), sources[code], level=Decimal(value))
    for code, growths in samples.GROWTH_2020.items():
        for month, value in enumerate(growths, start=FIRST_MONTH):
            yield _sample(ids[code], Period(2020, month), sources[code], growth=Decimal(value))
    code, value = samples.DEPARTMENT_FIGURE
    yield _sample(ids[code], Period(2020, 8), Source.DEPARTMENT, level=Decimal(value))


def _sample(
    indicator_id: int,
    period: Period,
    source: Source,
    *,
    level: Decimal | None = None,
    growth: Decimal | None = None,
) -> Reported:
    return Reported(
        indicator_id=indicator_id,
        period=period,
        source=source,
        level=level,
        growth=growth,
        status=Status.DECLARED if source is Source.DEPARTMENT else Status.PRELIMINARY,
        document=samples.WHY,
        known_at=_moment(period.end + timedelta(days=15), 9),
        is_sample=True,
    )


def _targets(actor: Actor, units: dict[str, int], at: datetime) -> None:
    zone_id = units[ZONE]
    ids = {d.code: d.id for d in indicators.list_indicators(actor=actor, zone_id=zone_id)}
    known_at = _moment(facts.ARTICLE_DAY, 9)
    derived = TargetDraft(
        indicator_id=ids[facts.TARGET_CODE],
        year=2020,
        kind=TargetKind.LEVEL,
        value=facts.TARGET_LEVEL,
        issuer=Issuer.REGION,
        issuer_name=facts.TARGET_ISSUER,
        document=facts.ARTICLE,
        derived_from=facts.TARGET_DERIVED,
        known_at=known_at,
    )
    levels = [(c, v, TargetKind.LEVEL) for c, v in samples.TARGETS_2020.items()]
    growths = [(c, v, TargetKind.GROWTH) for c, v in samples.GROWTH_TARGET_2020.items()]
    made_up = [
        TargetDraft(
            indicator_id=ids[code],
            year=2020,
            kind=kind,
            value=value,
            issuer=Issuer.CITY,
            issuer_name="银川市",
            document=samples.WHY,
            known_at=_moment(date(2020, 1, 20), 9),
            is_sample=True,
        )
        for code, value, kind in (*levels, *growths)
    ]
    services.set_targets(actor=actor, zone_id=zone_id, drafts=[derived, *made_up], at=at)


def _checks(actor: Actor, zone_id: int, at: datetime) -> None:
    services.set_check_rule(
        actor=actor,
        zone_id=zone_id,
        name="增加值增速不应高于总产值增速10个百分点以上",
        left="value_added_above_scale.growth",
        operator="<=",
        right="gross_industrial_output.growth + 10",
        importance=Importance.EXPLAIN,
        starts=_RULE_STARTS,
        at=at,
    )


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), _HERE)
