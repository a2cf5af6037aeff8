"""Pages that say in words why there is no page. Those for failures need neither database nor sections."""

import sys

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve

from dateline.public.database_down import is_database_down
from dateline.public.errors import NoSuchPage
from dateline.public.page import page_whatever_happens, page_without_database, with_retry_after
from dateline.public.views.elsewhere import elsewhere
from dateline.public.views.files import media
from dateline.public.views.story import address_of
from dateline.public.views.story import story as story_page
from dateline.stories.queries import canonical_number_of_legacy, reader_story

RETRY_AFTER_SECONDS = 10

# These views know every form of their addresses: what they don't find is not found with one more slash.
_WITHOUT_LAST_SLASH = {elsewhere, media, story_page}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, unless a story used to stand here or only the last slash is missing: then 301.

    Without the database nobody knows whether a story used to stand here. An address that can't be a page is 404 even
    then; for any other the answer is 503, lest search engines forget a former address.
    """
    is_ours = isinstance(exception, NoSuchPage)
    try:
        moved = _moved_to(request.path_info)
    except DatabaseError:
        if not is_ours:
            return unavailable()
        moved = ""
    if moved:
        return HttpResponsePermanentRedirect(moved)
    sentence = str(exception) if is_ours else "Nothing is published at this address."
    return page_whatever_happens(
        "fault.html",
        status=404,
        code="404 Not found",
        heading="There is no page here",
        sentences=[sentence, "The address may be mistyped. Stories never move without leaving word."],
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself makes no sense, or is for another host."""
    return page_without_database(
        "fault.html",
        status=400,
        code="400 Bad request",
        heading="The request can’t be read",
        sentences=["Something in it makes no sense here. Nothing was changed."],
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return page_without_database(
        "fault.html",
        status=403,
        code="403 Forbidden",
        heading="This is not open to you",
        sentences=["If it should be, sign in at the desk or ask the newsroom."],
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form sent without the desk's own token."""
    return page_without_database(
        "fault.html",
        status=403,
        code="403 Forbidden",
        heading="The form was not accepted",
        sentences=["It had waited too long, or cookies are off. Go back, reload the page and send it again."],
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the reason is a database that does not answer."""
    failure = sys.exc_info()[1]
    if failure is not None and is_database_down(failure):
        return unavailable()
    return page_without_database(
        "fault.html",
        status=500,
        code="500 Internal error",
        heading="Something broke on our side",
        sentences=["The fault is ours and has been noted. Try again in a while."],
    )


def unavailable() -> HttpResponse:
    """503, with when to come back."""
    response = page_without_database(
        "fault.html",
        status=503,
        code="503 Unavailable",
        heading="This page can’t be made just now",
        sentences=["Nothing is lost. Try again in a moment; pages already printed can still be read."],
    )
    return with_retry_after(response, RETRY_AFTER_SECONDS)


def _moved_to(path: str) -> str:
    """Where the reader of an address without a page is sent, or ""."""
    number = canonical_number_of_legacy(path)
    story = reader_story(number) if number is not None else None
    if story is not None:
        return address_of(story)
    slashed = f"{path}/"
    return slashed if not path.endswith("/") and resolve(slashed).func not in _WITHOUT_LAST_SLASH else ""
