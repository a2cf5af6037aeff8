"""Listings: complete, in order, page by page, at the same cost for many stories as for few."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dateline.press.keys import collecting
from dateline.stories import queries
from dateline.stories.actions.acts import kill, retract
from dateline.stories.actions.batch import publish_batch
from dateline.stories.drafts import StoryDraft
from dateline.stories.errors import BadCursor
from dateline.stories.models import Story

pytestmark = pytest.mark.django_db

START = datetime(2021, 12, 10, 0, 0, tzinfo=UTC)


def fill(count: int, *, minutes_apart: int = 0) -> None:
    """Stories 1 to count in World; with 0 minutes apart all in the same minute, told apart by number alone."""
    publish_batch(
        [
            StoryDraft(
                headline=f"Story {number}",
                body=({"type": "paragraph", "html": "Text."},),
                number=number,
                published_at=START + timedelta(minutes=minutes_apart * number),
                section="World",
                topics=("Ferries",),
                contributors=(("Ada Penrose", ""),),
                outlets=("Northern Wire",),
            )
            for number in range(1, count + 1)
        ],
        actor="a test",
    )


@pytest.mark.parametrize(
    ("kind", "slug"),
    [("section", "world"), ("topic", "ferries"), ("by", "ada-penrose"), ("outlet", "northern-wire")],
)
@pytest.mark.parametrize("minutes_apart", [0, 7])
def test_paging_to_the_end_and_back_shows_every_story_once(kind: str, slug: str, minutes_apart: int) -> None:
    fill(25, minutes_apart=minutes_apart)
    pages, before = [], ""

    while True:
        found = queries.shelf_listing(kind, slug, before=before, limit=10)
        assert found is not None
        pages.append([card.number for card in found[1].cards])
        before = found[1].older
        if not before:
            break
    last = found[1]
    back = queries.shelf_listing(kind, slug, after=last.newer, limit=10)

    assert pages == [list(range(25, 15, -1)), list(range(15, 5, -1)), list(range(5, 0, -1))]
    assert back is not None
    assert [card.number for card in back[1].cards] == pages[1]
    assert (back[1].older != "", back[1].newer != "") == (True, True)


def test_the_first_page_has_nothing_newer_and_the_last_nothing_older() -> None:
    fill(3)

    found = queries.shelf_listing("section", "world", limit=3)

    assert found is not None
    assert (len(found[1].cards), found[1].older, found[1].newer) == (3, "", "")


@pytest.mark.parametrize("cursor", ["x", "1-2-3", "99999999999999-1", "999999999999-1", "١-٢"])
def test_a_nonsense_cursor_is_refused(cursor: str) -> None:
    fill(1)

    with pytest.raises(BadCursor):
        queries.shelf_listing("section", "world", before=cursor)
    with pytest.raises(BadCursor):
        queries.day_listing(date(2021, 12, 10), after=cursor)


def test_an_unknown_shelf_is_none() -> None:
    assert queries.shelf_listing("section", "nowhere") is None


def test_the_day_pages_through_its_own_stories_only() -> None:
    fill(30, minutes_apart=60)

    first = queries.day_listing(date(2021, 12, 10), limit=20)
    second = queries.day_listing(date(2021, 12, 10), before=first.older, limit=20)
    back = queries.day_listing(date(2021, 12, 10), after=second.newer, limit=20)

    assert [card.number for card in first.cards] == list(range(23, 3, -1))
    assert [card.number for card in second.cards] == [3, 2, 1]
    assert back.cards == first.cards


def test_calendars_count_what_is_listed() -> None:
    fill(30, minutes_apart=60)
    retract(Story.objects.get(number=30), note="Wrong.")
    kill(Story.objects.get(number=1), note="Wrong.")

    assert queries.days_of_month(2021, 12) == ((date(2021, 12, 10), 22), (date(2021, 12, 11), 6))
    assert queries.months_of_year(2021) == ((12, 28),)
    assert queries.archive_years() == ((2021, 28),)
    assert queries.neighbouring_days(date(2021, 12, 10)) == (None, date(2021, 12, 11))


def test_front_page_and_sections_leave_out_what_was_retracted_or_killed() -> None:
    fill(5)
    retract(Story.objects.get(number=5), note="Wrong.")
    kill(Story.objects.get(number=4), note="Wrong.")

    assert [card.number for card in queries.front_page()] == [3, 2, 1]
    assert [card.number for _, cards in queries.newest_by_section() for card in cards] == [3, 2, 1]


def test_a_killed_story_has_its_notices_and_no_content() -> None:
    fill(1)
    kill(Story.objects.get(number=1), note="By order.", legal_authority="the District Court of Vell")

    story = queries.reader_story(1)

    assert story is not None
    assert (story.state, story.content, story.legal_authority) == ("killed", {}, "the District Court of Vell")
    assert [notice.note for notice in story.notices] == ["By order."]


def test_an_unknown_number_is_none() -> None:
    assert queries.reader_story(7) is None


@pytest.mark.parametrize("few_and_many", [(5, 60)])
def test_listings_cost_the_same_queries_for_many_stories_as_for_few(few_and_many: tuple[int, int]) -> None:
    costs = []
    for count in few_and_many:
        fill(count)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            queries.front_page()
            queries.newest_by_section()
            queries.shelf_listing("topic", "ferries")
            queries.day_listing(date(2021, 12, 10))
        costs.append(len(captured))

    assert costs[0] == costs[1] <= 9


def test_queries_name_the_keys_of_what_they_read() -> None:
    fill(1)

    with collecting() as sheet:
        queries.front_page()
        queries.nav_sections()
        queries.reader_story(1)
        queries.shelf_listing("topic", "ferries")
        queries.day_listing(date(2021, 12, 10))

    assert sheet.keys == {"front", "story:1", "topic:ferries", "day:2021-12-10"}
