"""What others may hold of the papers themselves, kept as files: authorisations, commitments, permits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from duban.core.files import Upload

SCANS = "papers"
"""The shelf these files are kept on, apart from pictures and from other rooms' files."""


class ScanKind(StrEnum):
    """Which paper it is."""

    AUTHORISATION = "authorisation"
    """授权书, by the firm."""
    COMMITMENT = "commitment"
    """承诺书, by the head."""
    PERMIT = "permit"
    """What a step of the procedure yields."""


@dataclass(frozen=True, slots=True)
class ScanDraft:
    """A paper handed in: of one of the five parties' heads, or of a step of the procedure."""

    kind: ScanKind
    upload: Upload
    responsible_id: int | None = None
    step: str = ""
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A paper as pages name it; its bytes are fetched by id."""

    id: int
    kind: ScanKind
    responsible_id: int | None
    step: str
    name: str
    mime: str
    size: int
    by: str
    at: datetime
    is_sample: bool

    @property
    def is_image(self) -> bool:
        """Whether it can be looked at on a page."""
        return self.mime.startswith("image/")
