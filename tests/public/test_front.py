"""The front page: where each story stands, and what the page says before there is one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from dateline.public.arrangement import LEAD_CANDIDATES, RAIL, STRIP, arranged
from dateline.stories.reading import Card, Picture, Shelf
from tests.public.newsstand import HEADLINE, html_of, print_stories, print_story, text_of

WORLD, SPORT = Shelf("world", "World"), Shelf("sport", "Sport")
NOON = datetime(2021, 12, 10, 12, 0, tzinfo=UTC)


def newest(count: int) -> list[Card]:
    """Cards numbered downwards from `count`, an hour apart, newest first."""
    return [
        Card(
            number=number,
            slug="a-story",
            kicker="",
            headline=f"Story {number}",
            standfirst="",
            section=WORLD,
            published_at=NOON - timedelta(hours=count - number),
            language="en",
            direction="ltr",
            picture=None,
            last_act="publish",
            last_act_at=NOON,
        )
        for number in range(count, 0, -1)
    ]


def pictured(card: Card) -> Card:
    """The same card with a picture."""
    return replace(card, picture=Picture(url="/media/a.webp", width=3, height=2))


def numbers(cards: tuple[Card, ...]) -> list[int]:
    """The cards' numbers, in their order."""
    return [card.number for card in cards]


def test_the_newest_story_leads_when_none_has_a_picture() -> None:
    front = arranged(newest(9), [])

    assert front.lead is not None
    assert front.lead.number == 9


def test_the_newest_story_with_a_picture_leads_when_it_is_new_enough() -> None:
    cards = newest(9)
    fresh = arranged([*cards[:2], pictured(cards[2]), *cards[3:]], [])
    stale = arranged([*cards[:LEAD_CANDIDATES], pictured(cards[LEAD_CANDIDATES])], [])

    assert fresh.lead is not None
    assert stale.lead is not None
    assert (fresh.lead.number, stale.lead.number) == (7, 9)
    assert fresh.newest is not None
    assert fresh.newest.number == 9


@pytest.mark.parametrize(("has_picture", "under", "beside"), [(True, 2, 4), (False, 4, 3)])
def test_every_story_stands_once_at_the_top_in_the_order_of_time(has_picture: bool, under: int, beside: int) -> None:
    cards = newest(30)

    front = arranged([pictured(cards[0]), *cards[1:]] if has_picture else cards, [])

    rail = [number for _, cards in front.rail for number in numbers(cards)]
    assert front.lead is not None
    assert (len(front.under), len(front.seconds), len(rail)) == (under, beside, RAIL)
    assert [front.lead.number, *numbers(front.under), *numbers(front.seconds), *rail] == list(
        range(30, 30 - 1 - under - beside - RAIL, -1)
    )


def test_the_rail_names_each_day_once() -> None:
    front = arranged(newest(20), [])

    assert [day for day, _ in front.rail] == ["December 10, 2021", "December 9, 2021"]


def test_a_strip_leaves_out_what_stands_at_the_top_and_a_section_without_more_has_none() -> None:
    cards = tuple(newest(20))
    top = 8

    front = arranged(cards, [(WORLD, cards), (SPORT, cards[:top])])

    assert [(strip.shelf, numbers(strip.cards)) for strip in front.strips] == [
        (WORLD, list(range(20 - top, 20 - top - STRIP, -1)))
    ]


def test_an_empty_paper_has_an_empty_front() -> None:
    front = arranged([], [])

    assert (front.newest, front.lead, front.rail, front.strips) == (None, None, (), ())


@pytest.mark.django_db
def test_the_page_of_an_empty_paper_says_so(client: Client) -> None:
    text = text_of(html_of(client, "/"))

    assert "No story has been published yet." in text


@pytest.mark.django_db
def test_the_page_shows_lead_rail_and_sections(client: Client) -> None:
    print_stories(30, section="Sport")
    print_story()

    html = html_of(client, "/")

    text = text_of(html)
    assert "No. 30 the last story out 0752 GMT December 10, 2021" in text
    assert "Latest" in text
    assert "0656 Story 22" in text
    assert HEADLINE in text
    assert 'href="/section/sport/"' in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/">' in html


@pytest.mark.django_db
def test_a_story_in_another_language_is_marked_as_such_among_the_others(client: Client) -> None:
    print_stories(2)
    print_story(headline="کشتی وِل دوباره به راه افتاد", language="fa")

    html = html_of(client, "/")

    assert '<article class="card" lang="fa" dir="rtl">' in html
    assert html.count('lang="fa"') == 1
