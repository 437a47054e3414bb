"""Papers as files: authorisations, commitments and permits, each kept beside the ones before it."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from duban.audit.models import Entry
from duban.core import clock
from duban.core.errors import Forbidden, Invalid, NotFound
from duban.core.files import Upload
from duban.projects import selectors, services
from duban.projects.models import Scan
from duban.projects.types import Party, PermitDraft, ResponsibleDraft, ScanDraft, ScanKind
from tests.projects.site import AT, photo

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
STARTS = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def head(site):
    draft = ResponsibleDraft(Party.DESIGNER, "设计院", "李四", STARTS)
    return services.name_responsible(
        actor=site.lead, zone_id=site.zone, project_id=site.project.pk, draft=draft, at=AT
    )


@pytest.fixture
def file(site, head):
    def hand_in(
        content=PDF, name="授权书.pdf", *, actor=None, kind=ScanKind.AUTHORISATION, project=None, **more
    ):
        of = {"step": more["step"]} if "step" in more else {"responsible_id": more.get("row", head)}
        draft = ScanDraft(kind, Upload(name, content), **of)
        return services.file_scan(
            actor=actor or site.lead,
            zone_id=site.zone,
            project_id=project or site.project.pk,
            draft=draft,
            at=AT,
        )

    return hand_in


@pytest.fixture
def granted(site, keeper):
    services.adopt_default_procedures(actor=keeper, zone_id=site.zone, starts=date(2009, 1, 1), at=AT)
    draft = PermitDraft(granted_on=date(2020, 2, 1), number="银审备〔2020〕8号")
    services.record_permit(
        actor=keeper,
        zone_id=site.zone,
        project_id=site.project.pk,
        step="filed",
        draft=draft,
        version=0,
        at=AT,
    )


def kept(site, actor=None):
    return selectors.scans_of(actor=actor or site.keeper, zone_id=site.zone, project_id=site.project.pk)


def read(site, scan, actor=None):
    return selectors.scan(actor=actor or site.keeper, zone_id=site.zone, code=site.project.code, scan_id=scan)


def test_a_newer_paper_follows_and_the_old_one_stays_readable(site, file):
    first = file()
    assert file() == first, "the same file again is that one"
    second = file(PDF + b"%", "新授权书.pdf")
    assert [(s.id, s.name) for s in kept(site)] == [(second, "新授权书.pdf"), (first, "授权书.pdf")]
    assert read(site, first)[1].read_bytes() == PDF
    assert read(site, second)[1].read_bytes() == PDF + b"%"
    third = file()
    assert third not in {first, second}, "an old one handed in again is the newest again"
    last = Entry.objects.filter(verb="projects.file_scan").last()
    after = json.loads(last.after)
    assert (after["person"], after["kind"]) == ("李四", "authorisation")


def test_pictures_lose_where_and_with_what_they_were_taken(site, file):
    scan = file(photo(), "拍的授权书.jpg")
    row, path = read(site, scan)
    assert (row.mime, row.is_image) == ("image/jpeg", True)
    assert b"SecretPhone" not in path.read_bytes()
    assert dict(Image.open(io.BytesIO(path.read_bytes())).getexif()) == {}


def test_what_is_no_paper_is_told(site, file, settings):
    told = {
        "projects.not_a_paper": b"a,b\n1,2\n",
        "core.file_kind": b"<svg onload=alert(1)/>",
        "core.file_unreadable": photo()[:80],
    }
    for code, content in told.items():
        with pytest.raises(Invalid, match=code):
            file(content, "授权书.pdf")
    settings.DUBAN_ATTACHMENT_LIMIT = 10
    with pytest.raises(Invalid, match="file_too_large"):
        file()
    assert Scan.objects.count() == 0


def test_who_hands_in_and_who_reads(site, file, person, stranger):
    scan = file()
    for actor in (site.firm, person("caizheng"), person("zhuren")):
        with pytest.raises(Forbidden):
            file(PDF + b"2", actor=actor)
        assert read(site, scan, actor)[0].id == scan
    for actor in (stranger, person("xitong")):
        with pytest.raises(NotFound):
            file(PDF + b"2", actor=actor)
        with pytest.raises(NotFound):
            read(site, scan, actor)
        assert kept(site, actor) == ()


def test_another_projects_head_or_paper_is_not_there(site, file, head, plant):
    other = plant(name="别的厂房")
    with pytest.raises(NotFound):
        file(project=other.pk)
    scan = file()
    with pytest.raises(NotFound):
        selectors.scan(actor=site.keeper, zone_id=site.zone, code=other.code, scan_id=scan)
    with pytest.raises(NotFound):
        file(row=head + 999)


def test_a_permits_document_needs_the_permit(site, file, granted):
    with pytest.raises(Invalid, match="permit_first"):
        file(kind=ScanKind.PERMIT, step="land")
    scan = file(kind=ScanKind.PERMIT, step="filed", name="备案证.pdf")
    [row] = kept(site)
    assert (row.id, row.step, row.responsible_id, row.kind) == (scan, "filed", None, ScanKind.PERMIT)


def test_the_pages_show_and_hand_out(site, browse, head, granted, stranger):
    lead = browse("jianhuan")

    def at(name, *more):
        return reverse(name, args=["yinchuan", site.project.code, *more])

    def paper(content=PDF, name="授权书.pdf"):
        return SimpleUploadedFile(name, content, content_type="application/pdf")

    given = {"row": head, "kind": "authorisation"}
    assert lead.post(at("responsible-scan"), given | {"file": paper()}).status_code == 302
    assert lead.post(at("responsible-scan"), given | {"file": paper(PDF + b"%", "换.pdf")}).status_code == 302
    assert lead.post(at("permit-scan", "filed"), {"file": paper(name="备案证.pdf")}).status_code == 302
    page = lead.get(at("project-responsibility")).content.decode()
    newest, older = Scan.objects.get(name="换.pdf"), Scan.objects.get(name="授权书.pdf")
    assert f'<a href="{at("project-scan", newest.pk)}">换.pdf</a>' in page
    assert "以前的 1 份" in page
    assert f'<a href="{at("project-scan", older.pk)}">授权书.pdf</a>' in page
    permit = Scan.objects.get(kind="permit").pk
    for name in ("project-permits", "project-permit"):
        args = ("filed",) if name == "project-permit" else ()
        assert (
            f'<a href="{at("project-scan", permit)}">备案证.pdf</a>'
            in lead.get(at(name, *args)).content.decode()
        )
    for username, status in (("qiantao", 200), ("zhuren", 200), ("xitong", 404), ("bieren", 404)):
        answer = browse(username).get(at("project-scan", older.pk))
        assert answer.status_code == status, username
    answer = lead.get(at("project-scan", older.pk))
    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == (
        "nosniff",
        "no-store",
    )
    assert Client().get(at("project-scan", older.pk)).status_code == 302


def test_the_register_names_the_files(site, browse, file):
    file()
    file(PDF + b"%", "换.pdf")
    address = reverse("responsible-export", args=["yinchuan", site.project.code])
    rows = list(load_workbook(io.BytesIO(browse("jianhuan").get(address).getvalue())).active.values)
    assert rows[1][rows[0].index("授权书原件")] == "换.pdf；授权书.pdf"


def test_what_is_not_fit_is_told_at_the_form(site, browse, head, granted):
    lead = browse("jianhuan")

    def post(name, *more, **given):
        return lead.post(reverse(name, args=["yinchuan", site.project.code, *more]), given)

    bad = SimpleUploadedFile("x.pdf", b"<html>", content_type="application/pdf")
    answer = post("responsible-scan", row=head, kind="authorisation", file=bad)
    assert (answer.status_code, "x.pdf" in answer.content.decode()) == (422, True)
    assert post("responsible-scan", row=head, kind="authorisation").status_code == 422
    assert post("responsible-scan", row=head, kind="permit").status_code == 422
    assert post("responsible-scan", row="x", kind="commitment", file=bad).status_code == 404
    assert post("permit-scan", "land", file=bad).status_code == 422
    assert post("permit-scan", "nowhere", file=bad).status_code == 404


def test_illustrative_papers_leave_with_their_bytes(
    site, file, head, keeper, django_capture_on_commit_callbacks
):
    draft = ScanDraft(ScanKind.COMMITMENT, Upload("示例.pdf", PDF + b"%s"), head, is_sample=True)
    reach = {"zone_id": site.zone, "project_id": site.project.pk}
    sample = services.file_scan(actor=site.lead, **reach, draft=draft, at=AT)
    path = read(site, sample)[1]
    real = file()
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_samples(actor=keeper, zone_id=site.zone, at=AT)
    assert [s.id for s in kept(site)] == [real]
    assert read(site, real)[1].is_file()
    assert not path.exists()
