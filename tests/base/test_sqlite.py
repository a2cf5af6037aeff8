"""The SQLite a paper runs on: fixed, durable, fair to its writers, and never made anew by accident."""

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from dateline.base.sqlite.checkpoint import checkpoint_wal
from dateline.base.sqlite.queue import WriteQueue

ASK = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.config.settings"
django.setup()
{more}
from django.db import connection
with connection.cursor() as cursor:
    for pragma in ("journal_mode", "synchronous", "wal_autocheckpoint", "secure_delete"):
        cursor.execute("PRAGMA " + pragma)
        print(cursor.fetchone()[0])
"""
MAY_CREATE = "from dateline.base.sqlite.creating import allow_creating; allow_creating()"


def run(home: Path, more: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "DATABASE"))}
    return subprocess.run(
        [sys.executable, "-c", ASK.format(more=more)],
        env=environment | {"DATELINE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.django_db
def test_the_release_is_one_without_the_wal_reset_bug() -> None:
    assert sqlite3.sqlite_version_info >= (3, 51, 3)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sqlite_version()")
            assert cursor.fetchone()[0] == sqlite3.sqlite_version


def test_connections_have_the_papers_pragmas(tmp_path: Path) -> None:
    done = run(tmp_path, MAY_CREATE)

    assert done.stdout.split() == ["wal", "2", "16384", "1"], done.stderr


def test_a_database_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    done = run(tmp_path)

    assert done.returncode != 0
    assert "unable to open database file" in done.stderr
    assert not (tmp_path / "dateline.sqlite3").exists()


def _hold(path: Path, entered: multiprocessing.Queue, seconds: float) -> None:  # type: ignore[type-arg]
    queue = WriteQueue(path)
    queue.enter()
    entered.put(time.monotonic())
    time.sleep(seconds)
    os._exit(1)  # dies without leaving, as after a kill -9


def test_the_queue_lets_one_in_at_a_time_and_survives_a_holder_that_dies(tmp_path: Path) -> None:
    entered = multiprocessing.Queue()  # type: ignore[var-annotated]
    holder = multiprocessing.Process(target=_hold, args=(tmp_path / "paper.sqlite3", entered, 0.3))
    holder.start()
    since = entered.get(timeout=10)
    mine = WriteQueue(tmp_path / "paper.sqlite3")

    mine.enter()

    assert time.monotonic() - since >= 0.25
    mine.leave()
    holder.join()


def test_a_queue_that_can_not_be_made_holds_nobody_up(tmp_path: Path) -> None:
    queue = WriteQueue(tmp_path / "missing" / "paper.sqlite3")

    queue.enter()
    queue.leave()

    assert not (tmp_path / "missing").exists()


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_is_harmless_anywhere() -> None:
    checkpoint_wal()

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
