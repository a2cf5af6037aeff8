"""The press and the real record: an act is seen at once, in whatever process."""

from pathlib import Path

import pytest
from django.db import connection

from dateline.press.following import Head
from dateline.press.record_log import RecordLog
from dateline.press.wsgi import Press
from dateline.record.doorbell import Doorbell
from dateline.record.models import Act
from tests.press.paper import ListRecord, Program, ask, press_of
from tests.record.acts import act, record


@pytest.mark.django_db
def test_empty_record_ends_at_nought() -> None:
    assert RecordLog().head() == Head(seq=0, highest_number=0)
    assert RecordLog().touches_after(0, 10) == []


@pytest.mark.django_db
def test_entries_come_in_order_with_their_keys_and_that_of_their_story() -> None:
    record(act(number=7, keys=("front",)), act(number=8, keys=("nav", "section:world")))
    log = RecordLog()

    touches = log.touches_after(0, 10)

    assert [touch.seq for touch in touches] == [1, 2]
    assert set(touches[1].keys) == {"story:8", "nav", "section:world"}
    assert touches[0].mark != touches[1].mark
    assert log.touches_after(1, 10) == touches[1:]
    assert log.touches_after(0, 1) == touches[:1]
    assert not any(touch.withdraws for touch in touches)
    assert log.head() == Head(seq=2, highest_number=8)


@pytest.mark.django_db
def test_kill_withdraws_what_was_there_before() -> None:
    record(act(number=7))
    record(act(number=7, act=Act.KILL, content=None, note="By order of the court."))

    assert [touch.withdraws for touch in RecordLog().touches_after(0, 10)] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_reader_right_after_an_act_of_the_real_record_gets_the_new_page(program: Program, tmp_path: Path) -> None:
    bell = Doorbell(tmp_path / "doorbell")
    configuration = press_of(program, ListRecord(), tmp_path)._configuration
    press = Press(program, configuration, log=RecordLog(), heard=bell.heard)
    path = "/story/7"
    program.texts[path] = "Older"
    assert b"Older" in ask(press, path).body
    assert ask(press, path).timing == "hot"

    program.texts[path] = "Younger"
    bell.ring(record(act(number=7, keys=("front",)))[-1].seq)
    reply = ask(press, path)

    press.room.close()
    connection.close()
    assert b"Younger" in reply.body
