"""Touches: what pages show changed, and no act was performed."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from dateline.press.record_log import RecordLog
from dateline.record import actions
from dateline.record.actions import append, forget_old_touches, lock_head, touch
from dateline.record.doorbell import node_doorbell
from dateline.record.errors import BrokenRecord, NotInTransaction
from dateline.record.models import Entry, Touch
from dateline.record.queries import happened_after, head
from dateline.record.verify import verify
from tests.record.acts import act, record

pytestmark = pytest.mark.django_db

# T is a touch, E an entry, 2 a batch of two entries.
STORIES_OF_A_DAY = ["", "T", "E", "TTT", "TETE", "EETTE2TET", "2T2T2", "TT2EETT"]


def live(what_happened: str) -> list[str]:
    """Let it happen; the expected order, each as `entry 3` or `touch 2`, where a touch counts touches."""
    order: list[str] = []
    entries = touches = 0
    for letter in what_happened:
        if letter == "T":
            touches += 1
            with transaction.atomic():
                touch([f"comments:{touches}"])
            order.append(f"touch {touches}")
            continue
        new = range(entries + 1, entries + (2 if letter == "2" else 1) + 1)
        record(*[act(number=number) for number in new])
        order += [f"entry {number}" for number in new]
        entries = new[-1]
    return order


def named(rows: list[tuple[int, Entry | Touch]]) -> list[str]:
    return [
        f"entry {row.number}" if isinstance(row, Entry) else f"touch {row.keys[0].removeprefix('comments:')}"
        for _, row in rows
    ]


@pytest.mark.parametrize("what_happened", STORIES_OF_A_DAY)
def test_acts_and_touches_are_read_in_order_from_any_place_and_in_any_portions(what_happened: str) -> None:
    order = live(what_happened)

    for since in range(len(order) + 1):
        for limit in range(1, len(order) + 2):
            found = happened_after(since, limit)
            assert named(found) == order[since : since + limit]
            assert [tick for tick, _ in found] == list(range(since + 1, min(since + limit, len(order)) + 1))
    assert head().tick == len(order)


def test_forgotten_touches_shift_nothing_that_came_after_them(monkeypatch: pytest.MonkeyPatch) -> None:
    order = live("ETTETE")
    monkeypatch.setattr(actions, "TOUCHES_KEPT", 2)

    forgotten = forget_old_touches()

    assert forgotten == 2
    assert named(happened_after(4, 10)) == order[4:]
    assert named(happened_after(3, 10)) == order[3:]


def test_all_touches_may_be_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    order = live("TTEE")
    monkeypatch.setattr(actions, "TOUCHES_KEPT", 0)

    forget_old_touches()

    assert not Touch.objects.exists()
    assert named(happened_after(2, 10)) == order[2:]


def test_a_touch_outside_a_transaction_is_refused_and_writes_nothing(transactional_db: None) -> None:
    with pytest.raises(NotInTransaction):
        touch(["front"])

    assert not Touch.objects.exists()


def test_the_record_verifies_as_before() -> None:
    live("TETET")

    assert verify().problems == []
    assert head().size == 2


def test_an_act_on_a_head_from_before_a_touch_is_refused() -> None:
    old_head = lock_head()
    touch(["front"])

    with pytest.raises(BrokenRecord):
        append(old_head, [act()])


@pytest.mark.django_db(transaction=True)
def test_a_touch_rings_the_bell_once_it_is_committed(settings: LazySettings, tmp_path: Path) -> None:
    settings.NODE_DIR = tmp_path
    heard_inside = []

    with transaction.atomic():
        append(lock_head(), [act(number=1), act(number=2)])
        touch(["front"])
        heard_inside.append(node_doorbell().heard())

    assert heard_inside == [0]
    assert node_doorbell().heard() == 3


def test_the_press_sees_keys_and_withdrawals_of_touches() -> None:
    live("E")
    with transaction.atomic():
        touch(["comments:1", "comments:1"], withdraws=True)
    log = RecordLog()

    [first, second] = log.touches_after(0, 10)

    assert (second.seq, second.keys, second.withdraws) == (2, ("comments:1",), True)
    assert first.mark != second.mark
    assert log.head().seq == 2
