from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from duban.blockers import selectors, services
from duban.blockers.models import Blocker
from duban.blockers.types import (
    BlockerDraft,
    BlockerKind,
    Subject,
)
from duban.notices.models import Notice
from duban.orgs.models import Unit

HERE = ZoneInfo("Asia/Shanghai")
SUBJECT = Subject("project", "7", "标准厂房三期", "XM-007", "/yinchuan/", date(2020, 11, 14))


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.fixture
def blocker_desk(yinchuan, operator, person):
    """Promotion is stuck on construction. 2020-09-16 is a Wednesday."""
    units = dict(Unit.objects.values_list("code", "pk"))

    class Desk:
        zone = yinchuan
        unit = units
        stuck = person("zhaoshang")
        asked = person("jianhuan")
        leader = person("fuzhuren-zhaoshang")
        director = person("zhuren")

        def draft(self, **more):
            given = {
                "subject": SUBJECT,
                "kind": BlockerKind.BLOCKAGE,
                "unit_id": units["promotion"],
                "to_unit_id": units["construction"],
                "cause": "permits",
                "text": "施工许可未批",
                "help_wanted": "请尽快办理施工许可",
            }
            return BlockerDraft(**given | more)

        def raised(self, at="2020-09-16 10:00", actor=None, **more):
            return services.raise_blocker(
                actor=actor or self.stuck, zone_id=yinchuan, draft=self.draft(**more), at=moment(at)
            )

        def move(self, pk, edge, actor, text="", at="2020-09-17 10:00", version=None, **more):
            services.move_blocker(
                actor=actor,
                zone_id=yinchuan,
                blocker_id=pk,
                edge=edge,
                version=Blocker.objects.get(pk=pk).version if version is None else version,
                text=text,
                at=moment(at),
                **more,
            )

        def page(self, pk, actor=None, at="2020-09-30 10:00"):
            return selectors.blocker_page(
                actor=actor or self.stuck, zone_id=yinchuan, blocker_id=pk, at=moment(at)
            )

        def escalate(self, day):
            return services.escalate(actor=operator, at=moment(f"{day} 08:00"))

        def told(self, code):
            rows = Notice.objects.filter(code=f"blockers.told.{code}", settled=False)
            return set(rows.values_list("user__username", flat=True))

    return Desk()
