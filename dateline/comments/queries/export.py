"""Comments on their way out, as drafts another newsroom could import."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from dateline.comments.drafts import CommentDraft
from dateline.comments.models import Comment
from dateline.lib.ids import id_in

_BATCH = 1_000
_FIELDS = (
    *("pk", "number", "name", "text", "email", "state", "is_redacted", "received_at", "source_id", "newsroom_user_id"),
    *("answers_id", "answers__source_id", "answers__received_at"),
    *("thread_id", "thread__source_id", "thread__received_at"),
)


def exported_comments(*, number: int | None = None, since: datetime | None = None) -> Iterator[CommentDraft]:
    """Every comment, the one it answers before it; at most 1,000 of them are in memory.

    number: only those on one story. since: only those received at or after this moment.
    """
    rows = Comment.objects.order_by("pk")
    if number is not None:
        rows = rows.of_story(number)
    if since is not None:
        rows = rows.filter(received_at__gte=since)
    # By key, batch after batch: one long reading would keep the write-ahead log from being put away.
    last = 0
    while batch := list(rows.filter(pk__gt=last).values(*_FIELDS)[:_BATCH]):
        last = batch[-1]["pk"]
        for row in batch:
            yield _draft(row)


def source_id_of(pk: int, received_at: datetime) -> str:
    """What a comment of this paper's own is called elsewhere: `paper.example-17-1795341600`.

    The moment keeps apart the comments of two papers that were set up under one name, as on a developer's machine.
    """
    return f"{_host()}-{pk}-{int(received_at.timestamp())}"


def own_id_in(source_id: str) -> tuple[int, int] | None:
    """The id and moment (Unix seconds) in what `source_id_of` made; None for a comment from elsewhere."""
    if not source_id.startswith(f"{_host()}-"):
        return None
    pk, _, seconds = (id_in(part) for part in source_id.removeprefix(f"{_host()}-").partition("-"))
    return None if pk is None or seconds is None else (pk, seconds)


def _host() -> str:
    return urlsplit(settings.PAPER_URL).netloc


def _draft(row: dict[str, Any]) -> CommentDraft:
    return CommentDraft(
        source_id=_named(row, "pk", "") or "",
        number=row["number"],
        at=row["received_at"],
        name=row["name"],
        text=row["text"],
        email=row["email"],
        state=Comment.State(row["state"]),
        answers=_named(row, "answers_id", "answers__") or _named(row, "thread_id", "thread__"),
        is_newsroom=row["newsroom_user_id"] is not None,
        is_redacted=row["is_redacted"],
    )


def _named(row: dict[str, Any], key: str, prefix: str) -> str | None:
    """What the comment under this key is called, or None where there is none."""
    if row[key] is None:
        return None
    return row[f"{prefix}source_id"] or source_id_of(row[key], row[f"{prefix}received_at"])
