"""Posts, not named persons: who can sign in to the demonstration, and as what."""

from __future__ import annotations

from dataclasses import dataclass

from duban.orgs.types import Role

PASSWORD = "Duban-2020-shili"  # noqa: S105 - the demonstration's, printed on its sign-in page

DEPARTMENTS = (
    ("office", "党政办公室（督查室）", "General Office (Supervision)", "director"),
    ("economy", "经济发展局", "Economic Development Bureau", "deputy-economy"),
    ("construction", "建设环保局", "Construction and Environment Bureau", "deputy-construction"),
    ("promotion", "投资促进局", "Investment Promotion Bureau", "deputy-promotion"),
    ("finance", "财政审计局", "Finance and Audit Bureau", "deputy-economy"),
)
"""Code, name, English name, and the post of the leader in charge."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One account of the demonstration."""

    username: str
    title: str
    title_en: str
    unit: str
    post: str
    roles: tuple[tuple[Role, str], ...]


PEOPLE = (
    DemoPerson("zhuren", "管委会主任", "Director", "yinchuan", "director", ((Role.DIRECTOR, "yinchuan"),)),
    DemoPerson(
        "fuzhuren-jingji",
        "管委会副主任（分管经济）",
        "Deputy Director (economy)",
        "yinchuan",
        "deputy-economy",
        ((Role.DEPUTY_DIRECTOR, "yinchuan"),),
    ),
    DemoPerson(
        "fuzhuren-jianshe",
        "管委会副主任（分管建设）",
        "Deputy Director (construction)",
        "yinchuan",
        "deputy-construction",
        ((Role.DEPUTY_DIRECTOR, "yinchuan"),),
    ),
    DemoPerson(
        "fuzhuren-zhaoshang",
        "管委会副主任（分管招商）",
        "Deputy Director (promotion)",
        "yinchuan",
        "deputy-promotion",
        ((Role.DEPUTY_DIRECTOR, "yinchuan"),),
    ),
    DemoPerson(
        "ducha",
        "督查室主任",
        "Head of Supervision",
        "office",
        "supervision-head",
        ((Role.SUPERVISOR, "yinchuan"), (Role.DEPARTMENT_HEAD, "office")),
    ),
    DemoPerson("kaohe", "考核员", "Assessor", "office", "assessor", ((Role.ASSESSOR, "yinchuan"),)),
    DemoPerson(
        "jingfa",
        "经济发展局局长",
        "Head of Economic Development",
        "economy",
        "economy-head",
        ((Role.DEPARTMENT_HEAD, "economy"), (Role.STATISTICIAN, "yinchuan")),
    ),
    DemoPerson(
        "tongji",
        "统计员",
        "Statistician",
        "economy",
        "statistician",
        ((Role.STATISTICIAN, "yinchuan"),),
    ),
    DemoPerson(
        "jianhuan",
        "建设环保局局长",
        "Head of Construction and Environment",
        "construction",
        "construction-head",
        ((Role.DEPARTMENT_HEAD, "construction"), (Role.READER, "yinchuan")),
    ),
    DemoPerson(
        "zhaoshang",
        "投资促进局局长",
        "Head of Investment Promotion",
        "promotion",
        "promotion-head",
        ((Role.DEPARTMENT_HEAD, "promotion"), (Role.READER, "yinchuan")),
    ),
    DemoPerson(
        "caizheng",
        "财政审计局经办",
        "Finance clerk",
        "finance",
        "finance-clerk",
        ((Role.RESPONSIBLE, "finance"),),
    ),
    DemoPerson(
        "xitong",
        "系统管理员",
        "System administrator",
        "office",
        "system-admin",
        ((Role.SYSTEM_ADMIN, "yinchuan"),),
    ),
    DemoPerson(
        "anquan",
        "安全管理员",
        "Security administrator",
        "office",
        "security-admin",
        ((Role.SECURITY_ADMIN, "yinchuan"),),
    ),
    DemoPerson(
        "shenji",
        "审计管理员",
        "Audit administrator",
        "office",
        "audit-admin",
        ((Role.AUDIT_ADMIN, "yinchuan"),),
    ),
    DemoPerson(
        "duchayuan",
        "督查员",
        "Supervision officer",
        "office",
        "supervision-officer",
        ((Role.SUPERVISOR, "yinchuan"),),
    ),
    DemoPerson(
        "gongye",
        "经济发展局工业运行负责人",
        "Industry officer",
        "economy",
        "industry-officer",
        ((Role.RESPONSIBLE, "economy"),),
    ),
    DemoPerson(
        "xiangmu",
        "建设环保局项目负责人",
        "Project officer",
        "construction",
        "project-officer",
        ((Role.RESPONSIBLE, "construction"),),
    ),
    DemoPerson(
        "anjian",
        "建设环保局安全生产负责人",
        "Work-safety officer",
        "construction",
        "safety-officer",
        ((Role.RESPONSIBLE, "construction"),),
    ),
    DemoPerson(
        "qiyefuwu",
        "投资促进局企业服务负责人",
        "Firm-service officer",
        "promotion",
        "service-officer",
        ((Role.RESPONSIBLE, "promotion"),),
    ),
)
HEADS = {
    "office": "supervision-head",
    "economy": "economy-head",
    "construction": "construction-head",
    "promotion": "promotion-head",
}
