"""The doorbell: heard by every process of the machine, and never anybody's error."""

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from dateline.record.doorbell import Doorbell, node_doorbell


def test_what_one_process_rings_another_hears_without_opening_the_file_again(tmp_path: Path) -> None:
    bell = Doorbell(tmp_path / "doorbell")
    assert bell.heard() == 0

    subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, pathlib; from dateline.record.doorbell import Doorbell; "
            "Doorbell(pathlib.Path(sys.argv[1])).ring(318621)",
            str(tmp_path / "doorbell"),
        ],
        check=True,
    )

    assert bell.heard() == 318621


def test_the_counter_never_goes_back(tmp_path: Path) -> None:
    bell, other = Doorbell(tmp_path / "doorbell"), Doorbell(tmp_path / "doorbell")

    bell.ring(7)
    other.ring(5)
    assert (bell.heard(), other.heard()) == (7, 7)

    other.ring(2**40)
    assert bell.heard() == 2**40


def test_without_its_folder_the_bell_is_silent_and_complains_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bell = Doorbell(tmp_path / "nowhere" / "doorbell")

    bell.ring(1)
    bell.ring(2)

    assert bell.heard() == 0
    assert bell.heard() == 0
    assert len(caplog.records) == 1
    assert "found by polling" in caplog.text


def test_the_bell_works_again_once_its_folder_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.record.doorbell.REOPEN_SECONDS", 0.0)
    bell = Doorbell(tmp_path / "later" / "doorbell")
    assert bell.heard() == 0

    (tmp_path / "later").mkdir()
    bell.ring(4)

    assert bell.heard() == 4


def test_a_full_disk_is_no_error() -> None:
    bell = Doorbell(Path("/dev/full"))

    bell.ring(1)

    assert bell.heard() == 0


def test_a_damaged_file_is_made_good_by_the_next_ring(tmp_path: Path) -> None:
    (tmp_path / "doorbell").write_bytes(b"abc")
    bell = Doorbell(tmp_path / "doorbell")

    bell.ring(3)

    assert bell.heard() == 3


def test_a_lock_that_somebody_keeps_delays_nobody_for_long(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    bell = Doorbell(tmp_path / "doorbell")
    bell.ring(1)

    with (tmp_path / "doorbell").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        bell.ring(2)

    assert "keeps it locked" in caplog.text
    assert bell.heard() == 1


def test_the_machine_has_one_bell_in_its_node_folder(tmp_path: Path, settings: Settings) -> None:
    settings.NODE_DIR = tmp_path

    node_doorbell().ring(9)

    assert node_doorbell() is node_doorbell()
    assert Doorbell(tmp_path / "doorbell").heard() == 9
