"""
Illustrative weeks of pictures (示例) of projects the article names: a drawing, and photos of the same place over it.

The pictures are drawn, and the reports they come with state no figure: what the article says stays the newest that is
said of each. Each is tied to the activity of the illustrative schedule that it shows, within that activity's days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duban.core.files import Upload
from duban.demo.scenes import SCENES, drawing, photo
from duban.projects.types import PictureDraft, PictureKind, ReportDraft, ReportKind

__all__ = ["TIMELINES", "Timeline", "drawn", "weeks"]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A place of a project's site, and how far it was by the end of which weeks."""

    code: str
    scene: str
    spot: str
    activity: str
    """Id in the illustrative schedule."""
    since: date
    photos: tuple[tuple[date, int], ...]
    """The Friday, and how much of the picture is drawn: a share of the picture, not of the work."""


TIMELINES = (
    Timeline(
        "zhongxun", "frame", "2 号厂房南立面（示例）", "3", date(2020, 5, 15),
        ((date(2020, 7, 10), 35), (date(2020, 7, 31), 55), (date(2020, 8, 21), 80), (date(2020, 9, 11), 100)),
    ),
    Timeline(
        "supporting-area", "pergola", "运动公园花架（示例）", "2", date(2020, 7, 24),
        ((date(2020, 8, 7), 20), (date(2020, 8, 21), 40), (date(2020, 9, 4), 60), (date(2020, 9, 11), 78)),
    ),
    Timeline(
        "planned-road-6", "road", "K0+200 断面（示例）", "3", date(2020, 8, 21),
        ((date(2020, 8, 28), 38), (date(2020, 9, 4), 44), (date(2020, 9, 11), 50)),
    ),
)  # fmt: skip


def drawn(line: Timeline) -> PictureDraft:
    """Return the drawing the photos are laid over."""
    return PictureDraft(
        Upload(f"示例施工图-{line.code}.jpg", drawing(SCENES[line.scene])),
        kind=PictureKind.DRAWING,
        spot=line.spot,
        activity=line.activity,
        caption="示例：绘制的示意图，不是真实图纸",
        on=line.since,
        is_sample=True,
    )


def weeks(line: Timeline, drawing_id: int) -> list[tuple[ReportDraft, PictureDraft]]:
    """Return a report of each week with the photo that came with it."""
    return [
        (
            ReportDraft(
                ReportKind.WEEKLY, end, None, "只附绘制的示意图，不是实际进度", source="示例", is_sample=True
            ),
            PictureDraft(
                Upload(f"示例{end:%m%d}-{line.code}.jpg", photo(SCENES[line.scene], share, week)),
                drawing_id=drawing_id,
                caption="示例：绘制的示意图，不是实景照片",
                on=end,
                is_sample=True,
            ),
        )
        for week, (end, share) in enumerate(line.photos)
    ]
