"""Printing each page once, and what readers get when it takes long or fails."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dateline.press.wsgi import Press
from tests.press.paper import ListRecord, Program, Reply, ask, press_of

STORY = "/news/3/thaw/"


def all_at_once(count: int, work: Callable[[int], Reply]) -> list[Reply]:
    with ThreadPoolExecutor(count) as crew:
        return list(crew.map(work, range(count)))


def test_twenty_readers_of_a_new_page_cost_one_rendering(press: Press, program: Program) -> None:
    program.seconds = 0.1

    replies = all_at_once(20, lambda _: ask(press, STORY))

    assert {reply.status for reply in replies} == {200}
    assert program.asked == [STORY]


def test_several_processes_print_a_page_once(program: Program, record: ListRecord, tmp_path: Path) -> None:
    presses = [press_of(program, record, tmp_path) for _ in range(4)]
    for press in presses:
        ask(press, "/")
    program.asked.clear()
    program.seconds = 0.1

    replies = all_at_once(4, lambda index: ask(presses[index], STORY))

    assert sorted(reply.timing for reply in replies) == ["printed", "stored", "stored", "stored"]
    assert program.asked == [STORY]
    for press in presses:
        press.room.close()


def test_others_get_the_page_just_touched_while_one_waits_for_the_new_one(
    press: Press, program: Program, record: ListRecord
) -> None:
    ask(press, STORY)
    program.texts[STORY] = "Younger"
    program.seconds = 0.3
    record.act("news:3:thaw")

    began = time.monotonic()
    first = threading.Thread(target=lambda: ask(press, STORY))
    first.start()
    time.sleep(0.1)
    reply = ask(press, STORY)
    waited = time.monotonic() - began
    first.join()

    assert (reply.timing, reply.status) == ("stale", 200)
    assert waited < 0.25
    assert b"Younger" in ask(press, STORY).body


def test_page_touched_a_second_ago_is_not_handed_out_while_the_new_one_is_printed(
    press: Press, program: Program, record: ListRecord
) -> None:
    ask(press, STORY)
    program.texts[STORY] = "Younger"
    record.act("news:3:thaw")
    ask(press, "/")
    time.sleep(0.8)
    program.seconds = 0.3

    replies = all_at_once(5, lambda _: ask(press, STORY))

    assert all(b"Younger" in reply.body for reply in replies)


def test_page_touched_long_ago_is_not_handed_out_because_of_another_act_just_now(
    press: Press, program: Program, record: ListRecord
) -> None:
    ask(press, STORY)
    program.texts[STORY] = "Younger"
    record.act("news:3:thaw")
    ask(press, "/")
    time.sleep(0.6)
    program.seconds = 0.3
    record.act("story:8")

    replies = all_at_once(4, lambda _: ask(press, STORY))

    assert all(b"Younger" in reply.body for reply in replies)


def test_killed_story_does_not_come_back_when_the_program_fails(
    press: Press, program: Program, record: ListRecord
) -> None:
    ask(press, STORY)
    program.fails = True
    record.act("news:3:thaw", withdraws=True)

    assert ask(press, STORY).status == 503


def test_failing_program_is_hidden_by_the_page_there_was_and_not_asked_by_everybody(
    press: Press, program: Program, record: ListRecord
) -> None:
    ask(press, STORY)
    program.fails = True
    record.act("news:3:thaw")

    replies = [ask(press, STORY) for _ in range(30)]

    assert {(reply.status, reply.timing) for reply in replies} == {(200, "stale")}
    assert len(program.asked) == 2


def test_failing_program_without_a_page_passes_its_answer_on(press: Press, program: Program) -> None:
    program.fails = True

    reply = ask(press, STORY)

    assert (reply.status, reply.body) == (503, b"database down")
    program.fails = False
    assert ask(press, STORY).status == 200


def test_bug_in_a_page_that_once_worked_serves_what_there_was(
    press: Press, program: Program, record: ListRecord, caplog: pytest.LogCaptureFixture
) -> None:
    ask(press, STORY)

    def broken(environ: object, start_response: object) -> list[bytes]:
        raise RuntimeError("a bug")

    press.room._printer._app = broken
    record.act("news:3:thaw")

    assert ask(press, STORY).timing == "stale"
    assert "a bug" in caplog.text


def test_page_that_is_no_more_is_answered_as_the_program_says(
    press: Press, program: Program, record: ListRecord
) -> None:
    ask(press, "/unprinted/")
    program.seconds = 0.05

    replies = all_at_once(5, lambda _: ask(press, "/unprinted/"))

    assert {reply.status for reply in replies} == {200}
    assert len(program.asked) == 6


def test_page_printed_across_an_act_is_printed_again_for_the_next_reader(
    press: Press, program: Program, record: ListRecord
) -> None:
    ask(press, "/")
    program.texts[STORY] = "Older"
    program.seconds = 0.3
    first = threading.Thread(target=lambda: ask(press, STORY))
    first.start()
    time.sleep(0.1)
    program.texts[STORY] = "Younger"
    record.act("news:3:thaw")
    first.join()

    assert b"Younger" in ask(press, STORY).body


def test_missing_page_found_across_an_act_is_not_remembered(press: Press, program: Program, record: ListRecord) -> None:
    ask(press, "/")
    program.seconds = 0.3
    first = threading.Thread(target=lambda: ask(press, "/gone/"))
    first.start()
    time.sleep(0.1)
    record.act("anything")
    first.join()

    ask(press, "/gone/")

    assert program.asked.count("/gone/") == 2


def test_slow_program_never_keeps_readers_from_pages_in_memory(press: Press, program: Program) -> None:
    ask(press, STORY)
    program.seconds = 0.5
    seconds: list[float] = []

    def read(index: int) -> Reply:
        if index < 50:
            return ask(press, f"/slow/{index}/")
        time.sleep(0.1)
        began = time.monotonic()
        reply = ask(press, STORY)
        seconds.append(time.monotonic() - began)
        return reply

    replies = all_at_once(60, read)

    assert {reply.timing for reply in replies[50:]} == {"hot"}
    assert max(seconds) < 0.2
    refused = [reply for reply in replies[:50] if reply.status == 503]
    assert 20 <= len(refused) < 50
    assert all("Retry-After" in reply.headers for reply in refused)


def test_a_story_killed_while_it_is_printed_is_not_on_disk_for_the_next_process(
    press: Press, program: Program, record: ListRecord, tmp_path: Path
) -> None:
    ask(press, STORY)
    record.act("news:3:thaw")
    ask(press, "/")
    time.sleep(0.6)
    program.seconds = 0.4
    flight = threading.Thread(target=ask, args=(press, STORY))
    flight.start()
    time.sleep(0.1)
    record.act("news:3:thaw", withdraws=True)
    ask(press, "/gone/")
    flight.join()
    press.room.close()
    record.is_gone = program.fails = True

    next_process = press_of(program, record, tmp_path)

    assert ask(next_process, STORY).status == 503
    next_process.room.close()


def test_who_comes_after_an_act_does_not_get_what_was_being_printed_before_it(
    press: Press, program: Program, record: ListRecord
) -> None:
    ask(press, "/")
    program.seconds = 0.5
    early = threading.Thread(target=ask, args=(press, STORY))
    early.start()
    time.sleep(0.1)
    program.texts[STORY] = "Younger"
    record.act("news:3:thaw")
    ask(press, "/")

    late = ask(press, STORY)

    assert b"Younger" in late.body
    early.join()


def test_one_page_that_fails_does_not_make_the_others_stale(press: Press, program: Program, record: ListRecord) -> None:
    ask(press, STORY)
    program.texts[STORY] = "Younger"
    record.act("news:3:thaw")

    assert ask(press, "/boom/").status == 500
    reply = ask(press, STORY)

    assert (reply.timing, b"Younger" in reply.body) == ("printed", True)


def test_an_encoded_question_mark_does_not_make_a_path_another_page(press: Press) -> None:
    real = ask(press, "/section/world/", query="before=c3")

    forged = ask(press, "/section/world/?before=c3")

    assert forged.timing == "printed"
    assert b"before=c3<" in real.body
    assert ask(press, "/section/world/", query="before=c3").body == real.body


def test_a_query_makes_no_copies_of_pages_that_are_no_lists(press: Press, program: Program) -> None:
    for number in range(5):
        ask(press, STORY, query=f"before={number}")

    assert len(program.asked) == 1
    assert program.environs[0]["QUERY_STRING"] == ""
