"""Ledgers written out: every layout comes in again and changes nothing."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from duban.core.sentences import sentence
from duban.engine.calendars import DayUnit
from duban.exchange.ledgers.exports import LIST, layout_names, ledger_export
from duban.exchange.listing import file_parts
from duban.indicators.types import Effect
from duban.ledger.models import Assistance, Item, ItemTag, Step
from duban.ledger.selectors import iter_sheets
from duban.ledger.types import ItemFilter, Origin, Urgency, View
from tests.ledger import books


def codes(problems):
    return [p.code for p in problems]


def clean(report):
    assert [sentence(p) for p in report.problems] == []
    return report


@pytest.mark.parametrize("layout", layout_names())
@pytest.mark.parametrize(("fmt", "language"), [("xlsx", "zh-hans"), ("csv", "zh-hans"), ("xlsx", "en")])
def test_out_and_in_again_changes_nothing(bring, ledger, layout, fmt, language):
    if (layout, language) == (LIST, "en"):
        pytest.skip("the page as an English reader sees it is no office's ledger")
    ledger.struck_off(title="已销号的事项", tags=("招商", "关注", "重大"))
    ledger.under_way(
        title="办理中的事项",
        responsible_id=ledger.units["promotion"],
        assisting_ids=(ledger.units["finance"],),
    )
    ledger.draft(
        title="自己牵头自己办",
        lead_id=ledger.units["promotion"],
        task="一\n二",
        assisting_ids=(ledger.units["office"],),
    )
    ledger.draft(title="责任部门未定", responsible_id=None, person_id=None, steps=())
    whole = ledger.draft(
        title="运动公园", task=WRITTEN, urgency=Urgency.EXTRA, weight=7, unit=DayUnit.WORKING,
        origin=Origin.DOCUMENT, origin_text="市政府文件", is_sample=True, tags=("项目",),
    )  # fmt: skip
    for unit in ("promotion", "construction"):
        ledger.draft(title=f"运动公园：{unit}", parent_id=whole, responsible_id=ledger.units[unit], task="")
    ledger.draft(title="自己牵头自己办", lead_id=ledger.units["economy"], task="同名的另一件")
    with translation.override(language):
        made = ledger_export(
            actor=ledger.supervisor,
            zone_id=ledger.zone,
            on=ledger.on,
            filter=ItemFilter(view=View.ALL),
            layout=layout,
        )
        content = b"".join(made.csv_parts()) if fmt == "csv" else b"".join(file_parts(made.xlsx_file()))
        before = everything()
        report = bring(content, name=f"台账.{fmt}")
    assert [sentence(p) for p in report.problems] == []
    assert report.count(Effect.UNCHANGED) == 8
    assert everything() == before


WRITTEN = "园路\n绿化\n基本情况：两块地\n南北各一\n存在问题：征拆\n项目总投资：8600万元\n资金来源：财政资金\n备注：每周调度"


def everything():
    tables = (Item, Step, Assistance, ItemTag)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_what_comes_in_under_its_own_columns_goes_out_under_them(bring, ledger):
    for content, layout in ((books.YEAR_PLAN, "6"), (books.BACKED, "7")):
        clean(bring(content))
        made = ledger_export(
            actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on,
            filter=ItemFilter(view=View.ALL, q="运动公园" if layout == "6" else "中讯"), layout=layout,
        )  # fmt: skip
        [row] = made.rows
        told = dict(zip((h.label for h in made.headings), row, strict=True))
        wanted = PLANNED if layout == "6" else BACKED
        assert {name: told[name] for name in wanted} == wanted


PLANNED = {
    "项目名称": "运动公园",
    "建设内容及规模": "钢结构花架、园路、绿化",
    "建设工期": "2020年3月1日—2020年12月31日",
    "项目总投资": "8600万元",
    "年度投资额": "5200万元",
    "资金来源": "财政资金",
    "责任单位": "建设环保局",
}
BACKED = {
    "项目名称": "银川中讯产业园",
    "包抓领导": "管委会副主任（分管建设）",
    "责任单位": "建设环保局",
    "基本情况": "两栋厂房",
    "建设进展": "主体施工完成",
    "存在问题": "配套水电未接",
    "后段打算": "年底前设备进场",
    "建设内容": "",
    "建设目标": "设备进场",
    "节点安排": "2020-10-31 厂房验收\n2020-12-20 设备进场（佐证：现场照片）",
    "完成时限": date(2020, 12, 31),
}


def test_an_export_holds_exactly_the_rows_of_the_list(ledger):
    ledger.under_way(title="甲")
    ledger.struck_off(title="乙")
    asked = ItemFilter(view=View.OPEN)
    for layout in layout_names():
        made = ledger_export(
            actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on, filter=asked, layout=layout
        )
        assert len(list(made.rows)) == 1
    assert (
        len(
            list(
                iter_sheets(
                    actor=ledger.supervisor,
                    zone_id=ledger.zone,
                    on=ledger.on,
                    filter=replace(asked, view=View.ALL),
                )
            )
        )
        == 2
    )
