"""
The drive of September 2020 as work: what the article names, and a made-up course of it (示例).

The article's own words are in titles, tasks, standards of done and bases. Days, steps, persons, reports and moves
beyond it are made up, and every item that has any is marked; an item unmarked says only what the article says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from duban.demo.facts import ARTICLE
from duban.ledger.types import Frequency, Origin, Urgency

__all__ = ["DAY", "SLIPS_ON", "TASKS", "Act", "Task"]

DAY = date(2020, 10, 10)
"""The day on which the demonstration is looked at."""
SLIPS_ON = DAY
BEGUN, SIXTY_DAYS = date(2020, 9, 16), date(2020, 11, 14)
_MEETING = "2020年第三季度项目推进会"


@dataclass(frozen=True, slots=True)
class Act:
    """
    Something done to an item, on a day and hour, by whoever does such things; ``by`` names another.

    A report takes its percent and the steps it finishes, by their place from 1.
    """

    day: date
    verb: str
    text: str = ""
    percent: int = 0
    steps: tuple[int, ...] = ()
    by: str = ""
    unit: str = ""
    post: str = ""
    due: date | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """An item of the demonstration and its life."""

    key: str
    title: str
    task: str
    done_when: str
    lead: str
    responsible: str = ""
    assisting: tuple[str, ...] = ()
    person: str = ""
    start: date | None = BEGUN
    due: date | None = SIXTY_DAYS
    steps: tuple[tuple[str, date], ...] = ()
    life: tuple[Act, ...] = ()
    origin: Origin = Origin.MEETING
    parent: str = ""
    frequency: Frequency = Frequency.WEEKLY
    urgency: Urgency = Urgency.NORMAL
    tags: tuple[str, ...] = ()
    basis: str = ARTICLE
    is_sample: bool = True
    origin_text: str = field(default=_MEETING)


def _sep(day: int) -> date:
    return date(2020, 9, day)


def _oct(day: int) -> date:
    return date(2020, 10, day)


def _nov(day: int) -> date:
    return date(2020, 11, day)


_SENT = (Act(_sep(17), "register"), Act(_sep(17), "dispatch"))
_TAKEN = (*_SENT, Act(_sep(18), "accept"))
_LATE_SENT = (Act(_sep(27), "register"), Act(_sep(28), "dispatch"))


def _going(first: int, now: int, said: str = "", *, done: tuple[int, ...] = (1,)) -> tuple[Act, ...]:
    """Accepted, and reported on twice: on 25 September and on 9 October."""
    return (
        *_TAKEN,
        Act(_sep(25), "report", "已制定推进计划，任务落实到人", first),
        Act(_oct(9), "report", said or "按计划推进", now, done),
    )


_INDICATORS = (
    Task(
        "output",
        "工业总产值按月调度",
        "1—8月完成工业总产值217.4亿元，同比增长27%。优势指标要巩固，在持续发力和提高质量上下功夫。",
        "全年工业总产值目标完成",
        "economy",
        "economy",
        ("construction",),
        "industry-officer",
        steps=(("列出重点企业产值清单", _sep(25)), ("9月产值调度", _oct(15)), ("10月产值调度", _nov(14))),
        life=_going(20, 45, "重点企业产值清单已建，9月快报已收"),
        origin=Origin.INDICATOR,
        tags=("指标",),
    ),
    Task(
        "value-added",
        "规上工业增加值增速保持领先",
        "1—8月规模以上工业增加值同比增长23%。优势指标要巩固，力争全面超额完成。",
        "全年规上工业增加值增速目标完成",
        "economy",
        "economy",
        (),
        "industry-officer",
        steps=(("核对规上企业名录", _sep(25)), ("测算全年增速", _oct(20)), ("提交四季度调度意见", _nov(14))),
        life=_going(15, 40, "规上企业名录已核对"),
        origin=Origin.INDICATOR,
        tags=("指标",),
    ),
    Task(
        "investment",
        "固定资产投资应统尽统",
        "1—8月完成固定资产投资85.2亿元，同比增长10%。狠抓项目建设，确保全面完成全年固定资产投资目标任务。",
        "全年固定资产投资目标完成，已开工项目全部入库",
        "construction",
        "construction",
        ("economy",),
        "construction-head",
        steps=(("列出未入库项目清单", _sep(25)), ("补齐入库资料", _oct(20)), ("全部报送入库", _nov(14))),
        life=(*_TAKEN, Act(_sep(25), "report", "未入库项目清单已列", 15, (1,)),
              Act(_oct(9), "report", "入库资料补齐进度慢", 25, problem="部分施工单位发票、形象进度照片不齐")),
        origin=Origin.INDICATOR,
        urgency=Urgency.URGENT,
        tags=("指标",),
    ),
    Task(
        "revenue",
        "一般公共预算收入依法征收、应收尽收",
        "1—8月一般公共预算收入8.5亿元，同比增长8%。",
        "全年一般公共预算收入目标完成",
        "finance",
        "finance",
        ("economy",),
        "finance-clerk",
        due=_oct(31),
        steps=(("逐户分析重点税源", _sep(30)), ("到期非税收入缴库", _oct(30))),
        life=(*_TAKEN, Act(_sep(29), "report", "重点税源逐户分析完成", 30, (1,)),
              Act(_sep(30), "ask", "两家企业汇算延后，需顺延至60天期满", due=SIXTY_DAYS),
              Act(_oct(9), "grant", "同意顺延，每周报一次", due=SIXTY_DAYS),
              Act(_oct(10), "report", "已缴库非税收入3笔", 45)),
        origin=Origin.INDICATOR,
        tags=("指标",),
    ),
    Task(
        "funds",
        "招商引资到位资金冲刺80亿元",
        "截至8月底到位资金65.13亿元，完成自治区、银川市下达全年目标任务81.4%。",
        "全年到位资金达到下达的目标任务",
        "promotion",
        "promotion",
        ("economy", "finance"),
        "promotion-head",
        steps=(("逐户核对付款计划", _sep(25)), ("核实9月到位资金", _oct(12)), ("核实10月到位资金", _nov(12))),
        life=_going(30, 50, "付款计划逐户核对完，9月到账凭证正在收集"),
        origin=Origin.INDICATOR,
        tags=("指标", "招商"),
    ),
)  # fmt: skip

_PROJECTS = (
    Task(
        "projects",
        "17个政府及社会类投资项目如期推进",
        "2020年经开区建环局负责的政府及社会类投资项目共17个：续建10个、新开工7个，已全面开工；"
        "推进中仍存在协调不到位、推进不及时等问题。文中点名9个，其余8个未点名；点名的是否都在17个之内，文中没有说。",
        "17个项目按节点推进，如期建成",
        "construction",
        "construction",
        ("promotion", "economy"),
        "construction-head",
        due=date(2020, 12, 31),
        steps=(("逐个项目排出时间节点", _sep(23)), ("9月调度", _sep(30)), ("10月调度", _oct(30)), ("60天期满总结", _nov(14)),
               ("年终核对", date(2020, 12, 25))),
        life=_going(15, 35, "17个项目时间节点已排出", done=(1, 2)),
        tags=("项目",),
    ),
    Task(
        "longi",
        "督促推进：隆基年产15GW单晶硅棒和切片项目",
        "已完成1400多台单晶炉和330台切片机安装。",
        "设备全部安装调试完毕",
        "construction",
        "construction",
        ("economy",),
        "project-officer",
        due=_oct(31),
        steps=(("核对剩余设备清单", _sep(24)), ("单晶炉安装完", _oct(20)), ("切片机安装完", _oct(31))),
        life=_going(35, 55, "剩余设备清单已核对，安装队伍增加一个班组"),
        parent="projects",
        tags=("项目",),
    ),
    Task(
        "terminal",
        "督促推进：智能终端产业园入驻企业项目",
        "一期已签约的企业均已进场装修。6家企业预计年底前入规。",
        "一期入驻企业装修完工、具备投产条件",
        "construction",
        "promotion",
        ("construction",),
        "service-officer",
        steps=(("逐户排装修节点", _sep(25)), ("水电配套接通", _oct(25)), ("装修完工", _nov(14))),
        life=(*_SENT, Act(_sep(18), "refuse", "装修由建设环保局监管，不属招商职责"),
              Act(_sep(18), "uphold", "服务入驻企业由投资促进局负责，请办理", by="duchayuan"),
              Act(_sep(21), "accept"), Act(_sep(25), "report", "装修节点已逐户排出", 20, (1,)),
              Act(_oct(9), "report", "9户装修过半", 40)),
        parent="projects",
        tags=("项目", "招商"),
    ),
    Task(
        "zhongxun",
        "督促推进：银川中讯产业园项目",
        "两栋厂房已完成主体施工，预计年底前设备可进场安装。",
        "年底前设备进场安装",
        "construction",
        start=None,
        due=date(2020, 12, 31),
        life=(Act(_sep(27), "register"),),
        parent="projects",
        frequency=Frequency.NONE,
        tags=("项目",),
        is_sample=False,
    ),
    Task(
        "tongrentang",
        "督促推进：北京同仁堂生产基地项目",
        "原有办公楼及车间正在进行改造，部分设备已进场安装，预计11月试投产。",
        "11月试投产",
        "construction",
        "construction",
        ("promotion",),
        "project-officer",
        due=_nov(30),
        steps=(("办公楼改造完", _oct(20)), ("设备全部进场", _nov(5)), ("试投产", _nov(30))),
        life=_going(15, 30, "车间改造收尾，第二批设备到场", done=()),
        parent="projects",
        tags=("项目",),
    ),
    Task(
        "sports-park",
        "督促推进：高端产业综合配套区运动公园",
        "正在进行钢结构花架的安装。",
        "钢结构花架安装完成并通过验收",
        "construction",
        "construction",
        (),
        "project-officer",
        due=_oct(9),
        steps=(("花架主体安装", _sep(28)), ("验收", _oct(9))),
        life=(*_TAKEN, Act(_sep(25), "report", "花架主体安装过半", 50), Act(_sep(30), "report", "花架主体安装完", 80, (1,))),
        parent="projects",
        tags=("项目",),
    ),
    Task(
        "economy-park",
        "督促推进：高端产业综合配套区新经济公园",
        "正在进行园路铺装、给排水的管道敷设以及绿化。",
        "园路、给排水、绿化完工",
        "construction",
        "construction",
        (),
        "project-officer",
        due=_oct(14),
        steps=(("给排水管道敷设", _sep(30)), ("园路铺装", _oct(10)), ("绿化", _oct(14))),
        life=_going(45, 85, "管道敷设完，园路铺装收尾"),
        parent="projects",
        tags=("项目",),
    ),
    Task(
        "road-six",
        "督促推进：规划六路",
        "已完成路床报验。",
        "基层、面层施工节点完成",
        "construction",
        "construction",
        (),
        "project-officer",
        due=_oct(20),
        steps=(("基层施工", _sep(30)), ("面层施工", _oct(20))),
        life=(*_TAKEN, Act(_sep(30), "report", "基层施工完", 60, (1,)),
              Act(_oct(9), "report", "面层摊铺完", 100, (2,)), Act(_oct(10), "report_done", "基层、面层施工完成，自检合格")),
        parent="projects",
        tags=("项目",),
    ),
    Task(
        "road-three",
        "督促推进：规划三路",
        "已完成路床报验。",
        "基层施工节点完成",
        "construction",
        "construction",
        (),
        "project-officer",
        due=_oct(9),
        steps=(("基层施工", _sep(28)),),
        life=(*_TAKEN, Act(_sep(28), "report", "基层施工完", 100, (1,)), Act(_sep(28), "report_done", "基层施工完成"),
              Act(_sep(30), "verify", "9月30日到场查看，基层已完成，检测报告齐全", by="duchayuan"),
              Act(_oct(9), "strike_off")),
        parent="projects",
        tags=("项目",),
    ),
    Task(
        "road-two",
        "督促推进：规划东二街",
        "已完成路床报验。",
        "基层施工节点完成",
        "construction",
        "construction",
        (),
        "project-officer",
        due=_oct(23),
        steps=(("基层施工", _sep(29)), ("压实度检测", _oct(20))),
        life=(*_TAKEN, Act(_sep(29), "report", "基层施工完", 90, (1,)),
              Act(_sep(29), "report_done", "基层施工完成", problem="压实度检测报告未出"),
              Act(_oct(9), "send_back", "压实度检测报告没有附上，补齐后再报")),
        parent="projects",
        tags=("项目",),
    ),
    Task(
        "other-eight",
        "督促推进：其余8个未点名项目",
        "17个项目中文章没有点名的8个，按同样的要求逐个排出节点、逐周调度。",
        "8个项目按节点推进",
        "construction",
        "construction",
        (),
        "project-officer",
        steps=(("逐个排出节点", _sep(25)), ("补办施工手续", _oct(15)), ("10月调度", _oct(30)), ("60天期满总结", _nov(14))),
        life=(*_TAKEN, Act(_sep(25), "report", "排出5个项目节点", 10),
              Act(_oct(9), "report", "8个项目节点排齐，3个手续待补", 20, (1,), problem="3个项目施工手续办理慢")),
        parent="projects",
        tags=("项目",),
    ),
)  # fmt: skip

_PROMOTION = (
    Task(
        "signed",
        "32个签约项目跟踪落地",
        "累计签约项目32个。全力抓好已签约项目的落地落实工作，对在建、新开工项目进行跟踪管理，确保早日投产。",
        "32个签约项目逐个有进展、有责任人",
        "promotion",
        "promotion",
        ("construction", "economy", "finance"),
        "promotion-head",
        steps=(("逐个建卡", _sep(25)), ("9月走访", _sep(30)), ("10月走访", _oct(30)), ("60天期满总结", _nov(14))),
        life=_going(25, 45, "32个项目已建卡，走访19个", done=(1, 2)),
        tags=("招商",),
    ),
    Task(
        "phase-one",
        "智能终端产业园一期15个项目进场装修、注册和备案",
        "一期签约的15个项目，均已全部进场装修并完成工商注册及项目备案。",
        "15个项目工商注册、项目备案资料齐备",
        "promotion",
        "promotion",
        (),
        "service-officer",
        due=_oct(10),
        steps=(("收齐注册、备案资料", _sep(25)),),
        life=(*_TAKEN, Act(_sep(25), "report", "15户资料收齐", 100, (1,)), Act(_sep(25), "report_done", "15户注册、备案资料齐备"),
              Act(_sep(30), "verify", "抽查15户档案，资料齐全")),
        parent="signed",
        tags=("招商",),
    ),
    Task(
        "three-firms",
        "智能终端产业园一期3家企业9月底投产",
        "预计9月底3家企业投产。",
        "3家企业投产",
        "promotion",
        "promotion",
        ("construction",),
        "service-officer",
        due=_sep(30),
        steps=(("生产线调试", _sep(25)), ("投产", _sep(30))),
        life=(*_TAKEN, Act(_sep(25), "report", "3家生产线调试", 50, (1,)),
              Act(_sep(30), "report", "2家投产，1家设备未到", 67, problem="1家进口设备清关延误，预计10月中旬到场")),
        parent="signed",
        urgency=Urgency.URGENT,
        tags=("招商",),
    ),
    Task(
        "phase-two",
        "智能终端产业园二期4个签约项目落地",
        "二期已签约4个项目。",
        "4个项目完成工商注册、项目备案，进场装修",
        "promotion",
        "promotion",
        ("construction", "economy"),
        "service-officer",
        steps=(("一户一策", _sep(28)), ("完成注册备案", _oct(23)), ("进场装修", _nov(14))),
        life=_going(15, 35, "一户一策已定，2户提交注册材料"),
        parent="signed",
        tags=("招商",),
    ),
    Task(
        "outreach",
        "驻点招商小组外出对接",
        "坚持“走出去”与“请进来”相结合，创新驻点招商、以商招商、协会招商、产业链招商、领导挂帅招商等方式。",
        "在谈项目签约",
        "promotion",
        "promotion",
        (),
        "promotion-head",
        steps=(("制定外出计划", _sep(25)), ("外出对接", _oct(25))),
        life=(*_TAKEN, Act(_sep(25), "report", "外出计划已定", 20, (1,)), Act(_sep(29), "suspend", "对接企业改期，待新的时间")),
        tags=("招商",),
    ),
    Task(
        "utilities",
        "智能终端产业园水电配套接通",
        "一线帮助企业解决生产过程中存在的具体问题和困难。",
        "一期15户水电接通",
        "promotion",
        "construction",
        (),
        "construction-head",
        steps=(("列出未接通清单", _oct(9)), ("全部接通", _nov(6))),
        life=(Act(_sep(17), "register"), Act(_sep(21), "dispatch", unit="economy", post="economy-head"),
              Act(_sep(22), "refuse", "水电配套由建设环保局组织施工", by="jingfa"),
              Act(_sep(23), "reassign", "改由建设环保局负责", unit="construction", post="construction-head"),
              Act(_sep(24), "accept"), Act(_oct(9), "report", "未接通4户清单已列", 45, (1,))),
        tags=("招商", "项目"),
    ),
)  # fmt: skip

_SAFETY = (
    Task(
        "standard",
        "安全生产标准化建设",
        "安全生产标准化建设是落实企业主体责任的必要途径；以安全生产标准化施工为基准，按照“全员、全过程、全方位”的原则推动园区安全生产。",
        "在建项目安全生产标准化自评全部完成",
        "construction",
        "construction",
        ("economy", "promotion"),
        "safety-officer",
        steps=(("在建项目全部自评", _sep(30)), ("问题整改", _oct(25)), ("复查", _nov(14))),
        life=_going(20, 45, "在建项目自评完成"),
        tags=("安全",),
    ),
    Task(
        "inspection",
        "节后在建工地安全检查",
        "在全面推进项目建设的同时，始终紧抓安全生产不放松。",
        "在建工地检查一遍，问题清单到企业",
        "construction",
        "construction",
        (),
        "safety-officer",
        start=_sep(28),
        due=_oct(12),
        steps=(("检查一遍", _oct(10)), ("问题清单到企业", _oct(12))),
        life=(*_LATE_SENT, Act(_sep(29), "accept"), Act(_oct(9), "report", "已查12个工地", 85)),
        origin=Origin.INSPECTION,
        frequency=Frequency.NONE,
        tags=("安全",),
    ),
)

_DUTIES = (
    Task(
        "list",
        "按照清单化、项目化分解任务，建立工作台账",
        "按照清单化、项目化抓好任务分解，建立工作台账，明确时间表、路线图、责任人，发挥牵头部门的统筹作用、责任部门的主体作用。",
        "台账建成，每项都有时间表、路线图、责任人",
        "office",
        "office",
        ("economy", "construction", "promotion", "finance"),
        "supervision-officer",
        due=_sep(25),
        steps=(("各部门报送清单", _sep(21)), ("台账建成", _sep(25))),
        life=(*_TAKEN, Act(_sep(22), "report", "清单收齐", 60, (1,)), Act(_sep(25), "report", "台账建成", 100, (2,)),
              Act(_sep(25), "report_done", "台账建成并下发"), Act(_sep(27), "verify", "已逐项核对"),
              Act(_sep(27), "strike_off"), Act(_oct(9), "archive")),
    ),
    Task(
        "bulletin",
        "完善通报制度",
        "要完善通报制度，强化督查作用，用督查通报的形式，把压力传递到位，倒逼责任履职。",
        "通报制度印发，第一期通报发出",
        "office",
        "office",
        (),
        "supervision-officer",
        due=_oct(30),
        steps=(("起草通报制度", _sep(30)), ("印发", _oct(16)), ("发出第一期通报", _oct(30))),
        life=_going(35, 60, "通报制度已起草，正在征求意见"),
    ),
    Task(
        "front-line",
        "差距较大的指标到一线督查、找原因、定方案",
        "要针对每一项指标，特别是差距较大的指标到一线督查找原因定方案。",
        "差距较大的指标逐项有原因、有方案",
        "office",
        "economy",
        ("construction",),
        "economy-head",
        start=_sep(28),
        due=_oct(30),
        steps=(("列出差距较大的指标", _oct(9)), ("到一线督查", _oct(20)), ("方案报批", _oct(30))),
        life=_LATE_SENT,
        urgency=Urgency.URGENT,
    ),
    Task(
        "lifelong",
        "全面落实项目负责人终身责任制",
        "严格执行工程建设相关程序、全面落实项目负责人终身责任制。",
        "在建项目授权书、承诺书全部归档",
        "construction",
        "construction",
        (),
        "project-officer",
        steps=(("核对授权书、承诺书", _oct(16)), ("全部归档", _nov(14))),
        life=_TAKEN,
        tags=("项目",),
    ),
    Task(
        "procedure",
        "严格执行工程建设相关程序",
        "着力从督促项目施工进度、严格执行工程建设相关程序等方面，狠抓项目建设。",
        "在建项目手续清单逐项核对",
        "construction",
        "economy",
        (),
        "economy-head",
        start=_sep(28),
        steps=(("列出手续清单", _oct(16)), ("逐项核对", _nov(14))),
        life=(*_LATE_SENT, Act(_oct(9), "refuse", "施工许可、质监手续属建设环保局职责")),
        tags=("项目",),
    ),
    Task(
        "modes",
        "创新监督检查模式",
        "着力从创新监督检查模式、强化安全生产意识等方面，狠抓项目建设。",
        "",
        "construction",
        start=None,
        due=None,
        frequency=Frequency.NONE,
        is_sample=False,
    ),
    Task(
        "nodes",
        "细排时间节点，梳理推进流程",
        "通过细排时间节点，梳理推进流程，全力攻克关键环节的难点、堵点、卡点问题。",
        "各部门倒排时序进度表报齐",
        "economy",
        "economy",
        ("construction", "promotion", "finance"),
        "economy-head",
        due=_oct(16),
        steps=(("下发样表", _sep(22)), ("各部门报齐", _oct(14))),
        life=(*_TAKEN, Act(_sep(22), "report", "样表已下发", 40, (1,)), Act(_oct(9), "report", "已收3个部门", 75),
              Act(_oct(10), "ask", "两个部门的项目节点还在与企业核对", due=_oct(30))),
        origin=Origin.CAMPAIGN,
        origin_text="大干60天",
    ),
)  # fmt: skip

TASKS = (*_INDICATORS, *_PROJECTS, *_PROMOTION, *_SAFETY, *_DUTIES)
