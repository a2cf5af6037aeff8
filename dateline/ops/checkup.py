"""What `dateline doctor` looks at: one small function each, one line of answer each."""

import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import now

from dateline.base.models import Heartbeat, Task, User
from dateline.lib.gmt import stamp
from dateline.ops.checkup_comments import look_at_mail, look_at_queue, look_at_spam_model, look_at_voice
from dateline.ops.finding import Finding
from dateline.ops.worker import HEARTBEAT
from dateline.record.models import Cursor
from dateline.record.queries import head
from dateline.stories.models import Story

# The first release in which two connections that reset the write-ahead log at once can't corrupt the database.
# Source: sqlite.org/wal.html, "The WAL-Reset Bug".
_SAFE_SQLITE = (3, 51, 3)
_HEARTBEAT_AT_MOST = timedelta(seconds=60)
_FREE_BYTES_AT_LEAST = 1024**3


def findings() -> Iterator[Finding]:
    """Everything in turn; what needs the database is left out when it doesn't answer."""
    yield _python()
    yield _sqlite()
    yield _secret()
    yield _disk()
    yield look_at_mail()
    yield look_at_voice()
    database = _database()
    yield database
    if database.is_well:
        for look in _DATABASE_CHECKS:
            yield look()


def _python() -> Finding:
    return Finding(True, f"Python {sys.version.split()[0]}")


def _sqlite() -> Finding:
    is_safe = sqlite3.sqlite_version_info >= _SAFE_SQLITE
    advice = "" if is_safe else ": older than 3.51.3, which can corrupt the database; install pysqlite3"
    return Finding(is_safe, f"SQLite {sqlite3.sqlite_version}{advice}")


def _secret() -> Finding:
    path = settings.HOME / "secret.key"
    if not path.exists():
        return Finding(True, "the secret key comes from DATELINE_SECRET_KEY")
    is_private = not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return Finding(is_private, f"{path.name} can {'only be read by its owner' if is_private else 'be read by others'}")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free
    return Finding(free >= _FREE_BYTES_AT_LEAST, f"{free / 1024**3:.1f} GB free where the newsroom is")


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as fault:
        return Finding(False, f"the database does not answer: {fault}")
    name = connection.settings_dict["NAME"]
    size = f", {Path(name).stat().st_size / 1024**2:.1f} MB" if connection.vendor == "sqlite" else ""
    return Finding(True, f"the database answers: {connection.vendor}{size}")


def _tables() -> Finding:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return Finding(
        not missing, "its tables are up to date" if not missing else f"{missing} migrations are missing: dateline init"
    )


def _logins() -> Finding:
    count = User.objects.filter(is_active=True).count()
    return Finding(count > 0, f"{count} can log in to the desk")


def _record() -> Finding:
    top = head()
    return Finding(True, f"the record has {top.size} entries; the highest number is {top.highest_number}")


def _rows_fit_record() -> Finding:
    numbered = Story.objects.exclude(number=None).order_by("-number").values_list("number", flat=True).first() or 0
    return Finding(numbered <= head().highest_number, f"the newest story's number is {numbered}")


def _worker() -> Finding:
    beat = Heartbeat.objects.filter(name=HEARTBEAT).first()
    if beat is None:
        return Finding(False, "the worker was never seen: dateline up, or dateline worker")
    age = now() - beat.at
    return Finding(
        age <= _HEARTBEAT_AT_MOST, f"the worker was last seen {int(age.total_seconds())} s ago ({stamp(beat.at)})"
    )


def _followers() -> Finding:
    size = head().size
    behind = [
        f"{cursor.name} is {size - cursor.seq} entries behind" + (f" ({cursor.error})" if cursor.error else "")
        for cursor in Cursor.objects.filter(seq__lt=size)
    ]
    return Finding(not behind, "; ".join(behind) or "every follower has caught up")


def _tasks() -> Finding:
    failed = list(Task.objects.exclude(failed_at=None).order_by("-failed_at")[:3])
    late = Task.objects.waiting(now() - timedelta(seconds=60)).count()
    lines = [f"{task} failed: {task.error}" for task in failed]
    if late:
        lines.append(f"{late} tasks are more than a minute late")
    return Finding(not lines, "; ".join(lines) or "no task has failed or is late")


_DATABASE_CHECKS: tuple[Callable[[], Finding], ...] = (
    _tables,
    _logins,
    _record,
    _rows_fit_record,
    _worker,
    _followers,
    _tasks,
    look_at_queue,
    look_at_spam_model,
)
