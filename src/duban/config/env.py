"""Reading the environment: typed, loud about values it does not know, secrets also from files."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from duban.core.errors import BadSetting

PREFIX = "DUBAN_"


class Env:
    """The environment's DUBAN_ variables. Whatever is not asked for by the end is refused."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        source = os.environ if values is None else values
        self._values = {k: v for k, v in source.items() if k.startswith(PREFIX)}
        self._asked: set[str] = set()

    def text(self, name: str, default: str = "") -> str:
        """Return the variable, or the content of the file that ``<name>_FILE`` names."""
        key = PREFIX + name
        self._asked |= {key, f"{key}_FILE"}
        if key in self._values and f"{key}_FILE" in self._values:
            msg = f"{key} and {key}_FILE are both set: keep one"
            raise BadSetting(msg)
        if f"{key}_FILE" in self._values:
            return Path(self._values[f"{key}_FILE"]).read_text("utf8").strip()
        return self._values.get(key, default)

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a yes or no."""
        value = self.text(name, "yes" if default else "no").lower()
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        msg = f"{PREFIX}{name} is {value!r}: say yes or no"
        raise BadSetting(msg)

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number within bounds."""
        value = self.text(name, str(default))
        if not value.isdecimal() or not least <= int(value) <= most:
            msg = f"{PREFIX}{name} is {value!r}: give a whole number from {least} to {most}"
            raise BadSetting(msg)
        return int(value)

    def choice(self, name: str, default: str, among: tuple[str, ...]) -> str:
        """Return one of the words in *among*."""
        value = self.text(name, default)
        if value not in among:
            msg = f"{PREFIX}{name} is {value!r}: say one of {', '.join(among)}"
            raise BadSetting(msg)
        return value

    def words(self, name: str, default: str = "") -> list[str]:
        """Return a comma-separated list."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def path(self, name: str, default: Path) -> Path:
        """Return an absolute path."""
        return Path(self.text(name, str(default))).expanduser().resolve()

    def refuse_unknown(self, also_known: tuple[str, ...] = ()) -> None:
        """
        Refuse any DUBAN_ variable that nothing asked for: a misspelt setting must not pass silently.

        :raises BadSetting: naming each
        """
        unknown = sorted(self._values.keys() - self._asked - {PREFIX + name for name in also_known})
        if unknown:
            known = ", ".join(sorted(k for k in self._asked if not k.endswith("_FILE")))
            msg = f"unknown settings: {', '.join(unknown)}. Known are: {known}"
            raise BadSetting(msg)


def kept_secret(path: Path) -> str:
    """Return the secret kept in *path*, making it on the first start; only the owner may read the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("utf8").strip()
    with os.fdopen(handle, "w", encoding="utf8") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text("utf8").strip()


def database(address: str) -> dict[str, object]:
    """
    Return Django's settings for ``sqlite:///path`` or ``postgres://user:password@host:port/name``.

    :raises BadSetting: for any other address
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path)[1:] or ":memory:")
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    msg = f"{PREFIX}DATABASE_URL begins with {parts.scheme or 'nothing'!r}: use sqlite:///… or postgres://…"
    raise BadSetting(msg)


def _sqlite(name: str) -> dict[str, object]:
    pragmas = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-32000;PRAGMA temp_store=MEMORY;PRAGMA mmap_size=134217728;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }
