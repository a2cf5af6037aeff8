"""What every reader page is held to: small, quiet, and the same for everybody."""

import gzip
import os
import re
from itertools import pairwise

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.public.discussion import open_comments, put
from tests.public.newsstand import ADDRESS, NUMBER, html_of, print_stories, print_story

pytestmark = pytest.mark.django_db

# A story that takes comments; the one about the ferry is too old for that.
OPEN = "/news/12/story-12/"
PAGES = [
    "/",
    ADDRESS,
    OPEN,
    f"/news/{NUMBER}/comments/",
    "/news/12/comments/",
    "/news/12/comments/1/",
    "/section/world/",
    "/topic/ferries/",
    "/by/ada-penrose/",
    "/outlet/northern-wire/",
    "/2021/12/10/",
    "/2021/12/",
    "/2021/",
    "/archive/",
    "/no/such/page",
]
STORY_BUDGET_BYTES = 20_000
SCRIPTS_BUDGET_BYTES = 20_000
LONG_TEXT = "The harbour office said on Friday that the ferry would sail at noon, weather and tide allowing. "


@pytest.fixture(autouse=True)
def a_paper() -> None:
    """Twelve stories, the last one with a comment and open for more, and the one about the ferry."""
    print_stories(12)
    print_story()
    open_comments(12)
    put(pk=1, number=12)


def stylesheet() -> bytes:
    """The one stylesheet, as it is in the tree."""
    path = finders.find("public/site.css")
    assert isinstance(path, str)
    with open(path, "rb") as file:
        return file.read()


@pytest.mark.parametrize("address", PAGES)
def test_no_page_sets_a_cookie_or_varies_by_one(client: Client, address: str) -> None:
    response = client.get(address)

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("address", PAGES)
def test_no_page_asks_anything_of_another_host(client: Client, address: str) -> None:
    html = client.get(address).content.decode()

    loaded = re.findall(r'<(?:img|iframe|source|video|audio|embed|object)[^>]*\b(?:src|srcset|data)="([^"]*)"', html)
    loaded += re.findall(r'<link rel="(?:stylesheet|icon|preload|preconnect)"[^>]*href="([^"]*)"', html)
    assert len(loaded) >= 1
    assert [url for url in loaded if not re.match(r"/(?!/)", url)] == []


@pytest.mark.parametrize("address", PAGES)
def test_no_page_holds_a_script_or_styles_itself(client: Client, address: str) -> None:
    html = client.get(address).content.decode()

    # The one file is for the form where readers answer; without a form there is none.
    scripts = re.findall(r"<script(?! type=\"application/ld\+json\")[^>]*>[^<]*", html)
    assert set(scripts) <= {'<script type="module" src="/static/public/comment.js">'}
    assert bool(scripts) == ("<form" in html)
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", html) == []


@pytest.mark.parametrize("address", PAGES)
def test_every_page_carries_the_rules_that_keep_scripts_out(client: Client, address: str) -> None:
    headers = client.get(address).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; img-src 'self'")
    assert "script-src 'self'; worker-src 'self';" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_the_desk_keeps_its_own_rules(client: Client) -> None:
    assert "Content-Security-Policy" not in client.get("/desk/login/").headers


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_how_long_it_took_and_how_long_it_is(client: Client, address: str) -> None:
    response = client.get(address)

    assert re.search(rb"Page generated in \d+\.\d{4} sec<", response.content)
    assert b"generated-" not in response.content
    assert response.headers["Content-Length"] == str(len(response.content))


def test_a_text_story_with_its_stylesheet_is_under_the_budget(client: Client) -> None:
    paragraphs = tuple({"type": "paragraph", "html": f"{number}. {LONG_TEXT * 4}"} for number in range(40))
    print_story(number=5000, headline="A long story", body=paragraphs, legacy_urls=())
    open_comments(5000)
    for minute in range(10):
        put(number=5000, minutes=minute)

    html = html_of(client, "/news/5000/a-long-story/")

    sizes = [len(gzip.compress(data, 6)) for data in (html.encode(), stylesheet())]
    assert "<form" in html
    assert sum(sizes) < STORY_BUDGET_BYTES, sizes


def test_the_scripts_of_readers_pages_are_small() -> None:
    paths = [finders.find(f"public/{name}") for name in ("comment.js", "comment-work.js")]

    sizes = [os.path.getsize(str(path)) for path in paths]
    assert sizes[0] < 6 * 1024
    assert sum(sizes) < SCRIPTS_BUDGET_BYTES


def test_a_story_costs_few_queries_whatever_it_holds(client: Client) -> None:
    shelves = tuple(f"Topic {number}" for number in range(20))
    print_story(number=5000, headline="A story", topics=shelves, outlets=shelves, legacy_urls=())

    with CaptureQueriesContext(connection) as simple:
        html_of(client, ADDRESS)
    with CaptureQueriesContext(connection) as rich:
        html_of(client, "/news/5000/a-story/")

    assert len(rich) == len(simple) <= 9


@pytest.mark.parametrize("address", PAGES)
def test_elements_are_closed_in_the_order_they_were_opened(client: Client, address: str) -> None:
    html = client.get(address).content.decode()

    void = {"meta", "link", "img", "br", "input", "!doctype"}
    opened: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-z0-9!]+)", re.sub(r"(?s)<script.*?</script>", "", html)):
        if closing:
            assert opened.pop() == name
        elif name not in void:
            opened.append(name)
    assert opened == []
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", PAGES)
def test_headings_start_at_one_and_leave_none_out(client: Client, address: str) -> None:
    html = client.get(address).content.decode()

    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
