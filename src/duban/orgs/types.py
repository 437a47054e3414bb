"""What others may hold of people and places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class UnitKind(StrEnum):
    """What a unit is."""

    REGION = "region"
    CITY = "city"
    ZONE = "zone"
    DEPARTMENT = "department"
    ENTERPRISE = "enterprise"


class Role(StrEnum):
    """What a person may be, in one organisation."""

    DIRECTOR = "director"
    DEPUTY_DIRECTOR = "deputy_director"
    DEPARTMENT_HEAD = "department_head"
    RESPONSIBLE = "responsible"
    STATISTICIAN = "statistician"
    SUPERVISOR = "supervisor"
    ASSESSOR = "assessor"
    ENTERPRISE_HEAD = "enterprise_head"
    READER = "reader"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""三员: each apart from the others, and none reads the zone's business (standards.md 4.2)."""

BUSINESS = frozenset(Role) - ADMINISTRATORS - {Role.ENTERPRISE_HEAD}
"""Roles that read the whole zone's business. An enterprise head reads only the firm's own."""


@dataclass(frozen=True, slots=True)
class Held:
    """One role held today: where, over which zones it counts, and for which units it acts."""

    role: Role
    unit_id: int
    zones: frozenset[int]
    """Zones the role is held in; a department's role lies in its zone."""
    over: frozenset[int]
    """Zones the role is held over: the whole zone, not one of its departments."""
    units: frozenset[int]
    """The unit and, for departments and firms, everything below it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking: an identity, the roles held, and what they reach."""

    user_id: int | None
    name: str
    origin: str
    held: frozenset[Held] = frozenset()
    zone_ids: frozenset[int] = frozenset()
    """Zones whose business this actor may read."""
    unit_ids: frozenset[int] = frozenset()
    """Units this actor acts for: where a role is held, and everything below."""
    is_operator: bool = False
    """The command line on the server itself: whoever holds the machine holds the data."""

    def has(self, zone_id: int, *roles: Role) -> bool:
        """Return whether one of *roles* is held over this whole zone."""
        return self.is_operator or any(h.role in roles and zone_id in h.over for h in self.held)

    def acts_for(self, unit_id: int, *roles: Role) -> bool:
        """Return whether one of *roles* is held in this unit or one above it in the same zone."""
        return self.is_operator or any(h.role in roles and unit_id in h.units for h in self.held)

    def zones_with(self, *roles: Role) -> frozenset[int]:
        """Return the zones over which one of *roles* is held."""
        if self.is_operator:
            return self.zone_ids
        return frozenset().union(*(h.over for h in self.held if h.role in roles))

    @property
    def audited_zone_ids(self) -> frozenset[int]:
        """Zones whose record this actor keeps."""
        return self.zones_with(Role.AUDIT_ADMIN)

    @property
    def administered_zone_ids(self) -> frozenset[int]:
        """Zones whose accounts or rights this actor keeps."""
        return self.zones_with(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A zone as a menu shows it."""

    id: int
    slug: str
    name: str
    name_en: str
    sample_day: date | None = None
    """The day an illustrative zone's pages stand at unless another is asked for."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as it was on the day asked for."""

    id: int
    code: str
    kind: UnitKind
    name: str
    name_en: str
    parent_id: int | None
    head_id: int | None
    head: str
    leader_id: int | None
    leader: str
    since: date
    until: date | None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post, and who holds it on the day asked for."""

    id: int
    code: str
    title: str
    title_en: str
    unit_id: int
    unit: str
    holder_id: int | None
    holder: str


@dataclass(frozen=True, slots=True)
class TenureRow:
    """Who held a post, and when."""

    name: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The people in charge of a unit on a day, by id: whom its affairs concern, from near to far."""

    members: frozenset[int] = frozenset()
    """Those who hold a department's or a firm's role in the unit itself."""
    head: int | None = None
    leader: int | None = None
    """Who sits in the post of the leader in charge (分管领导)."""
    directors: frozenset[int] = frozenset()

    @property
    def heads(self) -> frozenset[int]:
        """The head; where nobody sits in that post, the unit's own people."""
        return self.members if self.head is None else frozenset({self.head})

    @property
    def leaders(self) -> frozenset[int]:
        """The leader in charge; where there is none, the zone's directors."""
        return self.directors if self.leader is None else frozenset({self.leader})


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role held, as the rights page shows it."""

    id: int
    role: Role
    unit_id: int
    unit: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """An account as the accounts page shows it."""

    id: int
    username: str
    name: str
    is_active: bool
    last_login: datetime | None
    posts: tuple[str, ...]
    grants: tuple[GrantRow, ...]
