"""Files handed in with a form."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from duban.core.errors import Invalid
from duban.core.files import Upload
from duban.engine.kernel import Problem
from duban.web.requests import ActorRequest

MOST_FILES = 12
"""In one form."""


def uploads(request: ActorRequest, field: str = "photo") -> tuple[Upload, ...]:
    """
    Return the files of a form's field; what they are is for the service to say.

    :raises Invalid: if there are too many or one is too large to be read at all
    """
    given: list[UploadedFile[bytes]] = request.FILES.getlist(field)
    limit = settings.UPLOAD_LIMIT
    problems = [
        Problem("core.file_too_large", field, (one.name or "", str(limit // 1024 // 1024)))
        for one in given
        if (one.size or 0) > limit
    ]
    if len(given) > MOST_FILES:
        problems.append(Problem("core.too_many", field, ("@attachments", str(MOST_FILES))))
    if problems:
        raise Invalid(*problems)
    return tuple(Upload(one.name or "", one.read()) for one in given)
