"""Mail to readers: who gets one, how often, and what its link can do."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils.timezone import now

from dateline.base.models import Task, User
from dateline.base.tasks import run_tasks_aside
from dateline.comments.actions import mailing
from dateline.comments.actions.deciding import reject_comment
from dateline.comments.actions.mailing import confirm_comment, queue_confirmation, request_mail
from dateline.comments.errors import NotPossible
from dateline.comments.models import Ban, Comment, Decision, Discussion, Reason
from dateline.comments.queries.own import comments_of_email
from tests.comments.writing import comment_on

EMAIL = "ada@reader.example"
CONFIRM = [{"phase": "placing", "reason": "confirm", "detail": ""}]


@pytest.fixture(autouse=True)
def mail_is_set_up(settings: Any) -> None:
    settings.MAIL_URL, settings.DEFAULT_FROM_EMAIL = "smtp://127.0.0.1", "post@paper.example"


@pytest.fixture
def sent() -> list[Any]:
    """What the worker has sent."""
    mail.outbox.clear()
    return mail.outbox


def ask(email: str = EMAIL, *, at: datetime | None = None) -> None:
    request_mail(email, now=at or now())
    run_tasks_aside()


def link_in(message: Any) -> str:
    """The last part of the link in a mail."""
    (found,) = re.findall(r"^http://127\.0\.0\.1:8000/comments/(?:mine/mail|confirm)/(\S+)/$", message.body, re.M)
    return str(found)


def test_a_reader_is_mailed_a_link_to_their_comments(number: int, sent: list[Any]) -> None:
    comment = comment_on(number, email=EMAIL)

    ask(" Ada@Reader.example ")

    (message,) = sent
    assert message.to == [EMAIL]
    assert message.subject == "Your comments at The Harbour Courier"
    assert comments_of_email(link_in(message)) == [comment]


def test_nothing_tells_whether_there_are_any(number: int, sent: list[Any]) -> None:
    comment_on(number, email=EMAIL)

    ask("nobody@reader.example")

    assert sent == []
    task = Task.objects.get()
    assert (task.finished_at is not None, task.error) == (True, "")


def test_no_task_ever_holds_an_address(number: int, sent: list[Any]) -> None:
    comment_on(number, email=EMAIL)

    ask()
    ask("nobody@reader.example")

    assert not [task for task in Task.objects.all() if "reader" in f"{task.argument} {task.error}"]


def test_one_address_gets_one_mail_an_hour(number: int, sent: list[Any]) -> None:
    comment_on(number, email=EMAIL)
    moment = now() - timedelta(minutes=61)

    ask(at=moment)
    ask(at=moment + timedelta(minutes=59))
    ask(at=moment + timedelta(minutes=61))

    assert len(sent) == 2


def test_all_readers_together_get_so_many_an_hour(
    number: int, sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "MAILS_AN_HOUR", 2)
    for name in ("ada", "bram", "cleo"):
        comment_on(number, email=f"{name}@reader.example")
    ask("ada@reader.example")
    ask("bram@reader.example")

    with pytest.raises(NotPossible, match="try again in an hour"):
        ask("cleo@reader.example")

    assert len(sent) == 2


@pytest.mark.parametrize("email", ["", "ada", "ada@reader.example\nBcc: all@reader.example", "a@b@c", "x" * 300])
def test_what_is_no_address_is_refused(number: int, sent: list[Any], email: str) -> None:
    with pytest.raises(NotPossible, match="not an e-mail address"):
        ask(email)

    assert sent == []


def test_a_paper_without_mail_says_so(number: int, settings: Any) -> None:
    settings.MAIL_URL = ""

    with pytest.raises(NotPossible, match="sends no mail"):
        ask()


def test_a_comment_withdrawn_before_the_mail_went_out_gets_none(number: int, sent: list[Any]) -> None:
    comment_on(number, email=EMAIL)
    request_mail(EMAIL, now=now())
    Comment.objects.update(email="")

    run_tasks_aside()

    assert sent == []


def test_a_reader_we_know_confirms_by_mail_and_is_shown(number: int, sent: list[Any]) -> None:
    comment = comment_on(number, email=EMAIL, remarks=CONFIRM)
    queue_confirmation(comment)
    run_tasks_aside()

    confirm_comment(link_in(sent[0]))

    comment.refresh_from_db()
    assert (comment.state, comment.queue, comment.is_shown) == (Comment.State.APPROVED, "", True)
    assert Discussion.objects.get(number=number).shown == 1
    decision = comment.decisions.get()
    assert (decision.what, decision.user, decision.phase) == (Decision.What.APPROVE, None, "confirm")


def test_confirming_twice_is_confirming_once(number: int, sent: list[Any]) -> None:
    comment = comment_on(number, email=EMAIL, remarks=CONFIRM)
    queue_confirmation(comment)
    run_tasks_aside()

    confirm_comment(link_in(sent[0]))
    confirm_comment(link_in(sent[0]))

    assert comment.decisions.count() == 1


def test_whoever_was_banned_meanwhile_confirms_nothing(number: int, sent: list[Any], editor: User) -> None:
    comment = comment_on(number, email=EMAIL, remarks=CONFIRM)
    queue_confirmation(comment)
    run_tasks_aside()
    Ban.objects.create(email=EMAIL, until=now() + timedelta(days=1), at=now(), user=editor)

    with pytest.raises(NotPossible, match="has to read it first"):
        confirm_comment(link_in(sent[0]))

    comment.refresh_from_db()
    assert comment.state == Comment.State.WAITING


def test_what_waits_for_another_reason_is_not_offered_for_confirmation(number: int, sent: list[Any]) -> None:
    links = {"phase": "words", "reason": "links", "detail": "It has 9 links."}
    for remarks in ([], [*CONFIRM, links]):
        queue_confirmation(comment_on(number, email=EMAIL, remarks=remarks))
    queue_confirmation(comment_on(number, email="", remarks=CONFIRM))

    run_tasks_aside()

    assert sent == []
    assert not Task.objects.exists()


def test_a_moderator_who_was_quicker_has_the_last_word(number: int, sent: list[Any], editor: User) -> None:
    comment = comment_on(number, email=EMAIL, remarks=CONFIRM)
    queue_confirmation(comment)
    run_tasks_aside()
    reject_comment(comment.pk, user=editor, reason=Reason.SPAM)

    with pytest.raises(NotPossible, match="can't be confirmed"):
        confirm_comment(link_in(sent[0]))

    comment.refresh_from_db()
    assert comment.state == Comment.State.REJECTED


def test_the_link_to_ones_comments_confirms_nothing(number: int, sent: list[Any]) -> None:
    comment_on(number, email=EMAIL, remarks=CONFIRM)
    ask()

    with pytest.raises(NotPossible, match="not complete"):
        confirm_comment(link_in(sent[0]))


def test_nobody_is_buried_under_confirmations_by_who_writes_with_their_address(number: int, sent: list[Any]) -> None:
    for _ in range(mailing.CONFIRMATIONS_AN_HOUR + 2):
        queue_confirmation(comment_on(number, email=EMAIL, remarks=CONFIRM, received_at=now()))
    queue_confirmation(comment_on(number, email="bram@reader.example", remarks=CONFIRM, received_at=now()))
    run_tasks_aside()

    asked = [message.to[0] for message in sent]
    assert asked == [EMAIL] * mailing.CONFIRMATIONS_AN_HOUR + ["bram@reader.example"]
