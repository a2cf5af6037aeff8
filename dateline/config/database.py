"""From a DATABASE_URL to Django's DATABASES entry."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from dateline.config.environment import SettingError

# Seconds a reader or editor waits for a database that does not answer before the page says so.
CONNECT_TIMEOUT_SECONDS = 3
STATEMENT_TIMEOUT_MILLISECONDS = 30_000


def database_from_url(url: str, home: Path) -> dict[str, Any]:
    """The DATABASES entry of `url`: empty means SQLite in `home`; else `sqlite:///path` or `postgresql://…`.

    Raises SettingError, in one sentence, for anything else.
    """
    if not url:
        return sqlite(home / "dateline.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return sqlite(Path(unquote(parts.path[1:])).absolute())
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        try:
            port = parts.port
        except ValueError:
            raise SettingError("DATABASE_URL has a port that is not a number from 1 to 65535.") from None
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "connect_timeout": CONNECT_TIMEOUT_SECONDS,
                "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MILLISECONDS}",
                **dict(parse_qsl(parts.query)),
            },
        }
    raise SettingError(
        "DATABASE_URL must look like sqlite:////srv/paper/dateline.sqlite3 or "
        "postgresql://user:password@host:5432/name."
    )


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite as measured for this work: see dateline/base/sqlite/base.py for what each choice buys."""
    return {
        "ENGINE": "dateline.base.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    }
