"""The newsroom answers readers, and moderators leave notes for each other."""

import pytest

from dateline.base.models import User
from dateline.comments.actions.answering import note_for_colleagues, reply_as_newsroom
from dateline.comments.actions.deciding import approve_comment
from dateline.comments.errors import NotPossible
from dateline.comments.models import Comment, Discussion, Note
from tests.comments.writing import comment_on

pytestmark = pytest.mark.django_db


def test_an_answer_stands_in_the_thread_in_the_papers_name_and_is_counted(number: int, editor: User) -> None:
    first = comment_on(number)
    approve_comment(first.pk, user=editor)

    reply = reply_as_newsroom(first.pk, user=editor, text="  We asked\u202e again today.  ")

    first.refresh_from_db()
    assert (reply.name, reply.newsroom_user, reply.text) == ("The Harbour Courier", editor, "We asked again today.")
    assert (reply.thread, reply.answers, reply.is_shown) == (first, first, True)
    assert (first.replies, Discussion.objects.get(number=number).shown) == (1, 2)
    assert list(first.decisions.values_list("what", flat=True)) == ["approve", "reply"]


def test_an_answer_to_an_answer_stays_in_its_thread(number: int, editor: User) -> None:
    first = comment_on(number)
    second = comment_on(number, thread=first, answers=first)
    for comment in (first, second):
        approve_comment(comment.pk, user=editor)

    reply = reply_as_newsroom(second.pk, user=editor, text="Quite so.")

    assert (reply.thread, reply.answers) == (first, second)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5_001])
def test_an_empty_or_endless_answer_is_refused(number: int, editor: User, text: str) -> None:
    comment = comment_on(number)
    approve_comment(comment.pk, user=editor)

    with pytest.raises(NotPossible):
        reply_as_newsroom(comment.pk, user=editor, text=text)

    assert Comment.objects.count() == 1


def test_what_readers_do_not_see_is_not_answered(number: int, editor: User) -> None:
    with pytest.raises(NotPossible):
        reply_as_newsroom(comment_on(number).pk, user=editor, text="Quite so.")

    assert Comment.objects.count() == 1


def test_a_note_decides_nothing(number: int, editor: User) -> None:
    comment = comment_on(number)

    note_for_colleagues(comment.pk, user=editor, text="The same person as last week?")

    assert Note.objects.get().text == "The same person as last week?"
    assert not comment.decisions.exists()
    with pytest.raises(NotPossible):
        note_for_colleagues(comment.pk, user=editor, text="x" * 1_001)
