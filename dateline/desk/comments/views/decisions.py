"""The log of moderation, to look at and to take away."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from dateline.comments.models import Decision
from dateline.comments.queries.decisions import WantedDecisions, all_decisions, decisions_page
from dateline.comments.queries.rows import story_lines
from dateline.desk.comments.access import moderators_only
from dateline.desk.comments.forms import DecisionFilterForm
from dateline.desk.comments.furniture import furniture, query_of
from dateline.lib.gmt import iso

_COLUMNS = ("at", "decided", "by", "phase", "reason", "note", "comment", "news_id")
# Programs that open a table take what begins like this for a formula, and calculate it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@moderators_only
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Who decided what, newest first."""
    return _page(request, DecisionFilterForm(request.GET))


def _page(request: HttpRequest, form: DecisionFilterForm) -> HttpResponse:
    is_valid = form.is_valid()
    page = decisions_page(form.wanted(), after=form.cleaned_data.get("after"))
    context = {
        **furniture(request, "Decisions", tab="decisions"),
        "form": form,
        "page": page,
        "stories": story_lines(decision.comment.number for decision in page.rows),
        "next_query": query_of(form, after=str(page.next)) if page.next else "",
        "filter_query": query_of(form),
        "is_filtered": form.wanted() != WantedDecisions(),
    }
    return TemplateResponse(request, "desk/comments/decisions.html", context, status=200 if is_valid else 400)


@moderators_only
@require_safe
def decisions_csv(request: HttpRequest) -> HttpResponseBase:
    """The same as a table, whole, sent as it is read."""
    form = DecisionFilterForm(request.GET)
    if not form.is_valid():
        return _page(request, form)
    response = StreamingHttpResponse(_lines(form.wanted()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="decisions-{now():%Y-%m-%d}.csv"'
    return response


def _lines(wanted: WantedDecisions) -> Iterator[str]:
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    for decision in all_decisions(wanted):
        writer.writerow(_cells(decision))
        if buffer.tell() > 32_768:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _cells(decision: Decision) -> list[str]:
    user = decision.user.get_username() if decision.user else ""
    cells = (iso(decision.at), decision.what, user, decision.phase, decision.reason, decision.note)
    return [
        *(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells),
        str(decision.comment_id),
        str(decision.comment.number),
    ]
