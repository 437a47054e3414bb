"""Small pictures for a page, made when asked for: nothing of a protected file is kept anywhere else."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageOps

_SIDE = 360


def small(path: Path) -> bytes:
    """Return the picture as a JPEG no larger than a thumbnail."""
    with Image.open(path) as picture:
        picture.draft("RGB", (_SIDE, _SIDE))
        drawn = ImageOps.exif_transpose(picture).convert("RGB")
        drawn.thumbnail((_SIDE, _SIDE))
        out = io.BytesIO()
        drawn.save(out, "JPEG", quality=78)
    return out.getvalue()
