"""Eight writers in two processes at once: no gap, no fork, nothing lost. On a SQLite file, and on PostgreSQL."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

PROCESSES, THREADS, ACTS_EACH = 2, 4, 40
STORIES = PROCESSES * THREADS * ACTS_EACH
RETRACTED = len([number for number in range(1, STORIES + 1) if number % 3 == 0])
POSTGRESQL_DATABASE = f"dateline_record_writers_{os.getpid()}"

REPORT = """
import django, json
django.setup()
from dateline.record.models import Entry
from dateline.record.verify import verify
report = verify()
print(json.dumps({
    "seqs": list(Entry.objects.order_by("seq").values_list("seq", flat=True)),
    "stories": Entry.objects.values("number").distinct().count(),
    "problems": [str(problem) for problem in report.problems],
}))
"""


def environment(home: Path, database_url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "dateline.config.settings",
        "DATELINE_HOME": str(home),
        "DATABASE_URL": database_url,
    }


def outcome_of_two_processes(given: dict[str, str]) -> dict[str, Any]:
    writers = [sys.executable, "-m", "tests.record.writers"]
    subprocess.run([*writers, "prepare"], env=given, check=True, timeout=60)
    running = [
        subprocess.Popen(
            [*writers, str(1 + at * THREADS * ACTS_EACH), str(THREADS), str(ACTS_EACH)],
            env=given,
            stderr=subprocess.PIPE,
            text=True,
        )
        for at in range(PROCESSES)
    ]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert "Traceback" not in errors, errors
    found = subprocess.run(
        [sys.executable, "-c", REPORT], env=given, check=True, timeout=60, stdout=subprocess.PIPE, text=True
    )
    outcome: dict[str, Any] = json.loads(found.stdout)
    return outcome


def assert_nothing_lost(outcome: dict[str, Any]) -> None:
    assert outcome["problems"] == []
    assert outcome["seqs"] == list(range(1, STORIES + RETRACTED + 1))
    assert outcome["stories"] == STORIES


@pytest.fixture
def postgresql_url(db: None) -> Iterator[str]:
    """A database of this test's own, beside the one the suite runs on."""
    if connection.vendor != "postgresql":
        pytest.skip("the suite runs on SQLite")
    given = connection.get_connection_params()
    server = {key: given[key] for key in ("host", "port", "user", "password") if given.get(key)}
    name = sql.Identifier(POSTGRESQL_DATABASE)
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as console:
        console.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        console.execute(sql.SQL("CREATE DATABASE {}").format(name))
        user, password = server.get("user", ""), server.get("password", "")
        who = f"{user}:{password}" if password else user
        yield f"postgresql://{who}@{server.get('host', '')}:{server.get('port', 5432)}/{POSTGRESQL_DATABASE}"
        console.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.mark.server
def test_writers_of_one_sqlite_file_leave_no_gap(tmp_path: Path) -> None:
    outcome = outcome_of_two_processes(environment(tmp_path, f"sqlite:///{tmp_path}/dateline.sqlite3"))

    assert_nothing_lost(outcome)


@pytest.mark.server
def test_writers_of_one_postgresql_database_leave_no_gap(tmp_path: Path, postgresql_url: str) -> None:
    outcome = outcome_of_two_processes(environment(tmp_path, postgresql_url))

    assert_nothing_lost(outcome)
