"""What a file is, by its content; and an image without the place and device it was taken with."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, UnidentifiedImageError

from duban.core.errors import Invalid
from duban.engine.kernel import Problem

__all__ = ["Cleaned", "Upload", "cleaned", "safe_name"]

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_IN_PACKAGE: Mapping[str, tuple[str, str]] = {
    "word/document.xml": (f"{_OPEN_XML}wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{_OPEN_XML}spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": (f"{_OPEN_XML}presentationml.presentation", "pptx"),
    "OFD.xml": ("application/ofd", "ofd"),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_OLE: Mapping[str, tuple[str, str]] = {
    "WordDocument": ("application/msword", "doc"),
    "Workbook": ("application/vnd.ms-excel", "xls"),
    "PowerPoint Document": ("application/vnd.ms-powerpoint", "ppt"),
}
_WPS = {"doc": "wps", "xls": "et", "ppt": "dps"}
_IMAGES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "WEBP": ("image/webp", "webp")}
_MOST_PIXELS = 50_000_000
_LARGEST_SIDE = 4096
_MOST_MEMBERS, _MOST_UNPACKED = 5000, 500 * 1024 * 1024
_LONGEST_NAME = 100
_DETAILS, _TAKEN, _OFFSET, _ORIENTATION = 0x8769, 0x9003, 0x9011, 0x0112
"""Numbers of EXIF 2.32: the block of the shot, DateTimeOriginal, OffsetTimeOriginal and Orientation."""
_TURNS: Mapping[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_MACROS = re.compile(r"vbaProject\.bin$", re.IGNORECASE)
_LIVELY = re.compile(rb"<\s*(?:!doctype|html|script|svg|body|iframe|\?xml|\?php)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was handed in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is kept of a file: its content, its type, the ending of its name, all by what the content is."""

    content: bytes
    kind: str
    ending: str
    taken_at: datetime | None = None
    """When the camera says a picture was taken, without a zone unless the camera gave one."""

    @property
    def is_image(self) -> bool:
        """Whether it can be looked at on a page."""
        return self.kind in {kind for kind, _ending in _IMAGES.values()}


def cleaned(upload: Upload) -> Cleaned:
    """
    Return what is to be kept of a file.

    Images are drawn anew: turned the right way up, without EXIF, place or thumbnail, and without whatever else was
    hidden in the file; only the moment they were taken is read first. Scalable images, pages, programs and archives
    are not kept.

    :raises Invalid: ``core.file_kind``, ``core.file_unreadable`` or ``core.image_too_large``
    """
    content = upload.content
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (content[:4], content[8:12]) == (
        b"RIFF",
        b"WEBP",
    ):
        return _redrawn(upload)
    kind = _document(content, upload.name)
    if kind is None:
        raise Invalid(Problem("core.file_kind", upload.name, (upload.name,)))
    return Cleaned(content, *kind)


def safe_name(name: str, ending: str) -> str:
    """Return a name without folders, control and turning characters, whose ending says what the file is."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in plain if unicodedata.category(c)[0] not in "CZ" or c == " ")
    plain = re.sub(r'[<>:"|?*;%&`$]', "_", plain).strip(" .")
    stem = plain.rsplit(".", 1)[0] if "." in plain else plain
    return f"{stem.strip(' .')[:_LONGEST_NAME] or 'file'}.{ending}"


def _redrawn(upload: Upload) -> Cleaned:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(upload.content), formats=list(_IMAGES)) as image:
                if image.width * image.height > _MOST_PIXELS:
                    raise Invalid(Problem("core.image_too_large", upload.name, (upload.name,)))
                form = str(image.format)
                taken_at = _taken_at(image)
                drawn = _upright(image)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
    ) as error:
        raise Invalid(Problem("core.file_unreadable", upload.name, (upload.name,))) from error
    kind, ending = _IMAGES[form]
    return Cleaned(_written(drawn, form), kind, ending, taken_at)


def _taken_at(image: Image.Image) -> datetime | None:
    """Return the moment the camera wrote down, where it wrote one that is a moment."""
    details = image.getexif().get_ifd(_DETAILS)
    said, offset = str(details.get(_TAKEN, "")), str(details.get(_OFFSET, ""))
    for text, form in ((said + offset, "%Y:%m:%d %H:%M:%S%z"), (said, "%Y:%m:%d %H:%M:%S")):
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - a camera may not know its zone
        except ValueError:
            continue
    return None


def _upright(image: Image.Image) -> Image.Image:
    """Return the picture alone, right way up and no larger than a screen or a page shows."""
    image.draft("RGB", (_LARGEST_SIDE, _LARGEST_SIDE))
    # Turned by hand: ImageOps writes the camera's notes back into the copy, and fails at any it cannot write.
    turn = _TURNS.get(image.getexif().get(_ORIENTATION))
    turned = image if turn is None else image.transpose(turn)
    turned.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    keeps_glass = image.format != "JPEG" and ("A" in turned.getbands() or "transparency" in turned.info)
    plain = turned.convert("RGBA" if keeps_glass else "RGB")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _written(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    if form == "PNG":
        image.save(out, form, optimize=False)
    else:
        image.save(out, form, quality=88)
    return out.getvalue()


def _document(content: bytes, name: str) -> tuple[str, str] | None:
    if content.startswith(b"%PDF-"):
        return "application/pdf", "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    if content.startswith(_OLE):
        return _compound(content, name)
    return _text(content, name)


def _package(content: bytes) -> tuple[str, str] | None:
    """Return which office package a ZIP file is; a bare archive, one with macros, or a bomb is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if len(members) > _MOST_MEMBERS or sum(m.file_size for m in members) > _MOST_UNPACKED:
        return None
    names = {member.filename for member in members}
    if any(_MACROS.search(one) for one in names) or any(_leads_out(one) for one in names):
        return None
    return next((kind for member, kind in _IN_PACKAGE.items() if member in names), None)


def _leads_out(member: str) -> bool:
    return member.startswith(("/", "\\")) or ".." in member.replace("\\", "/").split("/")


def _compound(content: bytes, name: str) -> tuple[str, str] | None:
    """Return which old office document a compound file is: its streams are named in UTF-16 in the directory."""
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        return None
    for stream, (kind, ending) in _IN_OLE.items():
        if stream.encode("utf-16-le") in content:
            own = name.rsplit(".", 1)[-1].lower()
            return (kind, own) if own == _WPS[ending] else (kind, ending)
    return None


def _text(content: bytes, name: str) -> tuple[str, str] | None:
    """Return that a file is plain text, if it reads as such and nothing in it would run in a browser."""
    if b"\x00" in content or not content.strip() or _LIVELY.search(content):
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f" for c in text):
            return None
        return ("text/csv", "csv") if name.lower().endswith(".csv") else ("text/plain", "txt")
    return None
