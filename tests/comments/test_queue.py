"""The moderators' list: what is in it, in which order, found by which index, a bounded part at a time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dateline.base.models import User
from dateline.comments.actions.deciding import approve_comment, reject_comment
from dateline.comments.models import Comment, Reason, Report
from dateline.comments.queries import windows
from dateline.comments.queries.queue import Show, Wanted, matching_ids, queue_page, stories_among, waiting_up_to
from dateline.comments.queries.windows import Place, read_place
from dateline.stories.models import Section
from tests.comments.writing import comment_on
from tests.newsroom import draft_story, publish

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def written(number: int, minute: int, **fields: Any) -> Comment:
    return comment_on(number, received_at=START + timedelta(minutes=minute), **fields)


def ids(wanted: Wanted, **options: Any) -> list[int]:
    return [row.comment.pk for row in queue_page(wanted, **options).rows]


def test_whoever_waits_longest_is_first_and_pages_follow_each_other(number: int) -> None:
    comments = [written(number, minute // 2) for minute in range(7)]

    seen, after = [], None
    while True:
        page = queue_page(Wanted(), after=after, limit=3)
        seen += [row.comment.pk for row in page.rows]
        after = page.next
        if after is None:
            break

    assert seen == [comment.pk for comment in comments]


def test_what_was_decided_is_newest_first(number: int, editor: User) -> None:
    old, new, waiting = (written(number, minute) for minute in range(3))
    for comment in (old, new):
        approve_comment(comment.pk, user=editor)

    assert ids(Wanted(show=Show.APPROVED), limit=1) == [new.pk]
    assert ids(Wanted(show=Show.APPROVED)) == [new.pk, old.pk]
    assert ids(Wanted()) == [waiting.pk]
    assert ids(Wanted(show=Show.ALL)) == [waiting.pk, new.pk, old.pk]


def test_filters_find_section_story_words_reader_and_reason(number: int, editor: User) -> None:
    sport = Section.objects.create(name="Sport")
    other = publish(draft_story(section=sport, headline="Regatta"))
    assert other.number is not None
    mine = written(number, 1, email="ada@example.org", address_digest="a")
    theirs = written(other.number, 2, email="ada@example.org", address_digest="b", name="Zora", queue="reported")
    third = written(number, 3, address_digest="b", text="Nothing of the sort.")
    Report.objects.create(comment=theirs, reason="hate", at=START, nonce="n1")
    reject_comment(third.pk, user=editor, reason=Reason.SPAM)

    assert ids(Wanted(section=sport.pk)) == [theirs.pk]
    assert ids(Wanted(number=number)) == [mine.pk]
    assert ids(Wanted(number=number, show=Show.ALL)) == [third.pk, mine.pk]
    assert ids(Wanted(show=Show.REPORTED)) == [theirs.pk]
    assert ids(Wanted(words="zora")) == [theirs.pk]
    assert ids(Wanted(words="of the SORT", show=Show.ALL)) == [third.pk]
    assert ids(Wanted(reader=theirs.pk, show=Show.ALL)) == [third.pk, theirs.pk, mine.pk]
    assert ids(Wanted(reader=mine.pk, number=number, show=Show.ALL)) == [mine.pk]
    assert ids(Wanted(reader=10**9)) == []
    assert ids(Wanted(reason="hate")) == [theirs.pk]
    Report.objects.create(comment=mine, reason="abuse", at=START, nonce="n2", closed_at=START)
    assert ids(Wanted(reason="abuse")) == []
    assert ids(Wanted(reason="spam", show=Show.REJECTED)) == [third.pk]


def test_a_condition_no_index_answers_looks_through_a_window_and_says_where_to_go_on(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows.find, "__kwdefaults__", {"window_rows": 4})
    for minute in range(10):
        written(number, minute, text="ordinary words")
    rare = written(number, 20, text="a heron")

    pages, after = [], None
    while True:
        page = queue_page(Wanted(words="heron"), after=after)
        pages.append(([row.comment.pk for row in page.rows], page.is_cut))
        after = page.next
        if after is None:
            break

    assert pages == [([], True), ([], True), ([rare.pk], False)]


def test_all_that_match_are_found_up_to_a_bound(number: int) -> None:
    comments = [written(number, minute) for minute in range(5)]

    assert matching_ids(Wanted(), limit=3).ids == tuple(comment.pk for comment in comments[:3])
    assert not matching_ids(Wanted(), limit=3).is_all
    assert matching_ids(Wanted(words="ferry"), limit=10).is_all
    assert stories_among([comment.pk for comment in comments])[0][::2] == (number, 5)


def test_rows_know_their_story_reports_notes_and_last_decision(number: int, editor: User) -> None:
    first = written(number, 1, name="Ada")
    answer = written(number, 2, thread=first, answers=first, queue="reported")
    for index, reason in enumerate(["abuse", "hate", "abuse"]):
        Report.objects.create(comment=answer, reason=reason, at=START, nonce=f"n{index}")
    answer.notes.create(user=editor, at=START, text="Look twice.")
    reject_comment(first.pk, user=editor, reason=Reason.OTHER)

    rows = queue_page(Wanted(show=Show.ALL)).rows

    assert rows[0].answered == "Ada"
    assert rows[0].reports == (("Insult or threat", 2), ("Hatred of a group", 1))
    assert [note.text for note in rows[0].notes] == ["Look twice."]
    assert rows[0].story is not None
    assert (rows[0].story.headline, rows[0].story.section) == ("Ferry to Vell runs again after storm", "World")
    assert rows[1].last is not None
    assert rows[1].last.what == "reject"


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(words="ferry"), Wanted(show=Show.ALL, number=1)])
def test_fifty_comments_cost_as_many_queries_as_five(number: int, wanted: Wanted) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            queue_page(wanted, limit=50)
        return len(asked)

    for minute in range(5):
        written(number, minute)
    few = queries()
    for minute in range(45):
        written(number, minute)

    assert queries() == few <= 7


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(), "comment_queue_by_time"),
        (Wanted(show=Show.REPORTED), "reported_comments_by_time"),
        (Wanted(show=Show.REJECTED), "comments_by_state"),
        (Wanted(show=Show.ALL), "comments_by_time"),
        (Wanted(show=Show.ALL, number=1), "comments_of_a_story"),
    ],
)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is SQLite's")
def test_each_list_is_read_from_its_index_in_order(number: int, wanted: Wanted, index: str) -> None:
    written(number, 1)
    for after in (None, Place(START, 1)):
        with CaptureQueriesContext(connection) as asked:
            queue_page(wanted, after=after)
        listing = next(query["sql"] for query in asked if "comments_comment" in query["sql"])
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {listing}")
            plan = " ".join(row[3] for row in cursor.fetchall())

        assert index in plan
        assert "TEMP B-TREE" not in plan


def test_the_badge_counts_no_further_than_it_shows(number: int) -> None:
    for minute in range(3):
        written(number, minute)

    assert waiting_up_to(100) == 3
    assert waiting_up_to(2) == 2


def test_a_place_is_written_and_read_and_nothing_else_is() -> None:
    place = Place(START + timedelta(microseconds=7), 42)

    assert read_place(str(place)) == place
    for text in ("", "1", "1-", "a-1", "1-1-1", "-" + "9" * 17 + "-1", "1-" + "9" * 19, "١-١"):
        with pytest.raises(ValueError, match="no"):
            read_place(text)
