"""How much of a request is read: a stranger's files never, anybody's only so far."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.urls import reverse

from tests.access.test_matrix import sign_in

KB = 1024


@pytest.fixture
def unread(monkeypatch, settings):
    """Small limits; and a refused body is not so much as looked at."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.UPLOAD_LIMIT = 4 * KB, KB

    def read(self, *args):
        pytest.fail("read")

    return lambda: monkeypatch.setattr(HttpRequest, "parse_file_upload", read)


def hand_in(client, name, size, **headers):
    file = SimpleUploadedFile("大.bin", b"x" * size)
    where = () if name == "sign-in" else ("yinchuan",)
    return client.post(reverse(name, args=where), {"file": file, "kind": "observations"}, **headers)


@pytest.mark.parametrize("name", ["sign-in", "import"])
def test_a_stranger_s_files_are_not_read(client, db, unread, name):
    unread()
    answer = hand_in(client, name, 5 * KB)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("sign-in"))


def test_a_stranger_may_send_a_form(client, db, unread):
    assert client.post(reverse("sign-in"), {"username": "x" * KB, "password": "y"}).status_code == 422


def test_files_are_read_as_far_as_a_form_takes_them(client, yinchuan, unread):
    sign_in(client, "tongji")
    assert hand_in(client, "import", 5 * KB).status_code == 422
    unread()
    refused = hand_in(client, "import", 16 * KB)
    assert refused.status_code == 413
    assert "太大" in refused.content.decode()
