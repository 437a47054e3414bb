from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from duban.engine.kernel import Problem
from duban.notices import services
from duban.notices.types import ChannelKind, Kind, NoticeDraft, Outcome

HERE = ZoneInfo("Asia/Shanghai")
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123456789abcdef"


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


class Pretend:
    """A sender that keeps what it was given, and answers as told."""

    def __init__(self, *answers):
        self.sent = []
        self.answers = list(answers)

    def send(self, message):
        self.sent.append(message)
        return self.answers.pop(0) if self.answers else Outcome(sent=True)


BUSY = Outcome(sent=False, problem=Problem("notices.network"), again=True)
REFUSED = Outcome(sent=False, problem=Problem("notices.robot_refused", "", ("93000", "invalid webhook")))


@pytest.fixture
def notice_desk(yinchuan, operator, person):
    class Desk:
        zone = yinchuan
        head = person("jianhuan")
        other = person("caizheng")

        def tell(self, key="k", at="2020-09-16 10:00", who=None, **more):
            draft = NoticeDraft(
                yinchuan,
                (who or self.head).user_id,
                key,
                more.pop("code", "blockers.told.due"),
                more.pop("args", ("经济发展局", key, "@blocker.blockage", "2020-0001")),
                kind=more.pop("kind", Kind.WAITING),
                **more,
            )
            return services.tell(actor=operator, notices=[draft], at=moment(at))

        def digest(self, on, at=None, **more):
            at = moment(at or f"{on} 23:00")
            return services.make_digests(actor=operator, on=date.fromisoformat(on), at=at, **more)

        def deliver(self, at, sender):
            return services.deliver(actor=operator, at=moment(at), sender=sender)

        def channel(self, who=None, address=ROBOT, kind=ChannelKind.WECOM):
            return services.add_channel(
                actor=who or self.head,
                kind=kind,
                address=address,
                secret="SECxyz12345",
                at=moment("2020-09-01 09:00"),
            )

    return Desk()
