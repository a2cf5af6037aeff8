"""What readers said of a story: stored pages, newest first, oldest first, most replied first; one thread; the feed."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from dateline.comments.queries.openness import openness_of
from dateline.comments.queries.pages import Order, comments_page, feed_of, place_of, thread_page
from dateline.public.comment_addresses import comment_url, comments_url
from dateline.public.comment_form import empty_form
from dateline.public.cursors import no_such_part, position_of
from dateline.public.errors import NoSuchPage
from dateline.public.feed import CONTENT_TYPE, atom_feed
from dateline.public.page import page
from dateline.public.reader_page import reader_page
from dateline.public.views.story import gone_page, published_story
from dateline.stories.errors import BadCursor
from dateline.stories.reading import ReaderStory


@reader_page
def without_slash(request: HttpRequest, number: int) -> HttpResponse:
    """301: no slug takes this address, so it can only be meant for the comments."""
    return HttpResponsePermanentRedirect(comments_url(number))


@reader_page
def newest(request: HttpRequest, number: int) -> HttpResponse:
    """The newest first."""
    return _in_order(request, number, Order.NEWEST)


@reader_page
def oldest(request: HttpRequest, number: int) -> HttpResponse:
    """The oldest first."""
    return _in_order(request, number, Order.OLDEST)


@reader_page
def most_replied(request: HttpRequest, number: int) -> HttpResponse:
    """Those with most answers first."""
    return _in_order(request, number, Order.MOST_REPLIED)


@reader_page
def thread(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    """One comment with its answers; an answer's own address leads, with 301, to its place in the thread."""
    story = published_story(number)
    if not story.content:
        return gone_page(story)
    before = _before(request)
    try:
        found = thread_page(number, comment, before=before)
    except BadCursor:
        raise no_such_part("comments") from None
    if found is None:
        return _to_its_place(number, comment)
    if before and not found.answers:
        raise no_such_part("comments")
    return page(
        "comments/thread.html",
        **_about(story, before),
        thread=found,
        form=empty_form(story, answers=comment),
        canonical_path=f"{comment_url(number, comment)}{_query(before)}",
    )


@reader_page
def feed(request: HttpRequest, number: int) -> HttpResponse:
    """The newest comments as an Atom feed."""
    story = published_story(number)
    if not story.content:
        return gone_page(story)
    return HttpResponse(atom_feed(story, feed_of(number)), content_type=CONTENT_TYPE)


def _in_order(request: HttpRequest, number: int, order: Order) -> HttpResponse:
    story = published_story(number)
    if not story.content:
        return gone_page(story)
    before = _before(request)
    try:
        found = comments_page(number, order=order, before=before)
    except BadCursor:
        raise no_such_part("comments") from None
    if before and not found.threads:
        raise no_such_part("comments")
    return page(
        "comments/list.html",
        **_about(story, before),
        comments=found,
        order=order,
        form=empty_form(story),
        canonical_path=f"{comments_url(number, order)}{_query(before)}",
    )


def _about(story: ReaderStory, before: str) -> dict[str, Any]:
    return {
        "story": story,
        "is_later_part": bool(before),
        "content": story.content,
        "openness": openness_of(story.number),
        "here": (story.content["section"] or {}).get("slug", ""),
    }


def _before(request: HttpRequest) -> str:
    position = position_of(request, "comments")
    if position.after:
        raise no_such_part("comments")
    return position.before


def _query(before: str) -> str:
    return f"?before={before}" if before else ""


def _to_its_place(number: int, comment: int) -> HttpResponse:
    place = place_of(number, comment)
    if place is None:
        raise NoSuchPage("There is no such comment, or it was removed.")
    address = f"{comment_url(number, place.thread)}{_query(place.before)}#comment-{comment}"
    return HttpResponsePermanentRedirect(address)
