"""Sections, topics, contributors and outlets: whole, page by page, at the same cost for many stories as for few."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dateline.record.models import Act
from dateline.stories.actions.amending import amend
from tests.public.newsstand import html_of, print_stories, text_of

pytestmark = pytest.mark.django_db

SHELVES = ["/section/world/", "/topic/ferries/", "/by/ada-penrose/", "/outlet/northern-wire/"]
DAY = "/2021/12/10/"


def link(html: str, rel: str) -> str | None:
    """The query of the page's link to older (`next`) or newer (`prev`) stories."""
    found = re.search(rf'<a rel="{rel}" href="(\?[^"]+)"', html)
    return found[1] if found else None


def listed(html: str) -> list[int]:
    """The numbers of the stories on the page, in its order."""
    return [int(number) for number in re.findall(r'<h2><a href="/news/(\d+)/', html)]


@pytest.mark.parametrize("address", [*SHELVES, DAY])
def test_the_links_to_older_stories_lead_past_every_story_once_and_back(client: Client, address: str) -> None:
    print_stories(130, minutes_apart=0)
    seen: list[int] = []
    pages: list[str] = []
    query: str | None = ""

    while query is not None:
        html = html_of(client, address + query)
        seen += listed(html)
        pages.append(html)
        query = link(html, "next")
    back = html_of(client, address + (link(pages[-1], "prev") or ""))

    assert seen == list(range(130, 0, -1))
    assert listed(back) == listed(pages[-2])
    assert link(pages[0], "prev") is None


@pytest.mark.parametrize(
    ("address", "name"),
    [*zip(SHELVES, ["World", "Ferries", "Ada Penrose", "Northern Wire"], strict=True), (DAY, "December 10, 2021")],
)
def test_a_list_says_what_it_lists(client: Client, address: str, name: str) -> None:
    print_stories(1)

    html = html_of(client, address)

    assert f"<h1>{name}</h1>" in html
    assert f"<title>{name} | The Harbour Courier</title>" in html
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{address}">' in html
    assert "What happened in story 1." in text_of(html)


def test_a_later_part_of_a_list_has_its_own_address_and_neighbours(client: Client) -> None:
    print_stories(100)
    older = link(html_of(client, "/section/world/"), "next")

    html = html_of(client, f"/section/world/{older}")

    assert f'<link rel="canonical" href="http://127.0.0.1:8000/section/world/{older}">' in html
    assert '<link rel="prev" href="?after=' in html
    assert '<link rel="next" href="?before=' in html


def test_a_section_is_marked_in_the_navigation(client: Client) -> None:
    print_stories(1)

    html = html_of(client, "/section/world/")

    assert '<a href="/section/world/" aria-current="page">World</a>' in html


@pytest.mark.parametrize("address", [*SHELVES, DAY, "/", "/2021/12/", "/2021/", "/archive/"])
def test_a_list_asks_the_database_as_often_for_many_stories_as_for_few(client: Client, address: str) -> None:
    print_stories(2)
    with CaptureQueriesContext(connection) as few:
        html_of(client, address)
    print_stories(60, first=3)

    with CaptureQueriesContext(connection) as many:
        html_of(client, address)

    assert len(many) == len(few)
    assert len(many) <= 7


@pytest.mark.parametrize("act", [Act.RETRACT, Act.KILL])
@pytest.mark.parametrize("address", [*SHELVES, DAY, "/"])
def test_no_list_shows_what_no_longer_stands(client: Client, address: str, act: Act) -> None:
    print_stories(3)
    amend(2, act, note="It never happened.")

    html = html_of(client, address)

    assert "/news/2/" not in html
    assert "/news/3/" in html
    assert "/news/1/" in html


@pytest.mark.parametrize(
    "query",
    [
        "?before=x",
        "?after=-",
        "?before=1-2-3",
        "?after=99999999999999999999-1",
        "?before=1639109520-1&after=1639109520-1",
        f"?before={'9' * 5000}",
        "?before=%00",
        "?after=%D8%A8",
        "?before=' OR 1=1--",
    ],
)
@pytest.mark.parametrize("address", ["/section/world/", DAY])
def test_a_nonsense_part_of_a_list_is_refused_in_words(client: Client, address: str, query: str) -> None:
    print_stories(1)

    text = text_of(html_of(client, address + query, status=404))

    assert "This list has no such part." in text


@pytest.mark.parametrize("address", ["/section/nowhere/", "/topic/x/", "/by/nobody/", "/outlet/none/"])
def test_an_unknown_list_is_refused_in_words(client: Client, address: str) -> None:
    print_stories(1)

    text = text_of(html_of(client, address, status=404))

    assert "There is no such list of stories." in text


@pytest.mark.parametrize("query", ["?page=2", "?utm_source=x", "?before=", "?after=&q=1"])
def test_other_parameters_change_nothing(client: Client, query: str) -> None:
    print_stories(3)

    html = html_of(client, f"/section/world/{query}")

    assert listed(html) == [3, 2, 1]
    assert '<link rel="canonical" href="http://127.0.0.1:8000/section/world/">' in html
