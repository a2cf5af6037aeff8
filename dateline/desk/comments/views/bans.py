"""Bans in force, and their end."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from dateline.comments.actions.banning import lift_ban
from dateline.comments.errors import CommentError
from dateline.comments.queries.decisions import PAGE_ROWS, bans_in_force
from dateline.desk.comments.access import moderators_only
from dateline.desk.comments.furniture import furniture, moderator
from dateline.lib.ids import id_in


@moderators_only
@require_safe
def bans(request: HttpRequest) -> HttpResponse:
    """Who may not comment, until when and why."""
    rows = bans_in_force(now(), before=id_in(request.GET.get("before", "")))
    more = len(rows) > PAGE_ROWS
    rows = rows[:PAGE_ROWS]
    context = {
        **furniture(request, "Bans", tab="bans"),
        "bans": rows,
        "next_query": f"before={rows[-1].pk}" if more else "",
    }
    return TemplateResponse(request, "desk/comments/bans.html", context)


@moderators_only
@require_POST
def lift(request: HttpRequest, ban_id: int) -> HttpResponse:
    """End one ban."""
    try:
        lift_ban(ban_id, user=moderator(request))
        messages.success(request, "The ban is lifted: they may comment again at once.")
    except CommentError as reason:
        messages.error(request, str(reason))
    return redirect("desk_comments:bans")
