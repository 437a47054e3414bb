"""The columns of a register of projects, by every name offices give them."""

from __future__ import annotations

from duban.exchange.sheets.headings import ColumnKind, ColumnSpec
from duban.projects.types import Ownership, Regime

__all__ = ["DATE_COLUMNS", "MONEY_COLUMNS", "OWNERSHIP_NAMES", "PROJECTS", "REGIME_NAMES"]

OWNERSHIP_NAMES = {
    "政府投资": Ownership.GOVERNMENT, "政府": Ownership.GOVERNMENT, "社会投资": Ownership.PRIVATE, "企业投资": Ownership.PRIVATE,
    "社会": Ownership.PRIVATE, "民间投资": Ownership.PRIVATE, **{o.value: o for o in Ownership},
}  # fmt: skip
REGIME_NAMES = {
    "审批制": Regime.APPROVAL, "审批": Regime.APPROVAL, "核准制": Regime.VERIFICATION, "核准": Regime.VERIFICATION,
    "备案制": Regime.FILING, "备案": Regime.FILING, **{r.value: r for r in Regime},
}  # fmt: skip

DATE_COLUMNS = {
    "signed_on": ("签约日期", "签约时间"),
    "planned_start": ("计划开工", "计划开工日期", "计划开工时间", "拟开工时间"),
    "ceremony_on": ("开工仪式", "开工仪式日期"),
    "started_on": ("实际开工", "开工日期", "开工时间", "实际开工日期", "实际开工时间"),
    "planned_finish": ("计划竣工", "计划竣工日期", "计划竣工时间", "计划完工时间"),
    "finished_on": ("实际竣工", "竣工日期", "竣工时间", "实际竣工日期"),
    "planned_production": ("计划投产", "计划投产日期", "计划投产时间"),
    "trial_on": ("试投产", "试投产日期", "试生产日期"),
    "producing_on": ("实际投产", "投产日期", "投产时间"),
    "capacity_on": ("达产", "达产日期", "达产时间"),
}

MONEY_COLUMNS = {
    "central": ("中央预算内资金", "中央预算内投资", "中央资金"),
    "regional": ("自治区资金", "省级资金"),
    "city": ("市级资金", "市本级资金"),
    "zone": ("园区资金", "开发区资金"),
    "bond": ("专项债券", "专项债"),
    "loan": ("银行贷款", "贷款"),
    "own": ("企业自筹", "自筹资金", "企业自筹资金"),
    "foreign": ("外资", "利用外资"),
    "other": ("其他资金",),
}
"""Sources of money, 万元, by the code of each."""

PROJECTS: tuple[ColumnSpec, ...] = (
    ColumnSpec("code", ("编号", "项目编号", "code")),
    ColumnSpec("national_code", ("项目代码", "国家项目代码", "平台代码", "national_code")),
    ColumnSpec("name", ("项目名称", "项目", "名称", "name"), required=True, kind=ColumnKind.KEY),
    ColumnSpec("name_en", ("英文名称", "name_en")),
    ColumnSpec("year_class", ("类别", "项目类别", "建设性质")),
    ColumnSpec("state", ("状态", "项目状态")),
    ColumnSpec("ownership", ("投资类别", "投资主体", "投资性质", "ownership")),
    ColumnSpec("regime", ("管理方式", "审批方式", "审批类型", "regime")),
    ColumnSpec("industry", ("行业", "所属行业", "industry")),
    ColumnSpec("enterprise", ("建设单位", "项目单位", "项目业主", "业主单位", "enterprise")),
    ColumnSpec("content", ("建设内容及规模", "建设内容", "建设规模及内容", "主要建设内容", "content")),
    ColumnSpec("capacity", ("产能", "生产能力", "capacity")),
    ColumnSpec("address", ("地点", "建设地点", "建设地址", "address")),
    ColumnSpec("longitude", ("经度", "longitude")),
    ColumnSpec("latitude", ("纬度", "latitude")),
    ColumnSpec("land", ("用地", "用地面积", "占地面积", "land")),
    ColumnSpec("total_investment", ("总投资", "计划总投资", "项目总投资", "total_investment"), kind=ColumnKind.VALUE),
    ColumnSpec("expected_output", ("预计年产值", "预计产值", "expected_output")),
    ColumnSpec("expected_tax", ("预计年税收", "预计税收", "expected_tax")),
    ColumnSpec("expected_jobs", ("预计就业", "预计就业人数", "就业人数", "expected_jobs")),
    *(ColumnSpec(f"money_{code}", names, kind=ColumnKind.VALUE) for code, names in MONEY_COLUMNS.items()),
    ColumnSpec("outline", ("用地范围", "四至坐标", "范围坐标", "outline")),
    ColumnSpec("assisting", ("配合部门", "配合单位", "协办单位", "assisting")),
    ColumnSpec("lead", ("牵头部门", "责任单位", "责任部门", "牵头单位", "lead")),
    ColumnSpec("backer", ("包抓领导", "包抓责任人", "责任领导", "backer")),
    ColumnSpec("head", ("项目负责人", "企业负责人", "head")),
    ColumnSpec("source", ("资料来源", "依据", "source")),
    *(ColumnSpec(name, (*names, name)) for name, names in DATE_COLUMNS.items()),
    ColumnSpec("sample", ("示例",)),
)  # fmt: skip
