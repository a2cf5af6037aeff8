"""Many comments at once: first how many and where, then the decisions."""

import re
from collections.abc import Sequence
from time import monotonic
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from dateline.comments.actions.bulk import MANY_AT_MOST, Tally, decide_many
from dateline.comments.models import Reason
from dateline.comments.queries.queue import Matching, matching_ids, stories_among
from dateline.desk.comments.access import moderators_only
from dateline.desk.comments.forms import FilterForm, ManyForm
from dateline.desk.comments.furniture import furniture, moderator, next_address

_STORIES_NAMED = 20
_BATCH = 50
# No server in front gives up waiting within this; what is left is gone on with on the next page.
_SECONDS_AT_ONCE = 8.0
_ID = re.compile(r"[1-9]\d{0,18}", re.ASCII)
# Beyond it, no database has an id, and SQLite will not even be asked about one.
_HIGHEST_ID = 2**63 - 1


@moderators_only
@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """Ask first, with a count and the stories; then, confirmed, decide on each and say what became of them."""
    form = ManyForm(request.POST)
    chosen = _chosen(request)
    sentence = _what_is_wrong(chosen, request)
    if not form.is_valid() or sentence:
        sentence = sentence or " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _back(request, sentence)
    if "confirmed" in request.POST:
        return _decide(request, form, chosen.ids)
    return _ask(request, form, chosen)


def _chosen(request: HttpRequest) -> Matching:
    """The comments that were ticked, or, asked for, all that match the filter, of which no more than are allowed."""
    if request.POST.get("which") == "all":
        form = FilterForm(QueryDict(request.POST.get("filter", "")[:2_000]))
        form.is_valid()
        return matching_ids(form.wanted(), limit=MANY_AT_MOST)
    given = [part for text in request.POST.getlist("ids") for part in text.split(",") if _ID.fullmatch(part.strip())]
    ids = dict.fromkeys(number for number in map(int, given) if number <= _HIGHEST_ID)
    return Matching(tuple(ids), is_all=True)


def _what_is_wrong(chosen: Matching, request: HttpRequest) -> str:
    if not chosen.ids:
        return "Nothing is selected: tick the comments first, or choose all that match."
    if len(chosen.ids) > MANY_AT_MOST:
        return (
            f"At most {MANY_AT_MOST:,} comments can be decided on at once; {len(chosen.ids):,} were selected. "
            "Nothing was decided."
        )
    return ""


def _back(request: HttpRequest, sentence: str) -> HttpResponse:
    context = {**furniture(request, "Many at once"), "sentence": sentence, "next": next_address(request)}
    return TemplateResponse(request, "desk/comments/sentence.html", context, status=400)


def _ask(request: HttpRequest, form: ManyForm, chosen: Matching) -> HttpResponse:
    stories = stories_among(chosen.ids)
    return TemplateResponse(
        request,
        "desk/comments/many.html",
        {
            **furniture(request, "Many at once"),
            **_hidden(form, chosen.ids),
            "question": question(len(chosen.ids), form.for_reason()),
            "stories": stories[:_STORIES_NAMED],
            "other_stories": max(len(stories) - _STORIES_NAMED, 0),
            "is_all": chosen.is_all,
            "at_most": MANY_AT_MOST,
            "next": next_address(request),
        },
    )


def _decide(request: HttpRequest, form: ManyForm, ids: Sequence[int]) -> HttpResponse:
    given = form.cleaned_data
    outcome = Tally(given["decided"] or 0, given["skipped"] or 0)
    left, until = list(ids), monotonic() + _SECONDS_AT_ONCE
    while left and monotonic() < until:
        batch, left = left[:_BATCH], left[_BATCH:]
        outcome += decide_many(batch, user=moderator(request), reason=form.for_reason(), note=given["note"])
    if left:
        context = {
            **furniture(request, "Many at once"),
            **_hidden(form, left),
            "outcome": outcome,
            "sentence": result(outcome, form.for_reason()),
            "left": len(left),
            "next": next_address(request),
        }
        return TemplateResponse(request, "desk/comments/many_more.html", context)
    messages.success(request, result(outcome, form.for_reason()))
    return redirect(next_address(request))


def _hidden(form: ManyForm, ids: Sequence[int]) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "ids": ",".join(map(str, ids)),
        "do": given["do"],
        "reason": given["reason"],
        "note": given["note"],
        "button": "Approve" if given["do"] == "approve" else "Reject",
    }


def question(count: int, reason: Reason | None) -> str:
    """`Reject 214 comments as spam or advertising?`"""
    comments = "1 comment" if count == 1 else f"{count:,} comments"
    return f"Approve {comments}?" if reason is None else f"Reject {comments} as “{reason.label}”?"


def result(outcome: Tally, reason: Reason | None) -> str:
    """`212 comments rejected as “Spam or advertising”; 2 were decided meanwhile and left alone.`"""
    comments = "1 comment" if outcome.decided == 1 else f"{outcome.decided:,} comments"
    said = f"{comments} approved" if reason is None else f"{comments} rejected as “{reason.label}”"
    if not outcome.skipped:
        return f"{said}."
    were = "1 was" if outcome.skipped == 1 else f"{outcome.skipped:,} were"
    return f"{said}; {were} decided meanwhile, or withdrawn, and left alone."
