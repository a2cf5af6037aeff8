"""The list."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from dateline.comments.models import Discussion, Reason
from dateline.comments.queries.queue import PAGE_ROWS, Wanted, queue_page, waiting_up_to
from dateline.comments.queries.rows import story_lines
from dateline.desk.comments.access import moderators_only
from dateline.desk.comments.forms import FilterForm, OpennessForm
from dateline.desk.comments.furniture import furniture, query_of


@moderators_only
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first; with a filter, whatever it asks for."""
    form = FilterForm(request.GET)
    is_valid = form.is_valid()
    wanted = form.wanted()
    page = queue_page(wanted, after=form.cleaned_data.get("after"), limit=PAGE_ROWS)
    context = {
        **furniture(request, "Comments", tab="queue"),
        "form": form,
        "wanted": wanted,
        "page": page,
        "waiting": waiting_up_to(),
        "reasons": Reason.choices,
        "next_query": query_of(form, after=str(page.next)) if page.next else "",
        "filter_query": query_of(form),
        "is_filtered": wanted != Wanted(),
        "is_first_page": not form.cleaned_data.get("after"),
        "own_address": request.get_full_path(),
        **_of_story(wanted),
    }
    return TemplateResponse(request, "desk/comments/queue.html", context, status=200 if is_valid else 400)


def _of_story(wanted: Wanted) -> dict[str, object]:
    """The switch of the story that is asked for; asked for all the same when there is none, and then empty."""
    if wanted.number is None:
        return {"story": None}
    discussion = Discussion.objects.filter(pk=wanted.number).first() or Discussion(number=wanted.number)
    return {
        "story": story_lines([wanted.number]).get(wanted.number),
        "discussion": discussion,
        "openness_form": OpennessForm(initial={"openness": discussion.openness}),
    }
