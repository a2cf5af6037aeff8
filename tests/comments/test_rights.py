"""Readers take back what they said, appeal against a decision, and have the newsroom forget them."""

from typing import Any

import pytest
from django.core import signing
from django.utils.timezone import now

from dateline.base.models import User
from dateline.comments.actions.answering import reply_as_newsroom
from dateline.comments.actions.deciding import approve_comment, reject_comment, undo_decision
from dateline.comments.actions.rights import (
    APPEAL_CHARACTERS,
    appeal,
    erase_comments,
    withdraw_by_email,
    withdraw_comment,
)
from dateline.comments.errors import NoSuchComment, NotPossible
from dateline.comments.mailed_links import own_comments_link
from dateline.comments.models import Comment, Decision, Discussion, Note, Reason, Report
from dateline.comments.queries.own import as_data, comments_of_email, ids_of_email, own_comment
from dateline.comments.tokens import digest_of_token, token_of
from dateline.record.models import Touch
from tests.comments.writing import TEXT, comment_on

State = Comment.State
EMAIL = "ada@reader.example"


def ada_on(number: int, **fields: Any) -> tuple[Comment, str]:
    """A comment of Ada's that waits, and the secret of its own link."""
    nonce = f"{Comment.objects.count():032d}"
    token = token_of(nonce)
    mine = {"name": "Ada", "email": EMAIL, "nonce": nonce, "token_digest": digest_of_token(token)}
    return comment_on(number, **mine | fields), token


def signed(email: str) -> str:
    """The last part of the link mailed to this address."""
    return own_comments_link(email).rstrip("/").rpartition("/")[2]


def decisions_on(comment: Comment) -> list[str]:
    return list(comment.decisions.values_list("what", flat=True))


def assert_nothing_is_left(comment: Comment) -> None:
    comment.refresh_from_db()
    kept = (comment.name, comment.text, comment.email, comment.address_digest, comment.text_digest, comment.remarks)
    assert kept == ("", "", "", "", "", [])
    assert (comment.state, comment.queue, comment.likeness) == (State.WITHDRAWN, "", 0)


@pytest.mark.parametrize("state", [State.WAITING, State.APPROVED, State.REJECTED])
def test_a_comment_is_withdrawn_whatever_was_decided_and_its_text_is_gone(
    number: int, editor: User, state: State
) -> None:
    comment, token = ada_on(number, remarks=[{"phase": "words", "reason": "banned-word", "detail": "ferry"}])
    if state == State.APPROVED:
        approve_comment(comment.pk, user=editor)
    if state == State.REJECTED:
        reject_comment(comment.pk, user=editor, reason=Reason.OFF_TOPIC)

    withdraw_comment(token)

    assert_nothing_is_left(comment)
    assert not comment.is_shown
    assert decisions_on(comment)[-1] == Decision.What.WITHDRAW


def test_readers_of_the_page_see_no_old_copy_of_a_withdrawn_comment(number: int, editor: User) -> None:
    comment, token = ada_on(number)
    approve_comment(comment.pk, user=editor)

    withdraw_comment(token)

    last = Touch.objects.latest("tick")
    assert (last.keys, last.withdraws) == ([f"comments:{number}"], True)
    assert Discussion.objects.get(number=number).shown == 0


def test_a_withdrawn_comment_that_was_never_seen_prints_no_page(number: int) -> None:
    _, token = ada_on(number)

    withdraw_comment(token)

    assert not Touch.objects.exists()


def test_the_place_of_a_rejected_comment_is_printed_anew_without_its_name(number: int, editor: User) -> None:
    comment, token = ada_on(number)
    approve_comment(comment.pk, user=editor)
    approve_comment(comment_on(number, thread=comment, answers=comment).pk, user=editor)
    reject_comment(comment.pk, user=editor, reason=Reason.ABUSE)
    before = Touch.objects.count()

    withdraw_comment(token)

    assert_nothing_is_left(comment)
    assert comment.is_shown
    assert Touch.objects.count() == before + 1
    assert Touch.objects.latest("tick").withdraws


def test_a_place_kept_by_a_comment_that_waits_again_says_who_removed_it(number: int, editor: User) -> None:
    comment, token = ada_on(number)
    approve_comment(comment.pk, user=editor)
    reply_as_newsroom(comment.pk, user=editor, text="Thank you.")
    undo_decision(comment.pk, user=editor)
    before = Touch.objects.count()

    withdraw_comment(token)

    assert Touch.objects.count() == before + 1


def test_what_readers_do_not_see_is_withdrawn_and_erased_without_printing_pages(number: int, editor: User) -> None:
    comment, token = ada_on(number)
    reject_comment(comment.pk, user=editor, reason=Reason.SPAM)

    withdraw_comment(token)
    erase_comments([comment.pk], reason="asked for")

    assert not Touch.objects.exists()


def test_a_second_withdrawal_is_refused_and_writes_nothing(number: int) -> None:
    comment, token = ada_on(number)
    withdraw_comment(token)

    with pytest.raises(NotPossible, match="withdrawn already"):
        withdraw_comment(token)

    assert decisions_on(comment) == [Decision.What.WITHDRAW]


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 10_000, "\x00", "\ud800"])
def test_a_secret_nobody_has_opens_nothing(number: int, token: str) -> None:
    ada_on(number)
    comment_on(number)  # which has no secret

    assert own_comment(token) is None
    with pytest.raises(NoSuchComment):
        withdraw_comment(token)
    with pytest.raises(NoSuchComment):
        appeal(token, text="Please.")


def test_a_rejected_comment_goes_before_a_moderator_once_more(number: int, editor: User) -> None:
    comment, token = ada_on(number)
    reject_comment(comment.pk, user=editor, reason=Reason.FALSE)

    appeal(token, text="  It is true:\u202e the timetable says so. ")

    comment.refresh_from_db()
    assert (comment.state, comment.queue) == (State.REJECTED, Comment.Queue.NEW)
    last = comment.decisions.latest("pk")
    assert (last.what, last.user, last.note) == (Decision.What.REOPEN, None, "It is true: the timetable says so.")


def test_there_is_one_appeal(number: int, editor: User) -> None:
    comment, token = ada_on(number)
    reject_comment(comment.pk, user=editor, reason=Reason.FALSE)
    appeal(token, text="It is true.")
    reject_comment(comment.pk, user=editor, reason=Reason.FALSE)

    with pytest.raises(NotPossible, match="appealed once"):
        appeal(token, text="It really is.")

    comment.refresh_from_db()
    assert comment.queue == Comment.Queue.NONE


def test_a_report_by_a_reader_does_not_use_up_the_appeal(number: int, editor: User) -> None:
    comment, token = ada_on(number)
    Decision.objects.create(comment=comment, what=Decision.What.REOPEN, at=now(), user=None, phase="report")
    reject_comment(comment.pk, user=editor, reason=Reason.FALSE)

    appeal(token, text="It is true.")

    comment.refresh_from_db()
    assert comment.queue == Comment.Queue.NEW


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("  \u200b ", "Please say"), ("x" * (APPEAL_CHARACTERS + 1), "500 characters; yours has 501")],
)
def test_an_appeal_needs_words_and_not_too_many(number: int, editor: User, text: str, sentence: str) -> None:
    comment, token = ada_on(number)
    reject_comment(comment.pk, user=editor, reason=Reason.FALSE)

    with pytest.raises(NotPossible, match=sentence):
        appeal(token, text=text)

    appeal(token, text="x" * APPEAL_CHARACTERS)


def test_only_what_was_rejected_can_be_appealed(number: int, editor: User) -> None:
    comment, token = ada_on(number)
    approve_comment(comment.pk, user=editor)

    with pytest.raises(NotPossible, match="Only a comment that was rejected"):
        appeal(token, text="But it is so good.")


def test_a_moderator_who_looks_again_already_makes_an_appeal_needless(number: int, editor: User) -> None:
    comment, token = ada_on(number)
    reject_comment(comment.pk, user=editor, reason=Reason.FALSE)
    Comment.objects.update(queue=Comment.Queue.NEW)

    with pytest.raises(NotPossible, match="already"):
        appeal(token, text="It is true.")


def test_a_withdrawn_comment_takes_the_words_of_its_appeal_along(number: int, editor: User) -> None:
    comment, token = ada_on(number)
    reject_comment(comment.pk, user=editor, reason=Reason.FALSE)
    appeal(token, text="I am the harbour master's sister, and I know.")

    withdraw_comment(token)

    assert not comment.decisions.filter(note__contains="sister").exists()


def test_a_mailed_link_lists_what_was_sent_with_the_address_and_nothing_else(number: int) -> None:
    first, _ = ada_on(number)
    second, _ = ada_on(number, text="Another one.")
    comment_on(number, email="bram@reader.example")
    comment_on(number, email="")

    assert [comment.pk for comment in comments_of_email(signed(EMAIL))] == [second.pk, first.pk]
    assert ids_of_email(" Ada@Reader.example ") == [first.pk, second.pk]
    assert ids_of_email("") == []


def test_a_link_nobody_signed_lists_nothing(number: int) -> None:
    ada_on(number)

    for link in ("", "nonsense", signed(EMAIL)[:-1], signing.dumps(EMAIL, salt="something else")):
        with pytest.raises(NotPossible, match="not complete"):
            comments_of_email(link)


def test_a_mailed_link_runs_out_after_a_day(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    comment, _ = ada_on(number)
    link = signed(EMAIL)
    a_day_later = now().timestamp() + 24 * 3600 + 5
    monkeypatch.setattr("django.core.signing.time.time", lambda: a_day_later)

    with pytest.raises(NotPossible, match="24 hours"):
        withdraw_by_email(link, comment.pk)

    comment.refresh_from_db()
    assert comment.text == TEXT


def test_a_mailed_link_withdraws_ones_own_comments_only(number: int) -> None:
    mine, _ = ada_on(number)
    theirs = comment_on(number, email="bram@reader.example")

    withdraw_by_email(signed(EMAIL), mine.pk)
    with pytest.raises(NoSuchComment):
        withdraw_by_email(signed(EMAIL), theirs.pk)

    assert_nothing_is_left(mine)
    theirs.refresh_from_db()
    assert theirs.text == TEXT


def test_what_is_kept_of_a_reader_names_no_colleague_and_no_note(number: int, editor: User) -> None:
    comment, token = ada_on(number)
    Note.objects.create(comment=comment, user=editor, at=now(), text="Ada again!")
    reject_comment(comment.pk, user=editor, reason=Reason.ABUSE, note="a known nuisance")
    appeal(token, text="I was polite.")

    (data,) = as_data([comment])

    assert (data["name"], data["text"], data["email"], data["story"]) == ("Ada", TEXT, EMAIL, number)
    assert [decision["what"] for decision in data["decisions"]] == ["Rejected", "Opened again"]
    assert data["decisions"][1]["words"] == "I was polite."
    assert not [word for word in ("Ada again", "nuisance", "mara") if word in str(data)]


def test_erasing_leaves_what_was_decided_and_nothing_that_was_said(number: int, editor: User) -> None:
    comment, _ = ada_on(number)
    approve_comment(comment.pk, user=editor)
    Note.objects.create(comment=comment, user=editor, at=now(), text="Quotes Ada.")
    Report.objects.create(comment=comment, reason=Reason.PRIVATE, text="Quotes Ada.", at=now(), nonce="1")

    count = erase_comments([comment.pk, comment.pk + 1], reason="asked by letter")

    assert count == 1
    assert_nothing_is_left(comment)
    assert not Note.objects.exists()
    report = Report.objects.get()
    assert (report.text, report.closed_at is not None) == ("", True)
    last = comment.decisions.latest("pk")
    assert (last.what, last.note) == (Decision.What.ERASE, "asked by letter")
    assert Discussion.objects.get(number=number).shown == 0


def test_what_was_erased_can_not_be_shown_again(number: int, editor: User) -> None:
    comment, _ = ada_on(number)
    erase_comments([comment.pk], reason="")

    with pytest.raises(NotPossible):
        approve_comment(comment.pk, user=editor)
