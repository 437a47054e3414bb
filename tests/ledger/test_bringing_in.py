import io
from datetime import date

import openpyxl
import pytest

from duban.core.errors import Forbidden
from duban.core.sentences import sentence
from duban.engine.calendars import DayUnit
from duban.exchange.imports import returned_workbook
from duban.exchange.templates import template_of
from duban.exchange.types import Kind
from duban.indicators.types import Effect
from duban.ledger.models import Item
from duban.ledger.types import Frequency, ItemState, Origin, Urgency
from tests.ledger import books
from tests.ledger.books import book


def codes(problems):
    return [p.code for p in problems]


def clean(report):
    assert [sentence(p) for p in report.problems] == []
    return report


def test_a_list_of_key_work(bring, sheets):
    report = clean(bring(books.KEY_WORK))
    assert report.count(Effect.ADDED) == 4
    made = sheets()
    plan = made["编制高端产业综合配套区建设方案"]
    assert (plan.row.lead, plan.row.responsible, plan.assisting) == (
        "建设环保局",
        "建设环保局",
        ("经济发展局", "财政审计局"),
    )
    assert (plan.leader, plan.row.due, plan.row.state) == (
        "管委会副主任（分管建设）",
        date(2020, 12, 31),
        ItemState.DRAFT,
    )
    assert made["规划六路、规划三路、规划东二街建成通车"].row.due == date(2020, 11, 30)
    assert made["新签约项目落地"].row.due == date(2020, 9, 30)
    monthly = made["开展驻点招商"]
    assert (monthly.frequency, monthly.row.due) == (Frequency.MONTHLY, date(2020, 12, 31))
    told = codes(report.notes)
    assert told.count("exchange.first_leads") == 2
    assert told.count("exchange.short_unit") == 5
    assert "exchange.due_recurring" in told


def test_numbered_tasks_under_two_lines_of_headings(bring, sheets):
    clean(bring(books.LED_TASKS))
    made = sheets()["规上工业增加值增长20%。"]
    assert (made.row.lead, made.row.responsible, made.assisting) == (
        "经济发展局",
        "投资促进局",
        ("建设环保局",),
    )
    assert made.row.due is None


def test_a_register_keeps_its_numbers_and_counts_from_receipt(bring, sheets):
    report = clean(bring(books.REGISTER))
    made = sheets()
    safety = made["核查在建项目安全生产标准化"]
    # 16 September is a Wednesday: five working days after it end on the next Wednesday.
    assert (safety.row.number, safety.row.due, safety.row.unit) == (
        "督〔2020〕7号",
        date(2020, 9, 23),
        DayUnit.WORKING,
    )
    assert (safety.origin, safety.origin_text, safety.basis) == (
        Origin.INSTRUCTION,
        "管委会主任批示",
        "管委会主任批示",
    )
    assert safety.row.start == date(2020, 9, 16)
    funds = made["报送招商引资到位资金核实情况"]
    assert (funds.row.due, funds.done_when, funds.origin) == (
        date(2020, 9, 30),
        "2020年9月30日前书面报告",
        Origin.MEETING,
    )
    bare = made["整理督查通报"]
    assert (bare.row.number, bare.row.lead) == ("督〔2020〕9号", "党政办公室（督查室）")
    assert "exchange.line_number" in codes(report.notes)


def test_a_ledger_of_software(bring, sheets):
    report = clean(bring(books.SOFTWARE))
    made = sheets()
    phase = made["智能终端产业园二期4个项目落地"]
    assert phase.task == "完成注册、备案和进场"
    assert (phase.row.lead, phase.row.responsible) == ("投资促进局", "投资促进局")
    assert phase.assisting == ("经济发展局", "建设环保局")
    assert set(phase.tags) == {"招商", "关注"}
    assert (phase.frequency, phase.done_when) == (Frequency.WEEKLY, "4个项目全部备案")
    assert phase.origin_text == "会议纪要；第三季度项目推进会；提出：党政办公室"
    hidden = made["排查建筑工地安全隐患"]
    assert (hidden.row.due, hidden.row.state) == (date(2020, 10, 20), ItemState.DRAFT)
    states = next(p for p in report.notes if p.code == "exchange.states_left")
    assert states.args == ("任务状态、实际完成时间、实际完成情况",)
    left = next(p for p in report.notes if p.code == "exchange.columns_left")
    assert left.args == ("完成附件、领导批注、延期说明",)


def test_a_supervision_system(bring, sheets):
    clean(bring(books.SYSTEM))
    made = sheets()["同仁堂生产基地试投产"]
    assert (made.row.number, made.row.urgency, made.row.due) == (
        "[2020]01号",
        Urgency.EXTRA,
        date(2020, 11, 30),
    )
    assert set(made.tags) == {"项目", "重大"}
    assert made.task == "办公楼及车间改造，设备进场\n备注：每周调度"
    assert (made.row.responsible, made.assisting) == ("建设环保局", ("投资促进局",))


def test_a_plan_of_the_year(bring, sheets):
    clean(bring(books.YEAR_PLAN))
    made = sheets()
    park = made["运动公园"]
    assert (park.row.start, park.row.due) == (date(2020, 3, 1), date(2020, 12, 31))
    assert "项目总投资：8600" in park.task
    assert "资金来源：财政资金" in park.task
    assert made["规划六路"].row.start == date(2019, 1, 1)


def test_projects_backed_by_leaders(bring, sheets):
    clean(bring(books.BACKED))
    made = sheets()["银川中讯产业园"]
    assert [(s.title, s.due, s.proof) for s in made.steps] == [
        ("厂房验收", date(2020, 10, 31), ""),
        ("设备进场", date(2020, 12, 20), "现场照片"),
    ]
    assert made.done_when == "设备进场"
    assert "存在问题：配套水电未接" in made.task


@pytest.mark.parametrize(
    "name", ["KEY_WORK", "LED_TASKS", "REGISTER", "SOFTWARE", "SYSTEM", "YEAR_PLAN", "BACKED"]
)
def test_twice_changes_nothing(bring, name):
    content = getattr(books, name)
    first = bring(content)
    n, versions = Item.objects.count(), list(Item.objects.order_by("pk").values_list("version", flat=True))
    again = bring(content)
    assert again.count(Effect.UNCHANGED) == first.count(Effect.ADDED)
    assert Item.objects.count() == n
    assert list(Item.objects.order_by("pk").values_list("version", flat=True)) == versions


def test_a_dry_run_writes_nothing(bring):
    assert bring(books.REGISTER, commit=False).count(Effect.ADDED) == 3
    assert Item.objects.count() == 0


BAD = book(
    ["2020年工作台账"],
    ["编号", "事项", "牵头部门", "责任单位", "责任人", "完成时限"],
    ["督〔2020〕1号", "好的一行", "经济发展局", "投资促进局", "投资促进局局长", "11月底"],
    ["督〔2020〕2号", "部门写错", "经济发展处", "投资促进局", "投资促进局局长", "11月底"],
    ["督〔2020〕3号", "没有日期", "经济发展局", "各有关部门", "招商局局长", "长期坚持"],
    ["督〔2020〕1号", "编号重复", "经济发展局", "投资促进局", "", "11月底"],
    ["督〔2020〕5号", "从收文算起", "经济发展局", "投资促进局", "", "收到之日起5个工作日"],
)


def test_every_problem_is_told_and_nothing_is_written(bring):
    report = bring(BAD)
    assert not report.written
    assert Item.objects.count() == 0
    assert {(p.code, p.where) for p in report.problems} == {
        ("exchange.unknown_unit_near", "Sheet1!C4"),
        ("exchange.vague_unit", "Sheet1!D5"),
        ("exchange.unknown_person_near", "Sheet1!E5"),
        ("exchange.due_no_day", "Sheet1!F5"),
        ("exchange.same_item", "Sheet1!B6"),
        ("exchange.due_needs_receipt", "Sheet1!F7"),
    }
    near = next(p for p in report.problems if p.code == "exchange.unknown_unit_near")
    assert "经济发展局" in near.args[1]
    marked = openpyxl.load_workbook(
        io.BytesIO(returned_workbook(name="台账.xlsx", content=BAD, report=report))
    )
    assert "到哪一天算完成" in marked["Sheet1"]["F5"].comment.text


def test_the_good_rows_alone(bring, sheets):
    assert bring(BAD, good_rows_only=True).written
    assert list(sheets()) == ["好的一行"]


def test_only_supervision_brings_ledgers_in(bring, ledger):
    with pytest.raises(Forbidden):
        bring(books.REGISTER, actor=ledger.doer)


def test_a_number_marked_as_lead_leads(bring, sheets):
    clean(
        bring(
            book(
                ["事项", "责任单位", "完成时限"],
                ["甲", "投资促进局、经发局（牵头）、财政审计局", "2020-11-14"],
            )
        )
    )
    made = sheets()["甲"]
    assert (made.row.lead, made.row.responsible, made.assisting) == (
        "经济发展局",
        "投资促进局",
        ("财政审计局",),
    )


def test_one_piece_of_work_over_several_tasks(bring, sheets):
    clean(
        bring(
            book(
                ["2020年工作台账"],
                ["重点工作", "具体任务", "责任单位", "完成时限"],
                ["招商引资", "驻点招商。4个小组", "投资促进局", "年底前"],
                [None, "以商招商", None, None],
                ["安全生产", "隐患排查", "建设环保局", "年底前"],
                merges=("A3:A4", "C3:C4", "D3:D4"),
            )
        )
    )
    assert set(sheets()) == {"招商引资", "招商引资：以商招商", "安全生产"}
    assert sheets()["招商引资：以商招商"].row.due == date(2020, 12, 31)


def test_a_sheet_of_names_is_no_ledger(bring):
    assert codes(bring(book(["名称", "数量"], ["甲", 3])).problems) == ["exchange.no_ledger"]


def test_the_template_goes_back_in(bring, ledger, sheets):
    made = template_of(actor=ledger.supervisor, zone_id=ledger.zone, kind=Kind.LEDGER, on=ledger.on)
    filled = openpyxl.load_workbook(io.BytesIO(made))
    page = filled.worksheets[0]
    assert page.data_validations.dataValidation
    headings = [cell.value for cell in page[3]]
    row = {"事项": "甲", "牵头部门": "经济发展局", "责任部门": "投资促进局", "责任人": "投资促进局局长", "完成时限": date(2020, 11, 14),
           "报告频次": "每周", "路线图": "2020-09-30 走访企业（佐证：走访记录）\n2020-11-14 全部备案"}  # fmt: skip
    for name, value in row.items():
        page.cell(5, headings.index(name) + 1, value)
    stream = io.BytesIO()
    filled.save(stream)
    report = clean(bring(stream.getvalue()))
    assert report.count(Effect.ADDED) == 1
    assert [s.title for s in sheets()["甲"].steps] == ["走访企业", "全部备案"]
