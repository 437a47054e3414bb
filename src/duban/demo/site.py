"""
What the article says of the projects' physical progress, entered as reviewed reports; and illustrative ones after it.

The article gives sentences and two counts, and no percentages: its reports have none. Everything else is 示例.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from duban.core.files import Upload
from duban.demo import facts, pictures
from duban.orgs.types import Actor
from duban.projects import services
from duban.projects.selectors import all_projects, progress_page
from duban.projects.types import (
    CountDraft,
    PictureDraft,
    PictureKind,
    ProjectFilter,
    ProjectRow,
    ReportDraft,
    ReportKind,
    WorkDraft,
)

__all__ = ["load_site"]

_HERE = ZoneInfo("Asia/Shanghai")
_SEPTEMBER = date(2020, 9, 30)


@dataclass(frozen=True, slots=True)
class Fact:
    """What the article says of a project; ``key`` is found in its name."""

    key: str
    image: str
    next_step: str = ""
    counts: tuple[tuple[str, str, str, int, bool, str], ...] = ()
    """Name, English name, unit, figure, whether it is the least, and the article's words."""


FACTS = (
    Fact(
        "隆基",
        "已完成1400多台单晶炉和330台切片机安装。",
        counts=(
            ("单晶炉安装", "Crystal furnaces installed", "台", 1400, True, "1400多台"),
            ("切片机安装", "Slicing machines installed", "台", 330, False, "330台"),
        ),
    ),
    Fact("智能终端产业园一期", "一期已签约的企业均已进场装修。", "预计9月底3家企业投产。"),
    Fact("中讯", "两栋厂房已完成主体施工。", "预计年底前设备可进场安装。"),
    Fact("同仁堂", "原有办公楼及车间正在进行改造，部分设备已进场安装。", "预计11月试投产。"),
    Fact("运动公园", "正在进行钢结构花架的安装。"),
    Fact("新经济公园", "正在进行园路铺装、给排水的管道敷设以及绿化。"),
    Fact("规划六路", "已完成路床报验。"),
    Fact("规划三路", "已完成路床报验。"),
    Fact("规划东二街", "已完成路床报验。"),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """An illustrative report of a week after the article."""

    key: str
    end: date
    percent: int
    image: str
    fate: str = "review"
    """``review``, ``send_back`` or nothing: it still waits."""
    laid: int | None = None
    """Square metres of path, for the park."""


SAMPLES = (
    Sample("新经济公园", date(2020, 9, 18), 62, "园路铺装过半，给水管道敷设完（示例）", laid=6200),
    Sample("新经济公园", date(2020, 9, 25), 74, "排水管道敷设完，乔木栽植开始（示例）", laid=7400),
    Sample("新经济公园", date(2020, 10, 9), 81, "园路铺装收尾（示例）", fate="", laid=8100),
    Sample("运动公园", date(2020, 9, 25), 70, "花架主体安装过半（示例）"),
    Sample("规划东二街", date(2020, 9, 25), 55, "基层施工（示例）"),
    Sample("规划东二街", date(2020, 10, 9), 90, "面层摊铺（示例）", fate="send_back"),
    Sample("同仁堂", date(2020, 9, 25), 48, "车间改造收尾，第二批设备到场（示例）"),
)
_OFFICERS = {
    "construction": ("xiangmu", "jianhuan"),
    "promotion": ("qiyefuwu", "zhaoshang"),
    "economy": ("gongye", "jingfa"),
}
"""Who reports and who reviews, by the department that leads."""
_PARK = "新经济公园"


def load_site(*, cast: Mapping[str, Actor], units: Mapping[str, int], zone_id: int) -> None:
    """Enter what is said of the projects of the register; a project that is not in it is passed over."""
    day = facts.ARTICLE_DAY
    projects = all_projects(
        actor=cast["ducha"], zone_id=zone_id, on=day, filter=ProjectFilter(day.year, state="all")
    )
    site = _Site(cast, {unit: code for code, unit in units.items()}, zone_id)
    for fact in FACTS:
        for project in _named(projects, fact.key):
            site.tell(project, fact)
    for project in _named(projects, _PARK):
        site.draw(project)
    for sample in SAMPLES:
        for project in _named(projects, sample.key):
            site.show(project, sample)


def _named(projects: Iterable[ProjectRow], key: str) -> list[ProjectRow]:
    return [project for project in projects if key in project.name]


@dataclass(frozen=True, slots=True)
class _Site:
    cast: Mapping[str, Actor]
    codes: Mapping[int, str]
    zone_id: int

    def people(self, project: ProjectRow) -> tuple[Actor, Actor]:
        """Return who reports and who reviews."""
        lead = "" if project.lead_id is None else self.codes.get(project.lead_id, "")
        reporter, reviewer = _OFFICERS.get(lead, ("ducha", "duchayuan"))
        return self.cast[reporter], self.cast[reviewer]

    def tell(self, project: ProjectRow, fact: Fact) -> None:
        """Enter what the article says, as of its day."""
        reporter, reviewer = self.people(project)
        at = _moment(facts.ARTICLE_DAY, 15)
        counts = []
        for name, name_en, unit, figure, least, said in fact.counts:
            work = services.set_work(
                actor=reviewer,
                zone_id=self.zone_id,
                project_id=project.id,
                draft=WorkDraft(name, unit, name_en),
                at=at,
            )
            counts.append(CountDraft(work, Decimal(figure), least, said))
        draft = ReportDraft(
            ReportKind.MONTHLY,
            _SEPTEMBER,
            None,
            fact.image,
            on=facts.ARTICLE_DAY,
            next_step=fact.next_step,
            counts=tuple(counts),
            source=facts.ARTICLE,
        )
        self._report(project, draft, at, reporter, reviewer, "review")

    def draw(self, project: ProjectRow) -> None:
        """Keep an illustrative drawing, for the photos of the weeks to be laid over."""
        _reporter, reviewer = self.people(project)
        picture = PictureDraft(
            Upload("示例施工图.jpg", pictures.drawing()),
            kind=PictureKind.DRAWING,
            spot="服务用房东立面（示例）",
            activity="示例-30",
            caption="示例：绘制的示意图，不是真实图纸",
            on=date(2020, 3, 1),
            is_sample=True,
        )
        services.add_picture(
            actor=reviewer,
            zone_id=self.zone_id,
            project_id=project.id,
            picture=picture,
            at=_moment(facts.ARTICLE_DAY, 17),
        )

    def show(self, project: ProjectRow, sample: Sample) -> None:
        """Enter an illustrative week."""
        reporter, reviewer = self.people(project)
        at = _moment(sample.end, 16)
        counts: tuple[CountDraft, ...] = ()
        shots: tuple[PictureDraft, ...] = ()
        if sample.laid is not None:
            work = services.set_work(
                actor=reviewer,
                zone_id=self.zone_id,
                project_id=project.id,
                draft=WorkDraft(
                    "园路铺装（示例）",
                    "平方米",
                    "Paths laid (illustrative)",
                    "示例-20",
                    Decimal(10000),
                    date(2020, 8, 3),
                    date(2020, 10, 14),
                    is_sample=True,
                ),
                at=at,
            )
            counts = (CountDraft(work, Decimal(sample.laid)),)
            page = progress_page(actor=reporter, zone_id=self.zone_id, code=project.code, on=sample.end)
            drawing = next((p.id for p in page.pictures if p.kind is PictureKind.DRAWING), None)
            shots = (
                PictureDraft(
                    Upload(f"示例{sample.end:%m%d}.jpg", pictures.photo(sample.percent)),
                    drawing_id=drawing,
                    caption="示例：绘制的示意图，不是实景照片",
                    on=sample.end,
                    is_sample=True,
                ),
            )
        draft = ReportDraft(
            ReportKind.WEEKLY, sample.end, sample.percent, sample.image, counts=counts, is_sample=True
        )
        self._report(project, draft, at, reporter, reviewer, sample.fate, shots)

    def _report(
        self,
        project: ProjectRow,
        draft: ReportDraft,
        at: datetime,
        reporter: Actor,
        reviewer: Actor,
        fate: str,
        shots: tuple[PictureDraft, ...] = (),
    ) -> None:
        report = services.report_project(
            actor=reporter, zone_id=self.zone_id, project_id=project.id, draft=draft, at=at, pictures=shots
        )
        if not fate:
            return
        page = progress_page(actor=reviewer, zone_id=self.zone_id, code=project.code, on=at.date())
        services.review_report(
            actor=reviewer,
            zone_id=self.zone_id,
            project_id=project.id,
            report_id=report,
            edge=fate,
            version=next(r.version for r in page.reports if r.id == report),
            at=at.replace(hour=17),
            reason="照片没有拍到面层，请补拍（示例）" if fate == "send_back" else "",
        )


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), _HERE)
