"""One story, at its one address."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from dateline.comments.queries.openness import Openness, openness_of
from dateline.comments.queries.pages import newest_of
from dateline.comments.reading import Newest
from dateline.public.body import body_html
from dateline.public.comment_form import CommentForm, empty_form
from dateline.public.errors import NoSuchPage
from dateline.public.notices import placed
from dateline.public.page import page
from dateline.public.reader_page import reader_page
from dateline.public.structured import structured_data
from dateline.stories.models import Story
from dateline.stories.queries import reader_story
from dateline.stories.reading import ReaderStory
from dateline.stories.snapshot import as_if_published

# What stands under the story itself; the rest has pages of its own.
_COMMENTS_UNDER_A_STORY = 10


@dataclass(frozen=True, slots=True)
class Talk:
    """What stands under a story: its newest comments, whether it takes more, the form for them."""

    newest: Newest
    openness: Openness
    form: CommentForm


@reader_page
def story(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    """The story; 301 to its address from any other with its number; 410 or 451 where it was removed; else 404."""
    found = published_story(number)
    if not found.content:
        return gone_page(found)
    if request.path != found.url:
        return HttpResponsePermanentRedirect(found.url)
    return _page_of(found, talk=_talk_about(found))


def preview(draft: Story, request: HttpRequest) -> HttpResponse:
    """What the desk sees before readers do: the same page, kept by nobody and found by no search engine."""
    response = _page_of(as_if_published(draft), talk=None)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def published_story(number: int) -> ReaderStory:
    """The story, without content where it was removed. Raises NoSuchPage for a number that was never given."""
    found = reader_story(number)
    if found is None:
        raise NoSuchPage(f"No story with the number {number} has been published.")
    return found


def address_of(story: ReaderStory) -> str:
    """Where readers find the story: a removed one at its bare number, for its slug is made of the headline."""
    return story.url if story.content else f"/news/{story.number}/"


def _talk_about(found: ReaderStory) -> Talk:
    newest = newest_of(found.number, _COMMENTS_UNDER_A_STORY)
    return Talk(newest, openness_of(found.number), empty_form(found))


def _page_of(found: ReaderStory, *, talk: Talk | None) -> HttpResponse:
    return page(
        "story.html",
        story=found,
        content=found.content,
        body=body_html(found.content["body"], place=found.content["place"]),
        notices=placed(found.notices),
        structured=structured_data(found, comments=talk.newest.count if talk else 0),
        talk=talk,
        here=(found.content["section"] or {}).get("slug", ""),
    )


def gone_page(found: ReaderStory) -> HttpResponse:
    """What stays of a removed story, at all its addresses."""
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
