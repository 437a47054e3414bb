"""The register of projects as a workbook that can be brought in again, and the five parties of one to be taken along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import override

from duban.exchange.listing import Heading, xlsx_file
from duban.exchange.project_columns import MONEY_COLUMNS
from duban.exchange.project_words import DATES
from duban.exchange.sheets.template import TemplateColumn, TemplateSpec
from duban.exchange.wording import word
from duban.orgs.selectors import unit_names
from duban.orgs.types import Actor
from duban.papers.cells import Value
from duban.projects.selectors import all_projects, drafts_of
from duban.projects.types import (
    ProjectDraft,
    ProjectFilter,
    ProjectHead,
    ProjectRow,
    ResponsibilityPage,
    ScanKind,
    ScanRow,
)

__all__ = ["project_template", "register_file", "responsibility_file"]

_COLUMNS = (
    ("code", "编号", 14), ("national_code", "项目代码", 24), ("name", "项目名称", 32), ("name_en", "英文名称", 24),
    ("year_class", "类别", 10), ("state", "状态", 10), ("ownership", "投资类别", 10), ("regime", "管理方式", 10),
    ("industry", "行业", 14), ("enterprise", "建设单位", 24), ("content", "建设内容及规模", 36), ("capacity", "产能", 14),
    ("address", "地点", 18), ("longitude", "经度", 10), ("latitude", "纬度", 10), ("land", "用地（亩）", 10), ("total_investment", "总投资（万元）", 14),
    ("expected_output", "预计年产值（万元）", 14), ("expected_tax", "预计年税收（万元）", 14), ("expected_jobs", "预计就业（人）", 10),
    *((f"money_{code}", f"{names[0]}（万元）", 14) for code, names in MONEY_COLUMNS.items()), ("outline", "用地范围", 36),
    ("lead", "牵头部门", 16), ("assisting", "配合部门", 24), ("backer", "包抓领导", 14), ("head", "项目负责人", 14), ("source", "资料来源", 24),
)  # fmt: skip  # zh: data


def register_file(
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    filter: ProjectFilter,  # noqa: A002
) -> IO[bytes]:
    """
    Return the projects a filter picks as a workbook; its columns are those an import knows by name.

    It is written in Chinese whoever takes it, because it is a form that comes back.
    """
    with override("zh-hans"):
        return _register(actor, zone_id, on, filter)


def _register(actor: Actor, zone_id: int, on: date, wanted: ProjectFilter) -> IO[bytes]:
    rows = all_projects(actor=actor, zone_id=zone_id, on=on, filter=wanted)
    drafts = drafts_of(actor=actor, zone_id=zone_id, ids=[row.id for row in rows])
    units, _posts = unit_names(zone_ids=[zone_id], on=on)
    headings = [
        *(Heading(label, width) for _name, label, width in _COLUMNS),
        *(Heading(str(said), 12) for said in DATES.values()),
        Heading("示例", 16),  # zh: data
    ]
    title = "项目登记册"  # zh: data
    return xlsx_file(title, headings, (_row(row, drafts[row.id], units) for row in rows))


def _row(row: ProjectRow, draft: ProjectDraft, units: Mapping[int, str]) -> Iterator[Value]:
    said: dict[str, Value] = {
        "year_class": word("project_class", row.year_class),
        "state": word("project_state", row.state),
        "ownership": word("ownership", row.ownership),
        "regime": word("regime", row.regime),
        "enterprise": row.enterprise,
        "lead": row.lead,
        "backer": row.backer,
        "head": row.head,
        "longitude": row.place.longitude,
        "latitude": row.place.latitude,
        "outline": "; ".join(f"{x},{y}" for x, y in row.place.outline),
        "assisting": "、".join(units[i] for i in sorted(draft.assisting_ids) if i in units),
        **{f"money_{code}": draft.money.get(code) for code in MONEY_COLUMNS},
    }
    for name, _label, _width in _COLUMNS:
        value = said.get(name) if name in said else getattr(draft, name)
        yield value if isinstance(value, (str, int, Decimal)) or value is None else str(value)
    for name in DATES:
        yield getattr(draft.dates, name)
    made_up = sorted(draft.illustrative)
    yield "示例" if draft.is_sample else "、".join(_label_of(name) for name in made_up)  # zh: data


def _label_of(name: str) -> str:
    labels = {field: label for field, label, _width in _COLUMNS}
    return str(DATES.get(name) or labels.get(name.removesuffix("_id"), name))


def project_template(departments: tuple[str, ...], posts: tuple[str, ...]) -> TemplateSpec:
    """Return the sheet to fill in: the columns an export has, with choices."""
    choices: dict[str, tuple[str, ...]] = {
        "ownership": ("政府投资", "社会投资"),
        "regime": ("审批制", "核准制", "备案制"),
        "lead": departments,
        "backer": posts,
        "head": posts,
    }  # zh: data
    left_out = {"year_class", "state"}
    columns = [
        TemplateColumn(label, "", choices.get(name, ()), width=width, required=name == "name")
        for name, label, width in _COLUMNS
        if name not in left_out
    ]
    columns += [TemplateColumn(label, number_format="yyyy-mm-dd") for label in _labels_of_dates().values()]
    return TemplateSpec(
        sheet=_("项目"),
        title=_("项目登记册导入表"),
        columns=tuple(columns),
        notes=(
            _("一行一个项目，按编号、项目代码、项目名称依次认；没有的新登记，有的只改不同的。"),
            _("类别由日期得出，不用填；停工、终止在项目页上办。"),
        ),
        refused=_("请从下拉中选择。"),
    )


def _labels_of_dates() -> dict[str, str]:
    with override("zh-hans"):
        return {name: str(said) for name, said in DATES.items()}


def responsibility_file(
    head: ProjectHead, found: ResponsibilityPage, scans: Sequence[ScanRow] = ()
) -> IO[bytes]:
    """Return everybody who stood for a party of a project, with papers, their files by name, and terms, as a workbook."""
    headings = [
        Heading(_("责任方"), 10), Heading(_("单位"), 28), Heading(_("项目负责人"), 12), Heading(_("执业资格证号"), 18),
        Heading(_("授权书文号"), 18), Heading(_("授权日期"), 12), Heading(_("授权书原件"), 24),
        Heading(_("承诺书文号"), 18), Heading(_("承诺日期"), 12), Heading(_("承诺书原件"), 24),
        Heading(_("起"), 12), Heading(_("止"), 12), Heading(_("变更事由"), 28), Heading(_("登记人"), 14), Heading(_("示例"), 6),
    ]  # fmt: skip
    return xlsx_file(head.code, headings, _people(found, scans))


def _files(scans: Sequence[ScanRow], row: int, kind: ScanKind) -> str:
    return "；".join(s.name for s in scans if s.responsible_id == row and s.kind is kind)


def _people(found: ResponsibilityPage, scans: Sequence[ScanRow]) -> Iterable[tuple[Value, ...]]:
    for row in found.rows:
        papers = row.papers
        yield (
            word("party", row.party), row.firm, row.person, row.certificate,
            papers.authorisation, papers.authorised_on, _files(scans, row.id, ScanKind.AUTHORISATION),
            papers.commitment, papers.committed_on, _files(scans, row.id, ScanKind.COMMITMENT),
            row.starts, row.ends, row.reason, row.by, _("示例") if row.is_sample else "",
        )  # fmt: skip
