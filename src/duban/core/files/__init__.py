"""Files people hand in: known by their content, cleaned, and stored once outside everything that is served."""

from duban.core.files._content import Cleaned, Upload, cleaned, safe_name
from duban.core.files._store import Kept, drop_files, keep_file, keep_files, kept_at, small

__all__ = [
    "Cleaned",
    "Kept",
    "Upload",
    "cleaned",
    "drop_files",
    "keep_file",
    "keep_files",
    "kept_at",
    "safe_name",
    "small",
]
