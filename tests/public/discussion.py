"""What tests of comments' pages have in common: comments that are there already, and forms as browsers send them."""

from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils.timezone import now

from dateline.captcha.answers import Kind
from dateline.captcha.challenges import mint
from dateline.comments.models import Comment, Discussion
from tests.comments.writing import TEXT, TYPING
from tests.public.newsstand import NUMBER

AT = datetime(2021, 12, 10, 9, 0, tzinfo=UTC)
URLENCODED = "application/x-www-form-urlencoded"


def let_them_type(monkeypatch: pytest.MonkeyPatch, view: ModuleType) -> None:
    """Forms reach this view as long after their key was asked for as typing takes."""
    monkeypatch.setattr(view, "now", lambda: now() + TYPING)


def open_comments(number: int = NUMBER) -> None:
    """Let the story take comments, however old it is."""
    Discussion.objects.update_or_create(number=number, defaults={"openness": Discussion.Openness.OPEN})


def put(*, minutes: int = 0, answers: Comment | None = None, **fields: Any) -> Comment:
    """A comment readers see, by Ada on the story about the ferry unless told otherwise, with the counts it makes."""
    first = answers and (answers.thread or answers)
    values = {
        "number": NUMBER,
        "name": "Ada",
        "text": TEXT,
        "state": Comment.State.APPROVED,
        "is_shown": True,
        "received_at": AT + timedelta(minutes=minutes),
        "answers": answers,
        "thread": first,
    }
    comment = Comment.objects.create(**values | fields)
    if comment.state == Comment.State.APPROVED:
        Discussion.objects.get_or_create(number=comment.number)
        Discussion.objects.filter(number=comment.number).update(shown=F("shown") + 1)
        _count_answers(first, 1)
    return comment


def put_many(count: int, *, answers: Comment | None = None, text: str = TEXT) -> list[Comment]:
    """So many comments by numbered readers, a minute apart, in few questions."""
    first = answers and (answers.thread or answers)
    rows = Comment.objects.bulk_create(
        Comment(
            number=NUMBER,
            name=f"Reader {place}",
            text=text,
            state=Comment.State.APPROVED,
            is_shown=True,
            received_at=AT + timedelta(minutes=place),
            answers=answers,
            thread=first,
        )
        for place in range(count)
    )
    Discussion.objects.get_or_create(number=NUMBER)
    Discussion.objects.filter(number=NUMBER).update(shown=F("shown") + count)
    _count_answers(first, count)
    return rows


def _count_answers(first: Comment | None, count: int) -> None:
    if first:
        Comment.objects.filter(pk=first.pk).update(replies=F("replies") + count)


def filled(client: Client, *, number: int = NUMBER, kind: Kind = Kind.PICTURE, **fields: str) -> dict[str, str]:
    """The fields of a form with a fresh key typed right, whose cookie the client now has; any field can be given."""
    minted = mint(number, kind)
    client.cookies.clear()
    client.cookies[minted.cookie_name] = minted.cookie_value
    return {"name": "Ada", "email": "", "text": TEXT, "key": minted.answer, "do": "send"} | fields
