"""How the press keeps in step with the record, also after being cut off."""

import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.press.following import FAR_BEHIND_ENTRIES, Follower
from dateline.press.hot import OUTGOING_SECONDS, HotSet
from dateline.press.store import PageStore, Place
from dateline.press.wsgi import Press
from tests.press.pages_made import made_page
from tests.press.paper import ListRecord, Program, ask, press_of

STORY = "/news/3/thaw/"


class Node:
    """Hot set, store and follower of one process; the follower's thread does not run unless started."""

    def __init__(self, folder: Path, record: ListRecord) -> None:
        self.hot = HotSet(1_000_000)
        self.store = PageStore(folder / "press.sqlite3", limit_bytes=64 << 20, edition="1")
        self.follower = Follower(record, hot=self.hot, store=self.store, heard=record.heard)
        self.follower.open_store()

    def has_fresh(self, key: str) -> bool:
        found = self.store.get(key)
        return found is not None and found[1]


@pytest.fixture
def node(tmp_path: Path, record: ListRecord) -> Iterator[Node]:
    made = Node(tmp_path, record)
    yield made
    made.store.close()


def test_new_node_begins_at_the_end_of_the_record(node: Node, record: ListRecord) -> None:
    for _ in range(3):
        record.act("nav")

    node.follower.catch_up()

    assert node.follower.applied == 3
    assert node.store.place() == Place(3, "mark 3")


def test_acts_throw_out_what_they_touched_in_memory_and_on_disk(node: Node, record: ListRecord) -> None:
    node.follower.catch_up()
    for number in (1, 2):
        page = made_page(f"/{number}", keys=(f"story:{number}",), seq=0)
        node.store.put(page)
        node.hot.put(page, fresh_at=0, in_round=node.hot.rounds)

    record.act("story:1", "nav")
    node.follower.catch_up()

    assert (node.hot.page("/1"), node.has_fresh("/1")) == (None, False)
    assert node.hot.page("/2") is not None
    assert node.has_fresh("/2")


def test_node_that_was_off_catches_up_from_its_place(node: Node, record: ListRecord, tmp_path: Path) -> None:
    record.act("nav")
    node.follower.catch_up()
    for number in (1, 2):
        node.store.put(made_page(f"/{number}", keys=(f"story:{number}",), seq=1))
    node.store.close()
    for _ in range(700):
        record.act("story:1")

    later = Node(tmp_path, record)
    later.follower.catch_up()

    assert later.follower.applied == 701
    assert (later.has_fresh("/1"), later.has_fresh("/2")) == (False, True)
    later.store.close()


def test_node_far_behind_drops_everything_and_jumps_to_the_end(node: Node, record: ListRecord, tmp_path: Path) -> None:
    node.follower.catch_up()
    node.store.put(made_page(seq=0))
    node.store.close()
    for _ in range(FAR_BEHIND_ENTRIES + 1):
        record.act("other")

    later = Node(tmp_path, record)
    questions = record.questions
    later.follower.catch_up()

    assert later.store.get(made_page().key) is None
    assert later.follower.applied == FAR_BEHIND_ENTRIES + 1
    assert record.questions - questions < 5
    later.store.close()


@pytest.mark.parametrize("entries", [2, 9])
def test_pages_of_another_record_are_dropped(node: Node, record: ListRecord, tmp_path: Path, entries: int) -> None:
    for _ in range(5):
        record.act("nav")
    node.follower.catch_up()
    node.store.put(made_page(seq=5))
    node.store.close()
    restored = ListRecord()
    for _ in range(entries):
        restored.act("other")
    restored.touches = [
        type(touch)(seq=touch.seq, keys=touch.keys, mark=f"other {touch.seq}") for touch in restored.touches
    ]

    later = Node(tmp_path, restored)
    later.follower.catch_up()

    assert later.store.get(made_page().key) is None
    assert later.store.place() == Place(entries, f"other {entries}")
    later.store.close()


def test_record_that_became_shorter_while_we_run_empties_the_press(node: Node, record: ListRecord) -> None:
    for _ in range(5):
        record.act("nav")
    node.follower.catch_up()
    node.hot.put(made_page(seq=5), fresh_at=5, in_round=node.hot.rounds)

    del record.touches[3:]
    node.follower.catch_up()

    assert node.hot.page(made_page().key) is None
    assert node.follower.applied == 3


def test_order_to_print_all_anew_is_obeyed_by_every_process_also_after_a_restart(
    node: Node, record: ListRecord, tmp_path: Path
) -> None:
    other = Node(tmp_path, record)
    for process in (node, other):
        process.follower.catch_up()
        process.hot.put(made_page(seq=0), fresh_at=0, in_round=process.hot.rounds)
    node.store.put(made_page(seq=0))
    other.store.close()

    record.reprints += 1
    node.follower.catch_up()
    other.follower.catch_up()
    later = Node(tmp_path, record)
    node.store.put(made_page(seq=0), reprints=1)
    later.follower.catch_up()

    assert node.hot.page(made_page().key) is None
    assert other.hot.page(made_page().key) is None
    assert later.has_fresh(made_page().key)
    later.store.close()
    record.reprints += 1
    much_later = Node(tmp_path, record)
    much_later.follower.catch_up()
    assert not much_later.has_fresh(made_page().key)
    much_later.store.close()


def test_page_printed_across_the_order_to_print_all_anew_is_not_kept(
    press: Press, program: Program, record: ListRecord
) -> None:
    ask(press, "/")
    program.texts[STORY] = "Older"
    program.seconds = 0.6
    first = threading.Thread(target=lambda: ask(press, STORY))
    first.start()
    time.sleep(0.1)
    program.texts[STORY] = "Younger"
    record.reprints += 1
    first.join()
    program.seconds = 0.0

    assert b"Younger" in ask(press, STORY).body


def test_store_that_was_taken_away_is_in_use_again_without_waiting_for_an_act(
    node: Node, record: ListRecord, tmp_path: Path
) -> None:
    record.act("nav")
    node.follower.catch_up()
    for suffix in ("", "-wal", "-shm"):
        (tmp_path / f"press.sqlite3{suffix}").unlink()

    node.follower.open_store()
    node.follower.catch_up()
    node.store.put(made_page(seq=1))

    assert node.has_fresh(made_page().key)


def test_what_was_withdrawn_is_nowhere_any_more(node: Node, record: ListRecord, tmp_path: Path) -> None:
    node.follower.catch_up()
    for key, keys in (("/3", ("story:3",)), ("/", ("front",)), ("/4", ("story:4",))):
        node.store.put(made_page(key, keys=keys, seq=0, text=f"Secret of {key} " * 99))
    unwritable = Node(tmp_path, record)
    unwritable.follower.catch_up()
    unwritable.store._file._writer.execute("PRAGMA query_only=ON")

    record.act("story:3", "front", withdraws=True)
    unwritable.follower.catch_up()
    seen_by_the_unwritable = unwritable.store.get("/3")
    node.follower.catch_up()

    assert seen_by_the_unwritable is None
    assert [node.store.get(key) is None for key in ("/3", "/", "/4")] == [True, True, False]
    node.store.put(made_page("/", keys=("front",), seq=1))
    assert node.has_fresh("/")
    unwritable.store.close()


def test_process_whose_store_missed_entries_reads_them_again(node: Node, record: ListRecord, tmp_path: Path) -> None:
    record.act("nav")
    node.follower.catch_up()
    node.store.put(made_page(keys=("story:3",), seq=1))
    behind = Node(tmp_path, record)
    behind.follower.applied = 3
    record.act("story:3")
    record.act("nav")
    record.act("nav")

    behind.follower.catch_up()

    assert not behind.has_fresh(made_page().key)
    assert behind.follower.applied == 4
    behind.store.close()


def test_store_that_was_taken_away_is_begun_anew_without_a_stale_page(
    node: Node, record: ListRecord, tmp_path: Path
) -> None:
    record.act("nav")
    node.follower.catch_up()
    for suffix in ("", "-wal", "-shm"):
        (tmp_path / f"press.sqlite3{suffix}").unlink()
    other = Node(tmp_path, record)
    other.follower.catch_up()
    other.store.put(made_page(seq=1))
    record.act("story:3")
    node.follower.catch_up()

    node.follower.open_store()
    node.follower.catch_up()

    assert not node.has_fresh(made_page().key)
    other.store.close()


def test_reader_right_after_an_act_gets_the_new_page(press: Press, program: Program, record: ListRecord) -> None:
    for number in range(20):
        program.texts[STORY] = f"Version {number}"
        record.act("news:3:thaw")

        assert f"Version {number}".encode() in ask(press, STORY).body


def test_act_without_a_bell_is_heard_within_a_second(press: Press, program: Program, record: ListRecord) -> None:
    ask(press, STORY)
    program.texts[STORY] = "Younger"
    record.act("news:3:thaw", ring=False)
    acted = time.monotonic()

    while b"Younger" not in ask(press, STORY).body:
        assert time.monotonic() - acted < 1.0
        time.sleep(0.02)


def test_bell_that_tells_nonsense_does_not_slow_down_readers(press: Press, record: ListRecord) -> None:
    ask(press, STORY)
    record.bell = 2**63
    ask(press, STORY)

    began = time.monotonic()
    timings = {ask(press, STORY).timing for _ in range(100)}

    assert timings == {"hot"}
    assert time.monotonic() - began < 0.5


def test_pages_are_served_while_the_database_is_gone_and_current_when_it_is_back(
    press: Press, program: Program, record: ListRecord, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    ask(press, STORY)
    record.is_gone = True
    program.fails = True
    record.act("news:3:thaw")

    began = time.monotonic()
    replies = [ask(press, STORY) for _ in range(50)]

    assert {reply.status for reply in replies} == {200}
    assert time.monotonic() - began < 2
    record.is_gone = program.fails = False
    program.texts[STORY] = "Younger"
    until = time.monotonic() + 2
    while b"Younger" not in ask(press, STORY).body:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert caplog.text.count("can't be read") == 1
    assert caplog.text.count("can be read again") == 1


def test_process_started_while_the_database_is_gone_serves_what_is_stored(
    press: Press, program: Program, record: ListRecord, tmp_path: Path
) -> None:
    ask(press, STORY)
    record.is_gone = True
    program.fails = True
    later = press_of(program, record, tmp_path)

    assert ask(later, STORY).status == 200
    assert ask(later, "/never-read/").status == 503

    later.room.close()


def test_several_threads_never_get_a_page_older_than_the_second_before(
    press: Press, program: Program, record: ListRecord
) -> None:
    acted: dict[int, float] = {0: time.monotonic()}
    program.texts[STORY] = "Version 0 "
    oldest_seconds = [0.0]
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            asked_at = time.monotonic()
            version = int(ask(press, STORY).body.split()[1])
            replaced_at = acted.get(version + 1)
            if replaced_at is not None:
                oldest_seconds[0] = max(oldest_seconds[0], asked_at - replaced_at)

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for version in range(1, 30):
        program.texts[STORY] = f"Version {version} "
        record.act("news:3:thaw")
        acted[version] = time.monotonic()
        time.sleep(0.05)
    stop.set()
    for reader in readers:
        reader.join()

    assert oldest_seconds[0] < OUTGOING_SECONDS + 0.4
