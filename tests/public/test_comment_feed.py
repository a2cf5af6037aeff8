"""A story's comments as a feed that any reader of feeds can take."""

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.test import Client

from tests.public.discussion import put, put_many
from tests.public.newsstand import ADDRESS, HEADLINE, NUMBER, html_of, print_story

pytestmark = pytest.mark.django_db

FEED = f"/news/{NUMBER}/comments/feed/"
PAPER = "http://127.0.0.1:8000"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def a_story() -> None:
    """The story about the ferry."""
    print_story()


def feed_of(client: Client) -> Element:
    """The feed, parsed."""
    response = client.get(FEED)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return fromstring(response.content)


def texts(parent: Element, *path: str) -> list[str]:
    """The texts of the elements at this path."""
    return [element.text or "" for element in parent.findall("/".join(f"{ATOM}{name}" for name in path))]


def entries(feed: Element) -> Iterator[Element]:
    """The feed's entries, in its order."""
    yield from feed.findall(f"{ATOM}entry")


def links(parent: Element) -> dict[str, str]:
    """The addresses of an element's links, by their rel."""
    return {link.attrib["rel"]: link.attrib["href"] for link in parent.findall(f"{ATOM}link")}


def test_a_feed_has_all_that_atom_asks_for(client: Client) -> None:
    put()
    put(minutes=5, name="Bram")

    feed = feed_of(client)

    # RFC 4287, sections 4.1.1 and 4.1.2: exactly one id, title and updated each, an author, a link to itself.
    for element in [feed, *entries(feed)]:
        for name in ("id", "title", "updated"):
            assert len(texts(element, name)) == 1
            assert texts(element, name)[0]
        assert links(element)["alternate"].startswith(f"{PAPER}/news/{NUMBER}/comments/")
        datetime.strptime(texts(element, "updated")[0], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert links(feed)["self"] == f"{PAPER}{FEED}"
    assert texts(feed, "title") == [f"Comments on: {HEADLINE}"]
    assert texts(feed, "entry", "author", "name") == ["Bram", "Ada"]
    assert len(set(texts(feed, "entry", "id"))) == 2


def test_an_entry_is_the_comment_with_its_address(client: Client) -> None:
    comment = put(text="First.\n\nSee https://a.example/?a=1&b=2")

    entry = next(entries(feed_of(client)))

    assert texts(entry, "id") == [f"{PAPER}/news/{NUMBER}/comments/{comment.pk}/"]
    assert texts(entry, "published") == ["2021-12-10T09:00:00Z"]
    assert texts(entry, "content")[0].startswith("<p>First.</p>\n<p>See <a href=")


def test_an_answer_says_what_it_answers(client: Client) -> None:
    first = put()
    put(answers=first, minutes=1)

    newest, oldest = entries(feed_of(client))

    threads = "{http://purl.org/syndication/thread/1.0}in-reply-to"
    answered = newest.find(threads)
    assert answered is not None
    assert answered.attrib["ref"] == texts(oldest, "id")[0]
    assert oldest.find(threads) is None


def test_the_newest_fifty_are_in_it_answers_among_them(client: Client) -> None:
    comments = put_many(60)
    answer = put(answers=comments[0], minutes=100)

    ids = texts(feed_of(client), "entry", "id")

    assert len(ids) == 50
    assert ids[0].endswith(f"/{answer.pk}/")
    assert ids[-1].endswith(f"/{comments[11].pk}/")


def test_a_feed_without_comments_is_a_feed(client: Client) -> None:
    feed = feed_of(client)

    assert texts(feed, "updated") == ["2021-12-10T04:22:00Z"]
    assert list(entries(feed)) == []


@pytest.mark.parametrize(
    "text", ["</content><script>alert(1)</script>", "]]>", "&amp;&lt;", "a\x00b\x0bc\ufffe\x1b", "\ud83d"]
)
def test_nothing_a_reader_typed_breaks_the_feed(client: Client, text: str) -> None:
    writable = text.replace("\x00", "").replace("\ud83d", "")
    put(name=writable, text=writable or "Ferry")

    feed = feed_of(client)

    assert len(list(entries(feed))) == 1
    assert feed.find(".//script") is None
    assert "<script" not in texts(feed, "entry", "content")[0]


def test_pages_say_where_the_feed_is(client: Client) -> None:
    put()

    for address in [ADDRESS, f"/news/{NUMBER}/comments/"]:
        assert f'<link rel="alternate" type="application/atom+xml" title="Comments" href="{FEED}">' in html_of(
            client, address
        )
