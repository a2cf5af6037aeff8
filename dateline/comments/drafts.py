"""Comments outside the database: what an importer hands over, what becomes of it, and the file they travel in.

The file is JSON Lines: one comment a line, the one it answers before it. The fields, all others being refused:

    id        what the comment is called where it comes from; required, unique, at most 200 characters
    number    the number of its story; required
    at        when it was sent, `2026-11-22T09:00:00Z`; required
    name      its author's; where it is missing, “A reader”
    text      plain; required unless it was withdrawn
    answers   the `id` of the comment it answers; missing or null for the story itself
    state     `waiting`, `approved` (the default), `rejected` or `withdrawn`
    newsroom  true where the newsroom itself speaks
    redacted  true where a moderator took something out
    email     its author's, never shown; only in exports with personal data
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from dateline.comments.models import Comment
from dateline.lib.gmt import iso


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentDraft:
    """One comment as found in a source, before the newsroom has it; every text is what the source says.

    number: the story's. at: with a time zone. answers: the source_id of the comment it answers, None for the story.
    source_id: what it is called in its source, unique over all sources, 1 to 200 characters.
    """

    source_id: str
    number: int
    at: datetime
    text: str
    name: str = ""
    email: str = ""
    state: Comment.State = Comment.State.APPROVED
    answers: str | None = None
    is_newsroom: bool = False
    is_redacted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one draft. reason: a clause in an editor's words when it was refused, else empty."""

    kind: Literal["imported", "unchanged", "refused"]
    source_id: str
    reason: str = ""


class UnreadableDraft(ValueError):
    """A line of a file is no comment. The message is a clause in an editor's words."""


def draft_as_line(draft: CommentDraft, *, with_personal_data: bool) -> str:
    """The draft as one line of the file, without its line feed; fields that say nothing are left out."""
    row: dict[str, Any] = {"id": draft.source_id, "number": draft.number, "at": iso(draft.at)}
    row |= {"name": draft.name, "text": draft.text, "state": str(draft.state)}
    optional: dict[str, Any] = {
        "answers": draft.answers,
        "newsroom": draft.is_newsroom,
        "redacted": draft.is_redacted,
        "email": draft.email if with_personal_data else "",
    }
    return json.dumps(row | {name: value for name, value in optional.items() if value}, ensure_ascii=False)


def draft_of_line(line: str) -> CommentDraft:
    """The draft in one line of the file. Raises UnreadableDraft."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise UnreadableDraft("the line is no JSON") from None
    if not isinstance(row, dict):
        raise UnreadableDraft("the line is no JSON object")
    unknown = sorted(row.keys() - _READERS.keys())
    if unknown:
        raise UnreadableDraft(f"there is no field “{unknown[0][:80]}”")
    missing = [name for name in ("id", "number", "at") if name not in row]
    if missing:
        raise UnreadableDraft(f"the field “{missing[0]}” is missing")
    values = {_FIELDS.get(name, name): read(name, row[name]) for name, read in _READERS.items() if name in row}
    return CommentDraft(**{"text": ""} | values)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise UnreadableDraft(f"“{name}” must be text")
    return value


def _optional_text(name: str, value: object) -> str | None:
    return None if value is None else _text(name, value)


def _number(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnreadableDraft(f"“{name}” must be a whole number")
    return value


def _truth(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise UnreadableDraft(f"“{name}” must be true or false")
    return value


def _moment(name: str, value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(name, value))
        if moment.tzinfo is None:
            raise UnreadableDraft(f"“{name}” must name a time zone, as in 2026-11-22T09:00:00Z")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        if isinstance(fault, UnreadableDraft):
            raise
        raise UnreadableDraft(f"“{name}” must be a moment such as 2026-11-22T09:00:00Z") from None


def _state(name: str, value: object) -> Comment.State:
    try:
        return Comment.State(_text(name, value))
    except ValueError as fault:
        if isinstance(fault, UnreadableDraft):
            raise
        raise UnreadableDraft(f"“{name}” must be one of {', '.join(Comment.State.values)}") from None


_READERS: dict[str, Callable[[str, object], Any]] = {
    "id": _text,
    "number": _number,
    "at": _moment,
    "name": _text,
    "text": _text,
    "answers": _optional_text,
    "state": _state,
    "newsroom": _truth,
    "redacted": _truth,
    "email": _text,
}
_FIELDS = {"id": "source_id", "newsroom": "is_newsroom", "redacted": "is_redacted"}
