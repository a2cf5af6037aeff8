"""What stands around every page of moderation, and where its requests come from and go to."""

from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.utils import get_valid_next_url_from_request

from dateline.base.models import User
from dateline.desk.comments.access import may_make_rules, may_moderate

QUEUE = "desk_comments:queue"


def furniture(
    request: HttpRequest, title: str, *, tab: str = "", parent: tuple[str, str] | None = None
) -> dict[str, Any]:
    """The context that Wagtail's frame and our row of tabs ask for.

    tab: the name of the address whose tab is lit. parent: label and address of a page between the list and this one.
    """
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": "Home"}]
    if may_moderate(request.user):
        crumbs.append({"url": reverse(QUEUE), "label": "Comments"})
    if parent:
        crumbs.append({"label": parent[0], "url": parent[1]})
    if title != "Comments":
        crumbs.append({"url": request.path, "label": title})
    return {
        "breadcrumbs_items": crumbs,
        "header_title": title,
        "header_icon": "comment",
        "page_title": title,
        "tabs": _tabs(request, tab),
        "has_shortcuts": _has_shortcuts(request),
    }


def moderator(request: HttpRequest) -> User:
    """Who is asking; behind the checks of `access`, always somebody who is logged in."""
    if not isinstance(request.user, User):
        raise TypeError("this view is not behind access")
    return request.user


def asks_for_part(request: HttpRequest) -> bool:
    """Whether our own script asks, which puts a part of a page in its place."""
    return request.headers.get("x-requested-with") == "XMLHttpRequest"


def next_address(request: HttpRequest) -> str:
    """Where a form sends its user afterwards: the list they came from, on this host only."""
    return get_valid_next_url_from_request(request) or reverse(QUEUE)


def query_of(form: Form, *, after: str = "") -> str:
    """A filter as the part of an address behind `?`, without what was not understood. after: the place of a page."""
    given = {name: form[name].data for name in form.fields if name != "after" and name not in form.errors}
    return urlencode({name: value for name, value in {**given, "after": after}.items() if value})


def _tabs(request: HttpRequest, lit: str) -> list[dict[str, Any]]:
    names = []
    if may_moderate(request.user):
        names += [("queue", "List"), ("decisions", "Decisions"), ("bans", "Bans")]
    if may_make_rules(request.user):
        names.append(("rules", "Rules"))
    return [
        {"label": label, "url": reverse(f"desk_comments:{name}"), "is_lit": name == lit, "name": name}
        for name, label in names
    ]


def _has_shortcuts(request: HttpRequest) -> bool:
    """Single keys can be switched off in the account's settings, as WCAG 2.1.4 asks."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    return bool(profile is None or profile.keyboard_shortcuts)
