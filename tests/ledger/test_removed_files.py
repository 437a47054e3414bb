"""Files on the disk go when nothing names them any more, and not before."""

import pytest
from django.conf import settings

from duban.core.files import Upload
from duban.ledger import services
from duban.ledger.models import Attachment


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.VAR = tmp_path


def test_files_of_removed_samples_leave_the_disk(ledger, django_capture_on_commit_callbacks):
    sample, real = ledger.under_way(is_sample=True), ledger.under_way(title="另一项")
    alone, shared = b"%PDF-1.7 alone", b"%PDF-1.7 shared"
    for item, content in ((sample, alone), (sample, shared), (real, shared)):
        upload = Upload("a.pdf", content)
        services.attach(actor=ledger.doer, item_id=item, upload=upload, at=ledger.later())
    folder = settings.VAR / "attachments"

    def kept():
        return sorted(p.read_bytes() for p in folder.rglob("*") if p.is_file())

    assert kept() == [alone, shared]
    with django_capture_on_commit_callbacks() as later:
        services.remove_samples(actor=ledger.supervisor, zone_id=ledger.zone, at=ledger.later())
    # Nothing is gone while it could still be taken back.
    assert kept() == [alone, shared]
    for callback in later:
        callback()
    assert kept() == [shared]
    assert [a.item_id for a in Attachment.objects.all()] == [real]
    # Handed in again before the files go, it stays.
    again = ledger.under_way(title="又一项", is_sample=True)
    services.attach(actor=ledger.doer, item_id=again, upload=Upload("b.pdf", alone), at=ledger.later())
    with django_capture_on_commit_callbacks() as later:
        services.remove_samples(actor=ledger.supervisor, zone_id=ledger.zone, at=ledger.later())
    services.attach(actor=ledger.doer, item_id=real, upload=Upload("b.pdf", alone), at=ledger.later())
    for callback in later:
        callback()
    assert kept() == [alone, shared]
