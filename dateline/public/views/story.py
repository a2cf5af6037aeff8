"""One story, at its one address."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from dateline.public.body import body_html
from dateline.public.errors import NoSuchPage
from dateline.public.notices import placed
from dateline.public.page import page
from dateline.public.reader_page import reader_page
from dateline.public.structured import structured_data
from dateline.stories.models import Story
from dateline.stories.queries import reader_story
from dateline.stories.reading import ReaderStory
from dateline.stories.snapshot import as_if_published


@reader_page
def story(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    """The story; 301 to its address from any other with its number; 410 or 451 where it was removed; else 404."""
    found = reader_story(number)
    if found is None:
        raise NoSuchPage(f"No story with the number {number} has been published.")
    if not found.content:
        return _gone(found)
    if request.path != found.url:
        return HttpResponsePermanentRedirect(found.url)
    return _page_of(found)


def preview(draft: Story, request: HttpRequest) -> HttpResponse:
    """What the desk sees before readers do: the same page, kept by nobody and found by no search engine."""
    response = _page_of(as_if_published(draft))
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def address_of(story: ReaderStory) -> str:
    """Where readers find the story: a removed one at its bare number, for its slug is made of the headline."""
    return story.url if story.content else f"/news/{story.number}/"


def _page_of(found: ReaderStory) -> HttpResponse:
    return page(
        "story.html",
        story=found,
        content=found.content,
        body=body_html(found.content["body"], place=found.content["place"]),
        notices=placed(found.notices),
        structured=structured_data(found),
        here=(found.content["section"] or {}).get("slug", ""),
    )


def _gone(found: ReaderStory) -> HttpResponse:
    """What stays of a removed story."""
    if found.legal_authority:
        return page(
            "gone.html",
            status=451,
            story=found,
            heading="This story was removed for legal reasons",
            sentences=[f"It was removed on the demand of: {found.legal_authority}."],
            code="451 Unavailable for legal reasons",
        )
    return page(
        "gone.html",
        status=410,
        story=found,
        heading="This story was removed",
        sentences=["Its number stays, and so does what was said about its removal."],
        code="410 Gone",
    )
