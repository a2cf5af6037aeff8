"""A comment's form as it was sent: read once, cleaned, and from then on only looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dateline.comments.emails import one_spelling
from dateline.lib.ids import id_in
from dateline.lib.plaintext import readable

_LONGEST_SHORT_FIELD = 500
_LONGEST_WORK = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One form. Its texts are clean (NFC, no control characters, no bidi overrides); nothing is checked yet.

    number: the story's. answers: the id of the comment it answers, None for the story itself, 0 for nonsense.
    key: what was typed. trap: what stood in `website`, a field nobody sees and programs like to fill. work: the proof
    of work, base64, "" without script. visitor: the address limits count for.
    """

    number: int
    name: str
    email: str
    text: str
    answers: int | None
    key: str
    trap: str
    work: str
    cookies: Mapping[str, str]
    visitor: str
    at: datetime


def read_sending(
    form: Mapping[str, str], *, number: int, cookies: Mapping[str, str], visitor: str, at: datetime
) -> Sending:
    """The sending in a submitted form; whatever is missing is empty. Never raises."""
    return Sending(
        number=number,
        name=readable(form.get("name", ""), multiline=False)[:_LONGEST_SHORT_FIELD],
        email=one_spelling(form.get("email", ""))[:_LONGEST_SHORT_FIELD],
        text=readable(form.get("text", ""), multiline=True),
        answers=_answered(form.get("answers", "")),
        key=form.get("key", "")[:_LONGEST_SHORT_FIELD],
        trap=form.get("website", "")[:_LONGEST_SHORT_FIELD],
        work=form.get("altcha", "")[:_LONGEST_WORK],
        cookies=cookies,
        visitor=visitor,
        at=at,
    )


def _answered(text: str) -> int | None:
    return (id_in(text) or 0) if text else None
