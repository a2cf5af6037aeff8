"""What templates do to a value before it is printed."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from markupsafe import Markup

from dateline.lib import gmt
from dateline.lib.links import as_html
from dateline.public.notices import verb_of

_FIGURE = re.compile(r"[-+−–±~<>$€£¥%‰\s]*[\d٠-٩۰-۹][\d٠-٩۰-۹\s.,:/٫٬'’%‰$€£¥–-]*[ \u00a0]?(?:°?[A-Za-zµ]{1,3})?\Z")


def stamp(at: datetime) -> Markup:
    """A `<time>` element saying `0422 GMT December 10, 2021`, kept together in right-to-left text."""
    return Markup('<bdi><time datetime="{}">{}</time></bdi>').format(gmt.iso(at), gmt.stamp(at))


def clock(at: datetime) -> Markup:
    """A `<time>` element saying `0422 GMT`, where the day is plain from the surroundings."""
    return Markup('<bdi><time datetime="{}">{} GMT</time></bdi>').format(gmt.iso(at), hours(at))


def hours(at: datetime) -> str:
    """`0422`."""
    return gmt.stamp(at).partition(" ")[0]


def day(on: date) -> str:
    """`December 10, 2021`."""
    return f"{gmt.MONTHS[on.month - 1]} {on.day}, {on.year}"


def cleaned(html: str) -> Markup:
    """Inline HTML of a snapshot, as markup. It was cleaned before it went into the record (stories/body/html.py)."""
    return Markup(html)  # noqa: S704


def is_web(url: str) -> bool:
    """Whether a link may be made of it: http and https only."""
    return url.startswith(("https://", "http://"))


def absolute(url: str) -> str:
    """The address with the paper's own in front, where it has none."""
    return url if is_web(url) else f"{settings.PAPER_URL}{url}"


def stories(count: int) -> str:
    """`1 story`, `12 stories`."""
    return "1 story" if count == 1 else f"{count:,} stories"


def comments(count: int) -> str:
    """`No comments`, `1 comment`, `1,204 comments`."""
    return "No comments" if not count else "1 comment" if count == 1 else f"{count:,} comments"


def answers(count: int) -> str:
    """`1 answer`, `17 answers`."""
    return "1 answer" if count == 1 else f"{count:,} answers"


def plain_html(text: str) -> Markup:
    """What a reader typed, as paragraphs with links; everything else in it is shown as it was typed."""
    return Markup(as_html(text))  # noqa: S704


def is_figure(cell: str) -> bool:
    """Whether a table's cell is a number, in whatever digits, and so is set flush with those above and below."""
    return bool(_FIGURE.match(cell))


FILTERS: dict[str, Callable[..., Any]] = {
    "absolute": absolute,
    "act_verb": verb_of,
    "answers": answers,
    "cleaned": cleaned,
    "clock": clock,
    "comments": comments,
    "day": day,
    "from_iso": gmt.from_iso,
    "hours": hours,
    "iso": gmt.iso,
    "plain_html": plain_html,
    "stamp": stamp,
    "stamp_text": gmt.stamp,
    "stories": stories,
    "web": is_web,
}
