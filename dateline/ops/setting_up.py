"""Everything a newsroom needs before its first story: folder, database, files of the desk, a login."""

import hashlib
import secrets
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.management.commands import collectstatic
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.db import connection

from dateline.base.models import User
from dateline.base.sqlite.creating import allow_creating

FIRST_LOGIN = "editor"
_PACKAGE = Path(__file__).parents[1]


def is_set_up() -> bool:
    """Whether all of `dateline init` was done here, for this program and this database: costs a few milliseconds."""
    return _stamps() == [_program(), _database()]


def database_is_missing() -> bool:
    """Whether a newsroom was set up here with a SQLite file that has gone since."""
    if connection.vendor != "sqlite" or _stamps()[1:] != [_database()]:
        return False
    return not Path(settings.DATABASES["default"]["NAME"]).exists()


def set_up() -> None:
    """Make what is missing: folders, the database and its tables, the desk's files. What is there stays as it is."""
    allow_creating()
    for folder in (settings.HOME, settings.NODE_DIR, Path(settings.MEDIA_ROOT), Path(settings.STATIC_ROOT)):
        folder.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    _collect_files()


def remember_that_it_is_set_up() -> None:
    """The last step: one that was broken off before it is done again from the start, which does no harm."""
    fresh = _stamp_file().with_suffix(".new")
    fresh.write_text(f"{_program()}\n{_database()}\n", encoding="utf-8")
    fresh.replace(_stamp_file())


def first_login() -> str | None:
    """Make the desk's first login, with every right; its password, or None where somebody can log in already.

    The password is random and stored hashed: this is the only time anybody can read it.
    """
    if User.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    User.objects.create_superuser(FIRST_LOGIN, password=password)
    return password


def _collect_files() -> None:
    # The settings name the hashing storage only once there is something in it (config/settings.py): it is named here.
    command = collectstatic.Command()
    command.storage = ManifestStaticFilesStorage()
    call_command(command, verbosity=0, interactive=False)


def _stamp_file() -> Path:
    return settings.HOME / ".set-up"


def _stamps() -> list[str]:
    """The program and the database that were set up last; empty before the first time."""
    path = _stamp_file()
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _database() -> str:
    """Which database it is, without its password; a file in the newsroom's folder may move with the folder."""
    chosen = settings.DATABASES["default"]
    parts = " ".join(str(chosen.get(part, "")) for part in ("ENGINE", "HOST", "PORT", "NAME"))
    return parts.replace(str(settings.HOME), "HOME")


def _program() -> str:
    """A digest of everything that `set_up` works from."""
    digest = hashlib.sha256(f"{version('dateline')} {version('wagtail')} {version('django')}".encode())
    for path in sorted(_sources()):
        digest.update(f"{path.relative_to(_PACKAGE)} {hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for pattern in ("*/migrations/*.py", "*/static/**/*"):
        yield from (path for path in _PACKAGE.glob(pattern) if path.is_file())
