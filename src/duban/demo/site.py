"""
What the article says of the projects' physical progress, entered as reviewed reports; and illustrative ones after it.

The article gives sentences and two counts, and no percentages: its reports have none. Everything else is 示例.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from duban.core.files import Upload
from duban.demo import facts, timeline
from duban.demo.scenes import SCENES, drawing, photo
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
    """What the article says of a project, by the project's code."""

    code: str
    image: str
    next_step: str = ""
    counts: tuple[tuple[str, str, str, str, int, bool, str], ...] = ()
    """Activity of the schedule, name, English name, unit, figure, whether it is the least, and the article's words."""


FACTS = (
    Fact(
        "longi-15gw",
        "已完成1400多台单晶炉和330台切片机安装。",
        counts=(
            ("3", "单晶炉安装", "Crystal furnaces installed", "台", 1400, True, "1400多台"),
            ("4", "切片机安装", "Slicing machines installed", "台", 330, False, "330台"),
        ),
    ),
    Fact("terminal-1", "一期已签约的企业均已进场装修。", "预计9月底3家企业投产。"),
    Fact("zhongxun", "两栋厂房已完成主体施工。", "预计年底前设备可进场安装。"),
    Fact("tongrentang", "原有办公楼及车间正在进行改造，部分设备已进场安装。", "预计11月试投产。"),
    Fact(
        "supporting-area",
        "运动公园正在进行钢结构花架的安装，新经济公园正在进行园路铺装、给排水的管道敷设以及绿化。",
    ),
    Fact("planned-road-6", "已完成路床报验。"),
    Fact("planned-road-3", "已完成路床报验。"),
    Fact("planned-east-2", "已完成路床报验。"),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """An illustrative report of the wholly illustrative project: nobody's real project is given a made-up figure."""

    kind: ReportKind
    end: date
    percent: int
    image: str
    laid: int
    """Square metres of floor."""
    fate: str = "review"
    """``review``, ``send_back`` or nothing: it still waits."""


SAMPLE_CODE = "standard-plant-3"
SAMPLES = (
    Sample(ReportKind.WEEKLY, date(2020, 9, 18), 22, "基础完成，一层柱绑扎（示例）", 1800),
    Sample(ReportKind.WEEKLY, date(2020, 9, 25), 27, "一层顶板浇筑完成（示例）", 2500),
    Sample(ReportKind.MONTHLY, _SEPTEMBER, 29, "二层柱浇筑过半（示例）", 2900, "send_back"),
    Sample(ReportKind.WEEKLY, date(2020, 10, 9), 34, "二层顶板支模（示例）", 3600, ""),
)
_OFFICERS = {
    "construction": ("xiangmu", "jianhuan"),
    "promotion": ("qiyefuwu", "zhaoshang"),
    "economy": ("gongye", "jingfa"),
}
"""Who reports and who reviews, by the department that leads."""


def load_site(*, cast: Mapping[str, Actor], units: Mapping[str, int], zone_id: int) -> None:
    """Enter what is said of the projects of the register."""
    day = facts.ARTICLE_DAY
    found = all_projects(
        actor=cast["ducha"], zone_id=zone_id, on=day, filter=ProjectFilter(day.year, state="all")
    )
    projects = {project.code: project for project in found}
    site = _Site(cast, {unit: code for code, unit in units.items()}, zone_id)
    for line in timeline.TIMELINES:
        site.follow(projects[line.code], line)
    for fact in FACTS:
        site.tell(projects[fact.code], fact)
    site.draw(projects[SAMPLE_CODE])
    for sample in SAMPLES:
        site.show(projects[SAMPLE_CODE], sample)


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
        for activity, name, name_en, unit, figure, least, said in fact.counts:
            work = services.set_work(
                actor=reviewer,
                zone_id=self.zone_id,
                project_id=project.id,
                draft=WorkDraft(name, unit, name_en, activity),
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
            Upload("示例施工图.jpg", drawing(SCENES["frame"])),
            kind=PictureKind.DRAWING,
            spot="东立面（示例）",
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

    def follow(self, project: ProjectRow, line: timeline.Timeline) -> None:
        """Enter a drawing and the weeks of photos over it."""
        reporter, reviewer = self.people(project)
        drawing_id = services.add_picture(
            actor=reviewer,
            zone_id=self.zone_id,
            project_id=project.id,
            picture=timeline.drawn(line),
            at=_moment(line.since, 15),
        )
        for draft, shot in timeline.weeks(line, drawing_id):
            self._report(project, draft, _moment(draft.end, 16), reporter, reviewer, "review", (shot,))

    def show(self, project: ProjectRow, sample: Sample) -> None:
        """Enter an illustrative week."""
        reporter, reviewer = self.people(project)
        at = _moment(sample.end, 16)
        work = services.set_work(
            actor=reviewer,
            zone_id=self.zone_id,
            project_id=project.id,
            draft=WorkDraft(
                "楼面浇筑（示例）",
                "平方米",
                "Floors poured (illustrative)",
                total=Decimal(9000),
                start=date(2020, 8, 24),
                finish=date(2020, 11, 13),
                is_sample=True,
            ),
            at=at,
        )
        page = progress_page(actor=reporter, zone_id=self.zone_id, code=project.code, on=sample.end)
        drawing = next((p.id for p in page.pictures if p.kind is PictureKind.DRAWING), None)
        shots = (
            PictureDraft(
                Upload(
                    f"示例{sample.end:%m%d}.jpg",
                    photo(SCENES["frame"], sample.percent, sample.end.isocalendar().week),
                ),
                drawing_id=drawing,
                caption="示例：绘制的示意图，不是实景照片",
                on=sample.end,
                is_sample=True,
            ),
        )
        draft = ReportDraft(
            sample.kind,
            sample.end,
            sample.percent,
            sample.image,
            counts=(CountDraft(work, Decimal(sample.laid)),),
            is_sample=True,
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
