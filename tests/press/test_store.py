"""The pages on disk, in good and bad weather."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.press.store import PageStore, Place
from tests.press.pages_made import made_page

MEGABYTE = 1024 * 1024


def opened(path: Path, *, limit_bytes: int = 64 * MEGABYTE, edition: str = "1") -> PageStore:
    made = PageStore(path, limit_bytes=limit_bytes, edition=edition)
    made.tend()
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "node" / "press.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[PageStore]:
    made = opened(path)
    made.start_anew(Place(1, "m1"))
    yield made
    made.close()


def test_page_comes_back_as_it_was(store: PageStore) -> None:
    page = made_page()

    store.put(page)

    assert store.get(page.key) == (page, True)
    assert store.get("/other") is None


def test_page_is_stale_once_one_of_its_keys_was_touched(store: PageStore) -> None:
    page = made_page(keys=("story:3", "section:world"))
    store.put(page)

    store.touch({"section:sport": 2}, since=1, place=Place(2, "m2"))
    assert store.get(page.key) == (page, True)

    store.touch({"section:world": 3}, since=2, place=Place(3, "m3"))
    assert store.get(page.key) == (page, False)

    younger = made_page(keys=("story:3", "section:world"), seq=3)
    store.put(younger)
    assert store.get(page.key) == (younger, True)


def test_younger_page_is_not_replaced_by_an_older_one(store: PageStore) -> None:
    younger = made_page(seq=5)
    store.put(younger)

    store.put(made_page(seq=4))

    assert store.get(younger.key) == (younger, True)


def test_pages_and_place_survive_a_restart(store: PageStore, path: Path) -> None:
    page = made_page()
    store.put(page)
    store.touch({"nav": 2}, since=1, place=Place(2, "m2"))
    store.close()

    again = opened(path)

    assert again.get(page.key) == (page, True)
    assert again.place() == Place(2, "m2")
    again.close()


def test_pages_of_another_edition_are_dropped_with_the_place(store: PageStore, path: Path) -> None:
    store.put(made_page())
    store.close()

    again = opened(path, edition="2")

    assert again.get(made_page().key) is None
    assert again.place() is None
    again.close()


def test_store_without_a_place_keeps_no_page(path: Path) -> None:
    store = opened(path)

    store.put(made_page())

    assert store.get(made_page().key) is None
    store.close()


def test_touches_with_a_gap_before_them_are_refused(store: PageStore) -> None:
    went_to = store.touch({"nav": 9}, since=8, place=Place(9, "m9"))

    assert went_to == 1
    assert store.place() == Place(1, "m1")


def test_repeating_old_touches_changes_nothing(store: PageStore) -> None:
    store.put(made_page(keys=("nav",), seq=4))
    store.touch({"nav": 5}, since=1, place=Place(5, "m5"))

    went_to = store.touch({"nav": 2}, since=1, place=Place(2, "m2"))

    assert went_to == 2
    assert store.place() == Place(5, "m5")
    assert store.get(made_page().key) == (made_page(keys=("nav",), seq=4), False)


def test_a_page_from_before_an_act_on_it_is_not_stored(store: PageStore) -> None:
    store.touch({"nav": 5}, since=1, place=Place(5, "m5"))

    store.put(made_page(keys=("nav",), seq=4))
    assert store.get(made_page().key) is None

    store.put(made_page(keys=("nav",), seq=5))
    assert store.get(made_page().key) == (made_page(keys=("nav",), seq=5), True)


def test_store_stays_within_its_bytes_and_throws_out_the_oldest(path: Path) -> None:
    store = opened(path, limit_bytes=4 * MEGABYTE)
    store.start_anew(Place(1, "m1"))

    for number in range(600):
        text = random.Random(number).randbytes(6000).hex()
        store.put(made_page(f"/{number}", text=text))

    store.close()
    assert path.stat().st_size < 6.5 * MEGABYTE
    again = opened(path, limit_bytes=4 * MEGABYTE)
    assert again.get("/599") is not None
    assert again.get("/0") is None
    again.close()


@pytest.mark.parametrize("damage", [b"not a database at all " * 500, b""])
def test_damaged_file_is_replaced_by_a_new_store(store: PageStore, path: Path, damage: bytes) -> None:
    store.put(made_page())
    store.close()
    path.write_bytes(damage)

    again = opened(path)
    again.start_anew(Place(1, "m1"))
    again.put(made_page())

    assert again.get(made_page().key) == (made_page(), True)
    again.close()


def test_file_damaged_while_in_use_serves_no_wrong_page_and_is_replaced(store: PageStore, path: Path) -> None:
    for number in range(50):
        store.put(made_page(f"/{number}", text=random.Random(number).randbytes(6000).hex()))
    store.close()
    store.tend()
    content = bytearray(path.read_bytes())
    content[4096:] = random.Random(0).randbytes(len(content) - 4096)
    path.write_bytes(content)

    found = [store.get(f"/{number}") for number in range(50)]
    store.put(made_page())
    later = PageStore(path, limit_bytes=MEGABYTE, edition="1")
    store._file._next_attempt = 0.0
    assert store.tend()
    store.start_anew(Place(1, "m1"))
    store.put(made_page())

    assert found == [None] * 50
    assert store.get(made_page().key) == (made_page(), True)
    later.close()


def test_page_with_a_flipped_bit_is_not_served(store: PageStore, path: Path) -> None:
    store.put(made_page())
    connection = sqlite3.connect(path)
    connection.execute("UPDATE pages SET br = substr(br, 1, 20) || x'00' || substr(br, 22)")
    connection.commit()
    connection.close()

    assert store.get(made_page().key) is None


def test_file_taken_away_is_made_anew(store: PageStore, path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink()

    assert store.tend()
    assert store.place() is None
    store.start_anew(Place(3, "m3"))
    store.put(made_page(seq=3))

    assert store.get(made_page().key) == (made_page(seq=3), True)


def test_folder_that_can_not_be_written_is_an_empty_store_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    store = opened(Path("/proc/nowhere/press.sqlite3"))

    for _ in range(3):
        store.put(made_page())
        assert store.get(made_page().key) is None
        assert store.touch({"nav": 2}, since=1, place=Place(2, "m2")) is None
        store.start_anew(Place(1, "m1"))
        store.tend()

    assert store.place() is None
    assert caplog.text.count("could not be") == 1


_WRITES_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from dateline.press.store import PageStore, Place
from tests.press.pages_made import made_page
import random
store = PageStore(Path(sys.argv[1]), limit_bytes=64 << 20, edition="1")
store.tend()
store.start_anew(Place(1, "m1"))
store.put(made_page("/kept"))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
for number in range(100):
    store.put(made_page(f"/{number}", text=random.Random(number).randbytes(6000).hex()))
assert store.get("/kept") is not None
assert store.get("/99") is None
"""


def test_full_disk_keeps_the_pages_there_are(path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _WRITES_ON_A_FULL_DISK, str(path)], capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stderr
    assert run.stderr.count("could not be written") == 1


def test_old_touches_are_forgotten_with_the_pages_that_need_them(
    store: PageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.press.store._MOST_TOUCHED_KEYS", 100)
    store.put(made_page("/old", keys=("key:1",), seq=1))
    store.touch({f"key:{seq}": seq for seq in range(2, 202)}, since=1, place=Place(201, "m201"))
    store.put(made_page("/young", keys=("key:7",), seq=201))

    store.tend()

    assert store.get("/old") is None
    young = store.get("/young")
    assert young is not None
    assert young[1]
