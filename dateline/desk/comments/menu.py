"""The desk's menu: Comments, with how many wait."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from dateline.comments.queries.queue import WAITING_COUNTED, waiting_up_to
from dateline.desk.comments.access import may_make_rules, may_moderate


class CommentsMenuItem(MenuItem):
    """Leads moderators to the list, with a badge, and those who only make rules to the rules."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For moderators and makers of rules."""
        return may_moderate(request.user) or may_make_rules(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        """The item for this user. The style sheet draws the badge from the attribute, and screen readers say it."""
        moderates = may_moderate(request.user)
        waiting = badge() if moderates else ""
        return LinkMenuItem(
            self.name,
            self.label,
            self.url if moderates else reverse("desk_comments:rules"),
            icon_name=self.icon_name,
            classname=self.classname,
            attrs={**self.attrs, **({"data-waiting": waiting} if waiting else {})},
        )


def badge() -> str:
    """How many comments wait: "" for none, and `99+` for a hundred or more."""
    waiting = waiting_up_to(WAITING_COUNTED)
    if waiting >= WAITING_COUNTED:
        return f"{WAITING_COUNTED - 1}+"
    return str(waiting) if waiting else ""
