"""Where a reader says that something is wrong with a comment."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.timezone import now

from dateline.base.visitors import visitor_of
from dateline.comments.actions.reporting import REPORT_CHARACTERS, report_comment
from dateline.comments.models import Reason
from dateline.comments.queries.pages import shown_comment
from dateline.comments.reading import ShownComment
from dateline.comments.sending import read_sending
from dateline.public.comment_addresses import report_url
from dateline.public.comment_form import filled_form, wants_another_key
from dateline.public.errors import NoSuchPage
from dateline.public.page import page, with_retry_after
from dateline.public.program_page import program_page
from dateline.public.sent import sent_form
from dateline.public.views.story import gone_page, published_story
from dateline.stories.reading import ReaderStory


@program_page("GET", "POST")
def report(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    """The comment with the form to report it; or what came of that: 303 to the thanks, or the form with a sentence."""
    story = published_story(number)
    if not story.content:
        return gone_page(story)
    reported = shown_comment(number, comment)
    if reported is None:
        raise NoSuchPage("There is no such comment, or it was removed already.")
    if request.method != "POST":
        return _form_page(story, reported, {})
    sent = sent_form(request)
    if sent.problem:
        return _form_page(story, reported, sent.fields, status=sent.problem.status, sentence=sent.problem.sentence)
    if wants_another_key(sent.fields):
        return _form_page(story, reported, sent.fields)
    sending = read_sending(sent.fields, number=number, cookies=request.COOKIES, visitor=visitor_of(request), at=now())
    refusal = report_comment(sending, comment_id=comment, reason=sent.fields.get("reason", ""))
    if refusal is None:
        return HttpResponseRedirect(f"{report_url(number, comment)}thanks/", status=303)
    answer = _form_page(
        story, reported, sent.fields, status=refusal.status, sentence=refusal.sentence, field=refusal.field
    )
    return with_retry_after(answer, refusal.retry_after_seconds)


@program_page("GET")
def thanks(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    """After a report. It says the same whatever becomes of the comment."""
    story = published_story(number)
    return page("comments/report_thanks.html", story=story) if story.content else gone_page(story)


def _form_page(
    story: ReaderStory,
    reported: ShownComment,
    values: Mapping[str, str],
    *,
    status: int = 200,
    sentence: str = "",
    field: str = "",
) -> HttpResponse:
    form = filled_form(story.number, values, story=story, sentence=sentence, field=field)
    response = page(
        "comments/report.html",
        status=status,
        number=story.number,
        reported=reported,
        reasons=Reason.choices,
        report_characters=REPORT_CHARACTERS,
        form=form,
    )
    form.ask_with(response)
    return response
