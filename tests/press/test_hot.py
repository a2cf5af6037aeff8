"""The pages in memory: what is thrown out, and when."""

import random

from dateline.press.hot import HotSet, RawRequest
from dateline.press.touches import Touches
from tests.press.pages_made import made_page


def raw(path: str, accept: str | None = "gzip") -> RawRequest:
    return "GET", "courier.example", path, "", accept


def test_touched_key_throws_out_its_pages_and_no_others() -> None:
    hot = HotSet(1_000_000)
    for number in (1, 2):
        page = made_page(f"/{number}", keys=(f"story:{number}", "nav"))
        hot.put(page, fresh_at=1, in_round=0)
        hot.remember(raw(f"/{number}"), page)

    hot.touch({"story:1": 2})

    assert hot.page("/1") is None
    assert hot.page("/2") is not None
    assert list(hot.answers) == [raw("/2")]


def test_page_touched_while_it_was_printed_is_not_kept() -> None:
    hot = HotSet(1_000_000)
    hot.touch({"story:3": 5})

    assert not hot.put(made_page(seq=4), fresh_at=4, in_round=0)
    assert hot.put(made_page(seq=5), fresh_at=5, in_round=0)


def test_answer_is_not_remembered_for_a_page_that_was_replaced() -> None:
    hot = HotSet(1_000_000)
    old, new = made_page(seq=1), made_page(seq=2)
    hot.put(old, fresh_at=1, in_round=0)
    hot.put(new, fresh_at=2, in_round=0)

    hot.remember(raw("/news/3/thaw/"), old)

    assert hot.answers == {}


def test_memory_stays_below_its_limit_and_pages_in_use_stay() -> None:
    hot = HotSet(200_000)
    favourite = made_page("/favourite", keys=("story:1",))
    hot.put(favourite, fresh_at=1, in_round=0)
    hot.remember(raw("/favourite"), favourite)

    for number in range(500):
        page = made_page(f"/{number}", text=random.Random(number).randbytes(1500).hex())
        hot.put(page, fresh_at=1, in_round=0)
        hot.remember(raw(f"/{number}"), page)
        hot.answers[raw("/favourite")].used = True
        assert hot.size_bytes <= 200_000

    assert hot.page("/favourite") is favourite
    assert hot.page("/0") is None
    assert 10 < len(hot.answers) < 100


def test_many_strange_headers_for_one_page_take_bounded_room() -> None:
    hot = HotSet(10_000_000)
    page = made_page()
    hot.put(page, fresh_at=1, in_round=0)

    for number in range(1000):
        hot.remember(raw(page.key, f"gzip;x={number}"), page)

    assert len(hot.answers) <= 24
    assert hot.size_bytes < 200_000


def test_page_too_large_for_the_hot_set_is_not_kept() -> None:
    hot = HotSet(10_000)

    assert not hot.put(made_page(text=random.Random(1).randbytes(9000).hex()), fresh_at=1, in_round=0)
    assert hot.size_bytes == 0


def test_removing_everything_leaves_no_bytes_behind() -> None:
    hot = HotSet(1_000_000)
    for number in range(20):
        page = made_page(f"/{number}", keys=(f"story:{number}", "nav"))
        hot.put(page, fresh_at=1, in_round=0)
        hot.remember(raw(f"/{number}", "br"), page)

    hot.touch({"nav": 2})

    assert (hot.size_bytes, hot.answers, hot.page("/1")) == (0, {}, None)


def test_after_a_clearing_older_pages_may_not_come_back() -> None:
    hot = HotSet(1_000_000)
    hot.clear(floor=7)

    assert not hot.put(made_page(seq=6), fresh_at=6, in_round=1)
    assert not hot.put(made_page(seq=7), fresh_at=7, in_round=0)
    assert hot.put(made_page(seq=7), fresh_at=7, in_round=1)


def test_touches_beyond_the_limit_count_as_touching_everything_before() -> None:
    touches = Touches(limit=3)
    touches.add({"a": 1, "b": 2, "c": 3})
    assert touches.untouched_since({"x"}, 0)

    touches.add({"d": 4})

    assert not touches.untouched_since({"x"}, 3)
    assert touches.untouched_since({"x"}, 4)
