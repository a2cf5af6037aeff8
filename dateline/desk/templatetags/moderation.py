"""What templates of moderation print: stamps in GMT, how long ago, what the phases remarked."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.timezone import now

from dateline.comments.models import Reason
from dateline.desk.comments.forms import DECISION_NOTE_CHARACTERS
from dateline.lib import gmt

register = template.Library()

_READ_AT_FIRST = 700
_UNITS = ((86_400 * 365, "year"), (86_400 * 30, "month"), (86_400, "day"), (3_600, "hour"), (60, "minute"))


@register.simple_tag
def note_characters() -> int:
    """How long a note with a decision may be."""
    return DECISION_NOTE_CHARACTERS


@register.filter
def stamp(at: datetime | None) -> str:
    """`0422 GMT December 10, 2021`; "" for none."""
    return gmt.stamp(at) if at else ""


@register.filter
def iso(at: datetime) -> str:
    """For `<time datetime>`."""
    return gmt.iso(at)


@register.filter
def ago(at: datetime) -> str:
    """`3 hours ago`, in the largest unit that fits; `just now` for less than a minute."""
    seconds = (now() - at).total_seconds()
    for size, unit in _UNITS:
        count = int(seconds // size)
        if count >= 1:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


@register.filter
def remark(said: Any) -> str:
    """What a phase remarked, in its words, or in its code's where it has none."""
    if not isinstance(said, dict):
        return str(said)
    return str(said.get("detail") or str(said.get("reason", "")).replace("-", " ").capitalize())


@register.filter
def reason_label(code: str) -> str:
    """A reason in words; a phase's own code as it is."""
    return str(Reason(code).label) if code in Reason.values else code


@register.filter
def opening(text: str) -> str:
    """As much of a long text as is read at first, cut between words; the whole of a short one."""
    if len(text) <= _READ_AT_FIRST:
        return text
    return text[:_READ_AT_FIRST].rsplit(None, 1)[0]


@register.filter
def rest(text: str) -> str:
    """What `opening` left out."""
    return text[len(opening(text)) :].lstrip(" ")
