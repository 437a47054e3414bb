"""
What the demonstration's people are stuck on (示例): the article's themes, with made-up troubles and a made-up course.

Every blocker is raised, acknowledged and answered by those whose move it is; no state is ever set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from duban.blockers.selectors import blocker_page
from duban.blockers.services import move_blocker, raise_blocker
from duban.blockers.types import BlockerDraft, BlockerKind, Subject
from duban.demo.work.course import october, sep
from duban.ledger.selectors import list_items
from duban.ledger.types import ItemFilter, View
from duban.orgs.selectors import list_posts
from duban.orgs.types import Actor

__all__ = ["BLOCKERS", "load_blockers"]

_HERE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did about it: a move, and to whom it went where it went on."""

    day: date
    by: str
    edge: str
    text: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Stuck:
    """Who is stuck on whom, over which item, why, and what became of it."""

    item: str
    kind: BlockerKind
    cause: str
    day: date
    by: str
    unit: str
    text: str
    help_wanted: str
    to: str = ""
    post: str = ""
    steps: tuple[Step, ...] = ()


BLOCKERS = (
    Stuck(
        "智能终端产业园水电配套接通",
        BlockerKind.BLOCKAGE,
        "utilities",
        sep(21),
        "zhaoshang",
        "promotion",
        "一期企业设备已到，厂区正式用电还没有接通，装修用的是临时电。",
        "请建设环保局协调供电公司，9月底前送电。",
        to="construction",
        steps=(
            Step(sep(22), "jianhuan", "acknowledge"),
            Step(sep(25), "jianhuan", "answer", "已与供电公司定下9月28日送电，现场由项目负责人盯办"),
            Step(sep(29), "zhaoshang", "clear", "已送电"),
        ),
    ),
    Stuck(
        "智能终端产业园二期4个签约项目落地",
        BlockerKind.STICKING,
        "permits",
        sep(27),
        "qiyefuwu",
        "promotion",
        "两个项目的备案材料退回补正，经营范围与产业目录对不上。",
        "请经济发展局一次告知要补什么，并指定专人对接。",
        to="economy",
        steps=(
            Step(sep(28), "jingfa", "acknowledge"),
            Step(sep(30), "jingfa", "answer", "补正清单已一次告知，指定专人对接，材料齐后当日备案"),
        ),
    ),
    Stuck(
        "督促推进：规划六路",
        BlockerKind.DIFFICULTY,
        "demolition",
        sep(24),
        "jianhuan",
        "construction",
        "终点段还有一处临时建筑没有拆除，管网接不上。",
        "请分管领导召集协调，明确拆除时间。",
        post="deputy-construction",
        steps=(Step(sep(25), "fuzhuren-jianshe", "acknowledge"),),
    ),
    Stuck(
        "招商引资到位资金冲刺80亿元",
        BlockerKind.DIFFICULTY,
        "funds",
        sep(28),
        "zhaoshang",
        "promotion",
        "部分企业的设备款要等银行授信，付款计划往后推。",
        "请帮助对接银行，推动授信尽快落地。",
        to="finance",
        steps=(
            Step(sep(29), "caizheng", "refuse", "企业融资对接由经济发展局牵头，不属本单位职责"),
            Step(sep(30), "fuzhuren-zhaoshang", "readdress", "由经济发展局牵头对接", unit="economy"),
            Step(sep(30), "jingfa", "acknowledge"),
        ),
    ),
    Stuck(
        "固定资产投资应统尽统",
        BlockerKind.STICKING,
        "statistics",
        october(9),
        "jianhuan",
        "construction",
        "两个已开工项目的入库资料缺合同盖章页，企业经办人刚换。",
        "请投资促进局联系企业，补齐资料。",
        to="promotion",
    ),
)


def load_blockers(*, cast: Mapping[str, Actor], units: Mapping[str, int], zone_id: int) -> None:
    """Raise what people are stuck on, and do about it what was done, day by day."""
    on = october(10)
    posts = {p.code: p.id for p in list_posts(actor=cast["ducha"], zone_id=zone_id, on=on)}
    rows = list_items(
        actor=cast["ducha"], zone_id=zone_id, on=on, filter=ItemFilter(view=View.ALL), size=200
    ).rows
    subjects = {
        row.title: Subject("item", str(row.id), row.title, row.number, f"/yinchuan/ledger/{row.id}/", row.due)
        for row in rows
    }
    walk = _Walk(cast, units, posts, zone_id, subjects)
    acts = [(stuck.day, 0, stuck) for stuck in BLOCKERS]
    acts += [(step.day, n, stuck) for stuck in BLOCKERS for n, step in enumerate(stuck.steps, start=1)]
    for day, n, stuck in sorted(acts, key=lambda act: act[:2]):
        at = datetime.combine(day, time(9 + n), _HERE)
        if n == 0:
            walk.put(stuck, at)
        else:
            walk.do(stuck, stuck.steps[n - 1], at)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Who there is, and what was raised so far, by the item it is about."""

    cast: Mapping[str, Actor]
    units: Mapping[str, int]
    posts: Mapping[str, int]
    zone_id: int
    subjects: Mapping[str, Subject]
    raised: dict[str, int] = field(default_factory=dict)

    def put(self, stuck: Stuck, at: datetime) -> None:
        draft = BlockerDraft(
            subject=self.subjects[stuck.item],
            kind=stuck.kind,
            unit_id=self.units[stuck.unit],
            cause=stuck.cause,
            text=stuck.text,
            help_wanted=stuck.help_wanted,
            to_unit_id=self.units.get(stuck.to),
            to_post_id=self.posts.get(stuck.post),
            is_sample=True,
        )
        self.raised[stuck.item] = raise_blocker(
            actor=self.cast[stuck.by], zone_id=self.zone_id, draft=draft, at=at
        )

    def do(self, stuck: Stuck, step: Step, at: datetime) -> None:
        actor, blocker_id = self.cast[step.by], self.raised[stuck.item]
        page = blocker_page(actor=actor, zone_id=self.zone_id, blocker_id=blocker_id, at=at)
        move_blocker(
            actor=actor,
            zone_id=self.zone_id,
            blocker_id=blocker_id,
            edge=step.edge,
            version=page.row.version,
            at=at,
            text=step.text,
            to_unit_id=self.units.get(step.unit),
        )
