"""The stories of a section, on a topic, by somebody, crediting an outlet; newest first, page by page."""

from django.http import HttpRequest, HttpResponse

from dateline.comments.queries.pages import counts_of
from dateline.public.cursors import no_such_part, position_of
from dateline.public.errors import NoSuchPage
from dateline.public.page import page
from dateline.public.reader_page import reader_page
from dateline.stories.errors import BadCursor
from dateline.stories.queries import shelf_listing


@reader_page
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section's stories."""
    return _shelf(request, kind="section", slug=slug, what="")


@reader_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic's stories."""
    return _shelf(request, kind="topic", slug=slug, what="Stories on this topic")


@reader_page
def contributor(request: HttpRequest, slug: str) -> HttpResponse:
    """A contributor's stories."""
    return _shelf(request, kind="by", slug=slug, what="Stories by this contributor")


@reader_page
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories that credit an outlet."""
    return _shelf(request, kind="outlet", slug=slug, what="Stories that credit this outlet")


def _shelf(request: HttpRequest, *, kind: str, slug: str, what: str) -> HttpResponse:
    position = position_of(request)
    try:
        found = shelf_listing(kind, slug, before=position.before, after=position.after)
    except BadCursor:
        raise no_such_part() from None
    if found is None:
        raise NoSuchPage("There is no such list of stories.")
    shelf, listing = found
    return page(
        "listing.html",
        heading=shelf.name,
        what=shelf.about or what,
        stamp="full",
        listing=listing,
        counts=counts_of(card.number for card in listing.cards),
        canonical_path=f"{request.path}{position.query}",
        here=slug if kind == "section" else "",
        here_is_page=not position.query,
    )
