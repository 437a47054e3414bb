import io
import zipfile
from datetime import date

import pytest
from django.conf import settings
from PIL import Image

from duban.core.errors import Forbidden, Invalid, NotFound
from duban.core.files import Upload, cleaned, safe_name
from duban.ledger import selectors, services
from duban.ledger.models import Attachment, Item, Progress
from duban.ledger.types import ItemState, View


def codes(refused):
    return [p.code for p in refused.value.problems]


def photo(size=(60, 40), form="JPEG", orientation=None):
    image = Image.new("RGB", size, "red")
    image.putpixel((0, 0), (0, 0, 255))
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[2] = (38.0, 29.0, 13.0)
    if orientation:
        exif[0x0112] = orientation
    out = io.BytesIO()
    image.save(out, form, exif=exif.tobytes(), **({"quality": 95} if form == "JPEG" else {}))
    return out.getvalue()


def package(*members, **given):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for member in members:
            made.writestr(member, given.get("content", "x"))
    return out.getvalue()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.VAR = tmp_path


def test_the_first_report_begins_the_work(ledger):
    item = ledger.accepted()
    ledger.report(item, 20)
    page = ledger.page(item)
    assert (page.row.state, page.row.percent) == (ItemState.UNDER_WAY, 20)
    assert page.row.last_report_at == ledger.at


def test_a_report_sent_twice_is_one(ledger):
    item = ledger.accepted()
    first = ledger.report(item, 20, key="k-1")
    version = ledger.version(item)
    assert ledger.report(item, 20, key="k-1") == first
    ledger.move(item, "suspend", ledger.supervisor, reason="暂缓")
    assert ledger.report(item, 20, key="k-1") == first
    assert Progress.objects.count() == 1
    assert ledger.version(item) == version + 1


def test_only_those_who_do_the_work_report(ledger):
    item = ledger.accepted()
    for actor in (ledger.lead, ledger.other, ledger.supervisor):
        with pytest.raises(Forbidden):
            ledger.report(item, 20, actor=actor)


def test_everything_wrong_is_said_at_once(ledger):
    item = ledger.under_way()
    with pytest.raises(Invalid) as refused:
        ledger.report(item, 101, text=" ", steps_done=(999,))
    assert codes(refused) == ["ledger.bad_percent", "core.required", "ledger.unknown_step"]
    with pytest.raises(Invalid) as refused:
        ledger.report(item, 10)
    assert codes(refused) == ["ledger.going_back"]
    ledger.report(item, 10, problem="企业退回一笔资金")
    assert ledger.page(item).row.percent == 10


def test_reports_are_appended_and_steps_done_with_them(ledger):
    item = ledger.under_way()
    step = ledger.page(item).steps[0]
    ledger.report(item, 60, steps_done=(step.id,), help_wanted="请建环局协助", next_step="签约")
    page = ledger.page(item)
    assert [p.percent for p in page.progress] == [60, 30]
    assert (page.steps[0].done_on, page.steps[0].done_by) == (ledger.on, "投资促进局局长")
    draft = ledger.a_draft(steps=())
    with pytest.raises(Invalid) as refused:
        services.edit_item(
            actor=ledger.doer, item_id=item, version=page.row.version, draft=draft, at=ledger.later(), reason="重排"
        )  # fmt: skip
    assert "ledger.step_is_done" in codes(refused)


def test_a_step_is_done_with_the_proof_it_asks_for(ledger):
    from duban.ledger.types import StepDraft

    item = ledger.under_way(steps=(StepDraft("现场核验", date(2020, 9, 30), "现场照片"),))
    [step] = ledger.page(item).steps

    def finish(**given):
        services.complete_step(
            **{
                "actor": ledger.doer, "item_id": item, "step_id": step.id, "on": ledger.on, "at": ledger.later(),
                **given,
            }
        )  # fmt: skip

    with pytest.raises(Invalid) as refused:
        finish(on=date(2020, 9, 20))
    assert codes(refused) == ["ledger.day_ahead", "ledger.proof_needed"]
    finish(uploads=[Upload("现场.jpg", photo())])
    page = ledger.page(item)
    assert [a.step_id for a in page.attachments] == [step.id]
    with pytest.raises(Invalid) as refused:
        finish()
    assert codes(refused) == ["ledger.step_is_done"]


def test_a_photo_loses_place_and_device_and_stands_upright(ledger):
    item = ledger.under_way()
    ledger.report(item, 40, uploads=[Upload("IMG_1.JPG", photo((60, 40), orientation=6))])
    [file] = ledger.page(item).progress[0].attachments
    row, path = selectors.attachment(actor=ledger.other, attachment_id=file.id)
    content = path.read_bytes()
    assert (row.kind, row.name, row.is_image) == ("image/jpeg", "IMG_1.jpg", True)
    assert b"SecretPhone" not in content
    assert b"Exif" not in content
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (40, 60)
        assert not image.getexif()


def test_the_same_file_is_kept_once(ledger):
    one, other = ledger.under_way(), ledger.under_way(title="另一项")
    upload = Upload("a.pdf", b"%PDF-1.7 x")

    def attach(item, name="a.pdf"):
        return services.attach(
            actor=ledger.doer, item_id=item, upload=Upload(name, upload.content), at=ledger.later()
        )

    assert attach(one) == attach(one, "b.pdf")
    attach(other)
    assert Attachment.objects.count() == 2
    kept = [p for p in (settings.VAR / "attachments").rglob("*") if p.is_file()]
    assert len(kept) == 1
    assert kept[0].name.startswith(kept[0].parent.name)


def test_files_are_served_only_to_those_who_see_the_item(ledger, stranger):
    item = ledger.under_way()
    file = services.attach(
        actor=ledger.doer, item_id=item, upload=Upload("a.txt", "记录".encode()), at=ledger.later()
    )
    with pytest.raises(NotFound):
        selectors.attachment(actor=stranger, attachment_id=file)
    with pytest.raises(NotFound):
        services.attach(actor=stranger, item_id=item, upload=Upload("a.txt", b"x"), at=ledger.at)
    with pytest.raises(Forbidden):
        services.attach(actor=ledger.other, item_id=item, upload=Upload("a.txt", b"x"), at=ledger.at)


def test_nothing_is_kept_with_what_is_struck_off_or_too_large(ledger, settings):
    item = ledger.struck_off()
    with pytest.raises(Invalid):
        services.attach(actor=ledger.doer, item_id=item, upload=Upload("a.txt", b"x"), at=ledger.at)
    settings.DUBAN_ATTACHMENT_LIMIT = 1024 * 1024
    other = ledger.under_way()
    with pytest.raises(Invalid) as refused:
        services.attach(
            actor=ledger.doer, item_id=other, upload=Upload("a.txt", b"x" * 1024 * 1025), at=ledger.at
        )
    assert codes(refused) == ["core.file_too_large"]
    assert not (settings.VAR / "attachments").exists()


def bomb():
    out = io.BytesIO()
    Image.new("1", (20000, 20000)).save(out, "PNG")
    return out.getvalue()


HOSTILE = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg after bom": b"\xef\xbb\xbf <?xml version='1.0'?><svg/>",
    "page": b"<html><script>alert(1)</script></html>",
    "page named as text": b"hello <SCRIPT>alert(1)</SCRIPT>",
    "archive": package("evil.exe"),
    "program": b"MZ\x90\x00" + b"\x00" * 100,
    "elf": b"\x7fELF" + b"\x00" * 60,
    "gif": b"GIF89a" + b"\x00" * 20,
    "tiff": b"II*\x00" + b"\x00" * 20,
    "macros": package("word/document.xml", "word/vbaProject.bin"),
    "way out": package("word/document.xml", "../../etc/passwd"),
    "broken zip": b"PK\x03\x04" + b"junk" * 20,
    "broken jpeg": photo()[:200],
    "broken png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 30,
    "jpeg in name only": b"\xff\xd8\xff" + b"<script>alert(1)</script>" * 5,
    "pixel bomb": bomb(),
    "empty": b"",
    "blank": b"   ",
    "control": b"abc\x1b[2Jdef",
    "ole without a document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name):
    for ending in ("jpg", "pdf", "docx", "txt"):
        with pytest.raises(Invalid):
            cleaned(Upload(f"照片.{ending}", HOSTILE[name]))


def test_what_hides_behind_a_picture_is_left_behind():
    for form, script in (("JPEG", b"<script>alert(1)</script>"), ("PNG", package("evil.exe"))):
        kept = cleaned(Upload("x.html", photo(form=form) + script))
        assert script not in kept.content
        assert b"evil.exe" not in kept.content
        assert (kept.kind, kept.ending) in {("image/jpeg", "jpg"), ("image/png", "png")}


def test_a_large_photo_is_made_smaller():
    kept = cleaned(Upload("x.jpg", photo((5000, 2500))))
    with Image.open(io.BytesIO(kept.content)) as image:
        assert max(image.size) <= 4096


@pytest.mark.parametrize(
    ("content", "name", "kind", "ending"),
    [
        (photo(form="PNG"), "a.png", "image/png", "png"),
        (photo(form="WEBP"), "a", "image/webp", "webp"),
        (b"%PDF-1.4\n%x", "通知.pdf", "application/pdf", "pdf"),
        (package("[Content_Types].xml", "word/document.xml"), "a.zip", None, "docx"),
        (package("xl/workbook.xml"), "a.docx", None, "xlsx"),
        (package("ppt/presentation.xml"), "a", None, "pptx"),
        (package("OFD.xml", "Doc_0/Document.xml"), "a.ofd", "application/ofd", "ofd"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a.wps", None, "wps"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "a.xls", None, "xls"),
        ("到位资金65.13亿元".encode(), "记录.txt", "text/plain", "txt"),
        ("项目,金额\n一期,65".encode("gb18030"), "表.csv", "text/csv", "csv"),
        (b"notes", "run.exe", "text/plain", "txt"),
    ],
)
def test_files_are_known_by_what_they_hold(content, name, kind, ending):
    kept = cleaned(Upload(name, content))
    assert kept.ending == ending
    assert kind is None or kept.kind == kind


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\windows\\a.exe", "a.pdf"),
        ("通知\u202efdp.exe", "通知fdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ('"><script>.html', "___script_.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "file.pdf"),
        ("长" * 300 + ".pdf", "长" * 100 + ".pdf"),
        ("a.pdf.exe", "a.pdf.pdf"),
    ],
)
def test_names_are_harmless(name, safe):
    assert safe_name(name, "pdf") == safe


def test_open_work_moves_with_a_record_when_a_post_changes_hands(ledger):
    item, closed = ledger.under_way(), ledger.struck_off(title="已销号")
    args = {"from_post_id": ledger.posts["promotion-head"], "to_post_id": ledger.posts["construction-head"]}
    with pytest.raises(Forbidden):
        services.hand_over(actor=ledger.other, reason="调动", at=ledger.later(), **args)
    with pytest.raises(NotFound):
        services.hand_over(
            actor=ledger.supervisor, reason="调动", at=ledger.later(), item_ids=[item, closed], **args
        )
    with pytest.raises(Invalid) as refused:
        services.hand_over(actor=ledger.supervisor, reason=" ", at=ledger.later(), **args)
    assert codes(refused) == ["core.required"]
    assert services.hand_over(actor=ledger.supervisor, reason="工作调动", at=ledger.later(), **args) == 1
    page = ledger.page(item)
    assert (page.row.person, page.moves[-1].edge) == ("建设环保局局长", "hand_over")
    assert page.moves[-1].changes == {"person": ("投资促进局局长", "建设环保局局长")}
    assert ledger.page(closed).row.person == "投资促进局局长"
    assert ledger.ids(View.OPEN, person_id=ledger.posts["construction-head"]) == [item]


def test_a_draft_says_everything_that_is_wrong(ledger):
    with pytest.raises(Invalid) as refused:
        ledger.draft(
            title="", lead_id=9999, person_id=9999, parent_id=9999, plan_id=9999, weight=0,
            start=date(2020, 12, 1), tags=("长" * 30,), assisting_ids=(9998,),
        )  # fmt: skip
    assert set(codes(refused)) == {
        "core.required", "core.too_long", "ledger.unknown_unit", "ledger.unknown_post", "ledger.unknown_plan",
        "ledger.unknown_parent", "core.dates_crossed", "ledger.bad_weight",
    }  # fmt: skip
    assert Item.objects.count() == 0


def test_who_may_change_what_and_when(ledger):
    item = ledger.under_way()
    version = ledger.version(item)

    def edit(actor, reason="按会议要求", **given):
        held, now = selectors.item_draft(actor=ledger.supervisor, item_id=item)
        from dataclasses import replace

        return services.edit_item(
            actor=actor,
            item_id=item,
            version=now,
            draft=replace(held, **given),
            at=ledger.later(),
            reason=reason,
        )

    assert edit(ledger.supervisor) == version
    with pytest.raises(Invalid) as refused:
        edit(ledger.supervisor, reason="", task="改写")
    assert codes(refused) == ["core.required"]
    with pytest.raises(Invalid) as refused:
        edit(ledger.supervisor, due=date(2020, 12, 31), responsible_id=ledger.units["finance"])
    assert [p.where for p in refused.value.problems] == ["due", "responsible_id"]
    with pytest.raises(Invalid):
        edit(ledger.doer, title="改名")
    with pytest.raises(Forbidden):
        edit(ledger.other, title="改名")
    assert edit(ledger.doer, person_id=ledger.posts["finance-clerk"]) == version + 1
    assert edit(ledger.supervisor, task="改写后的任务", tags=("六十天",)) == version + 2
    page = ledger.page(item)
    assert [m.edge for m in page.moves][-2:] == ["edit", "edit"]
    assert page.tags == ("六十天",)
    assert ledger.ids(View.ALL, q="改写后") == [item]
    assert ledger.ids(View.ALL, tag="六十天") == [item]


def test_a_register_brought_in_twice_changes_nothing(ledger):
    drafts = [
        ledger.a_draft(number="督〔2020〕15号", where="A2"),
        ledger.a_draft(title="无编号", where="A3"),
        ledger.a_draft(number="[2019]007号", title="旧式编号", where="A4"),
    ]

    def bring(rows, **given):
        outcomes = services.bring_in_items(
            actor=ledger.supervisor, zone_id=ledger.zone, drafts=rows, at=ledger.later(), **given
        )
        return [(o.where, o.effect.value, o.after) for o in outcomes]

    assert bring(drafts, commit=False) == [
        ("A2", "added", "督〔2020〕15号"), ("A3", "added", "督〔2020〕16号"), ("A4", "added", "[2019]007号"),
    ]  # fmt: skip
    assert Item.objects.count() == 0
    bring(drafts)
    before = list(Item.objects.order_by("pk").values())
    assert [e for _w, e, _a in bring(drafts)] == ["unchanged"] * 3
    assert list(Item.objects.order_by("pk").values()) == before
    assert ledger.page(ledger.draft(title="下一个")).row.number == "督〔2020〕17号"
    assert (
        selectors.item_by_number(actor=ledger.supervisor, zone_id=ledger.zone, number="2019-7").title
        == "旧式编号"
    )

    changed = [ledger.a_draft(number="督〔2020〕15号", done_when="到位资金81亿元", where="A2")]
    assert [e for _w, e, _a in bring(changed)] == ["revised"]
    bad = [ledger.a_draft(title="好行", where="A2"), ledger.a_draft(title="", where="A3")]
    with pytest.raises(Invalid) as refused:
        bring(bad)
    assert [p.where for p in refused.value.problems] == ["A3"]
    assert [e for _w, e, _a in bring(bad, good_rows_only=True)] == ["added", "refused"]
