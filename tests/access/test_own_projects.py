"""A firm's head sees its own projects, reports on them, and reaches nothing else."""

from __future__ import annotations

from django.urls import reverse

from duban.demo.people import PASSWORD
from duban.enterprises.services import register_enterprise
from duban.enterprises.types import EnterpriseDraft
from duban.orgs.models import Unit
from duban.orgs.selectors import operator
from duban.projects.models import Project
from duban.projects.services import register_project
from duban.projects.types import Ownership, ProjectDraft, Regime
from tests.access.test_matrix import TODAY, firm, worked

__all__ = ["firm", "worked"]


def test_a_firm_s_head_sees_its_own_projects_and_no_others(client, worked, firm):
    unit = Unit.objects.get(code="firm")
    own = register_enterprise(
        actor=operator(name="测试"), zone_id=worked, draft=EnterpriseDraft("中讯", unit_id=unit.pk), at=TODAY
    )
    draft = ProjectDraft("中讯二期", Ownership.PRIVATE, Regime.FILING, code="zhongxun-2", enterprise_id=own)
    register_project(actor=operator(name="测试"), zone_id=worked, draft=draft, at=TODAY)
    other = Project.objects.exclude(code="zhongxun-2").get().code
    client.post(reverse("sign-in"), {"username": "qiye", "password": PASSWORD})
    for name in ("projects", "project-board", "project-map", "permits"):
        page = client.get(reverse(name, args=["yinchuan"])).content.decode()
        assert "中讯二期" in page, name
        assert "标准厂房" not in page, name
    for name in ("project", "project-permits", "project-responsibility", "project-investment"):
        assert client.get(reverse(name, args=["yinchuan", "zhongxun-2"])).status_code == 200, name
        assert client.get(reverse(name, args=["yinchuan", other])).status_code == 404, name
    figure = {"year": "2025", "month": "8", "source": "department", "amount": "10"}
    post = reverse("investment-figure", args=["yinchuan", "zhongxun-2"])
    assert client.post(post, figure).status_code == 302
    assert client.post(post, figure | {"source": "statistics"}).status_code == 403
    for name in ("project-edit", "project-new", "project-stages", "procedures", "zone-investment"):
        args = ["yinchuan", "zhongxun-2"] if name == "project-edit" else ["yinchuan"]
        assert client.get(reverse(name, args=args)).status_code == 404, name
