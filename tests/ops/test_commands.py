"""The `dateline` command, run as an operator runs it."""

import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ops.commanding import PAGE, dateline

pytestmark = pytest.mark.server

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_without_a_command_the_commands_are_listed(tmp_path: Path) -> None:
    done = dateline(tmp_path)

    assert done.returncode == 2
    assert [
        name
        for name in ("init", "up", "worker", "import", "act", "comments", "verify", "doctor")
        if name not in done.stdout
    ] == []


@pytest.mark.parametrize(
    "words", [["init"], ["up"], ["worker"], ["import", "page"], ["act"], ["comments"], ["verify"], ["doctor"]]
)
def test_every_command_explains_itself(tmp_path: Path, words: list[str]) -> None:
    done = dateline(tmp_path, *words, "--help")

    assert done.returncode == 0
    assert len(done.stdout) > 200
    assert "Traceback" not in done.stderr


def test_setting_up_again_changes_nothing(home: Path) -> None:
    done = dateline(home, "init")

    assert done.returncode == 0
    assert "nothing was changed there" in done.stdout
    assert "shown this once" not in done.stdout


def test_the_first_password_is_stored_hashed(home: Path) -> None:
    with sqlite3.connect(home / "dateline.sqlite3") as connection:
        (stored,) = connection.execute("SELECT password FROM base_user").fetchone()
    connection.close()

    assert stored.startswith(("pbkdf2_sha256$", "argon2", "scrypt"))
    assert (home / "secret.key").stat().st_mode & 0o077 == 0


def test_importing_the_same_page_again_changes_nothing_and_says_so(home: Path, tmp_path: Path) -> None:
    page = tmp_path / "700001.txt"
    page.write_text(PAGE, encoding="utf-8")
    broken = tmp_path / "empty.txt"
    broken.write_text("", encoding="utf-8")

    done = dateline(home, "import", "page", page, broken)

    assert done.returncode == 1
    assert "Unchanged 1" in done.stdout
    assert "empty.txt" in done.stdout


def test_a_correction_by_number_and_what_the_record_says(home: Path) -> None:
    done = dateline(home, "act", "700001", "correct", "--note", "It is Saturday.", "--replace", "Friday", "Saturday")

    assert done.stdout.startswith("Story 700001: correct, version 2, ")
    assert "2 entries, 2 versions" in dateline(home, "verify").stdout


def test_an_act_that_is_refused_says_why_and_changes_nothing(home: Path) -> None:
    done = dateline(home, "act", "5", "kill", "--note", "Wrong.")

    assert (done.returncode, done.stdout) == (1, "")
    assert "Nothing was changed. No story has the number 5." in done.stderr
    assert "1 entries" in dateline(home, "verify").stdout


def test_a_changed_byte_is_found_and_named(home: Path) -> None:
    with sqlite3.connect(home / "dateline.sqlite3") as connection:
        connection.execute("UPDATE record_version SET content = replace(content, 'Friday', 'Sunday')")
    connection.close()

    done = dateline(home, "verify")

    assert done.returncode == 1
    assert "700001" in done.stderr
    assert "does NOT verify" in done.stderr


def test_the_doctor_finds_what_is_wrong(home: Path) -> None:
    sick = dateline(home, "doctor")

    assert sick.returncode == 1
    assert "BAD  the worker was never seen" in sick.stdout
    assert "ok   SQLite 3.5" in sick.stdout
    assert "ok   no mail is sent: DATELINE_MAIL_URL is not set" in sick.stdout
    assert "ok   no comment has waited" in sick.stdout


def test_the_doctor_finds_mail_that_has_no_sender(home: Path) -> None:
    sick = dateline(home, "doctor", DATELINE_MAIL_URL="smtp://mail.example")

    assert "BAD  mail has no sender" in sick.stdout


def test_too_little_to_learn_from_is_no_failure(home: Path) -> None:
    done = dateline(home, "comments", "train")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("There is too little to learn from: it takes 200 decisions")


def test_the_doctor_of_a_newsroom_without_database_says_so(home: Path) -> None:
    (home / "dateline.sqlite3").unlink()

    done = dateline(home, "doctor")

    assert done.returncode == 1
    assert "the database does not answer" in done.stdout
    assert not (home / "dateline.sqlite3").exists()


def test_a_paper_whose_database_went_away_does_not_start_an_empty_one(home: Path) -> None:
    (home / "dateline.sqlite3").unlink()

    done = dateline(home, "up", "--port", "0")

    assert done.returncode == 1
    assert "is gone" in done.stderr
    assert not (home / "dateline.sqlite3").exists()


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("DATELINE_WEB_PROCESSES", "many", "DATELINE_WEB_PROCESSES must be a whole number"),
        ("DATELINE_URL", "paper", "DATELINE_URL must be the paper's address"),
        ("DATELINE_HOSTS", "*", "DATELINE_HOSTS must name each host"),
        ("DATABASE_URL", "mysql://x/y", "DATABASE_URL must look like"),
        ("DATELINE_SECRET_KEY", "short", "DATELINE_SECRET_KEY must have at least 32"),
        ("DATELINE_NAME", "x" * 81, "DATELINE_NAME"),
        ("DATELINE_LANGUAGE", "klingon", "DATELINE_LANGUAGE must be a language"),
        ("DATELINE_LOG_LEVEL", "LOUD", "DATELINE_LOG_LEVEL must be one of"),
        ("DATELINE_MAIL_URL", "mail.example", "DATELINE_MAIL_URL must look like smtp://"),
        ("DATELINE_MAIL_FROM", "the postman", "DATELINE_MAIL_FROM must be an address"),
        ("DATELINE_TRUSTED_PROXIES", "nobody", "DATELINE_TRUSTED_PROXIES must hold addresses"),
        ("DATELINE_HOME", "/proc/nowhere", "DATELINE_HOME, /proc/nowhere, can't be used"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_start_with_one_sentence(
    tmp_path: Path, setting: str, value: str, sentence: str
) -> None:
    done = dateline(tmp_path, "doctor", **{setting: value})

    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
