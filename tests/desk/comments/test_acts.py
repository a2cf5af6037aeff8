"""What moderators do with one comment, through our script and without it; and what they are told when it can't be."""

import pytest
from django.test import Client
from django.utils.timezone import now

from dateline.base.models import User
from dateline.comments.actions.deciding import approve_comment, reject_comment, reopen_comment
from dateline.comments.models import Ban, Comment, Note, Reason, Report
from tests.comments.writing import comment_on
from tests.desk.comments.asking import ROOT, SCRIPT, act_address, by_form, by_script

pytestmark = pytest.mark.django_db


def state(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).state


def test_approving_goes_back_to_the_list_with_a_sentence_and_a_way_back(desk: Client, waiting: Comment) -> None:
    status, page = by_form(desk, waiting, "approve", next=f"{ROOT}?show=new")

    assert (status, state(waiting)) == (200, "approved")
    assert "Approved: the comment by Bram." in page
    assert act_address(waiting, "undo") in page


def test_the_script_gets_the_decided_row_and_how_many_wait(desk: Client, waiting: Comment, number: int) -> None:
    comment_on(number)

    answer = desk.post(act_address(waiting, "reject"), {"reason": "spam", "note": "A flood."}, headers=SCRIPT)

    assert (answer.status_code, state(waiting)) == (200, "rejected")
    assert answer.headers["X-Waiting"] == "1"
    assert "data-decided" in answer.content.decode()
    assert "Spam or advertising" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert waiting.decisions.get().note == "A flood."


def test_an_own_decision_is_taken_back(desk: Client, waiting: Comment) -> None:
    by_script(desk, waiting, "approve")

    status, row = by_script(desk, waiting, "undo")

    assert (status, state(waiting)) == (200, "waiting")
    assert "Taken back" in row
    assert "data-decided" not in row


@pytest.mark.parametrize("name", ["approve", "undo", "reopen"])
def test_who_was_slower_is_told_so_in_the_row(desk: Client, waiting: Comment, name: str) -> None:
    approve_comment(waiting.pk, user=User.objects.create_superuser("jon"))
    if name == "reopen":
        reopen_comment(waiting.pk, user=None)

    status, row = by_script(desk, waiting, name)
    plain_status, page = by_form(desk, waiting, name)

    assert (status, plain_status) == (409, 409)
    for text in (row, page):
        assert "mod-error" in text
        assert "Somebody else has decided" in text or "can’t be taken back" in text


@pytest.mark.parametrize(("fields", "sentence"), [({}, "Say why"), ({"reason": "boredom"}, "none of the reasons")])
def test_a_rejection_without_a_reason_asks_for_one(
    desk: Client, waiting: Comment, fields: dict[str, str], sentence: str
) -> None:
    status, row = by_script(desk, waiting, "reject", note="I typed this.", **fields)
    plain_status, page = by_form(desk, waiting, "reject", note="I typed this.", **fields)

    assert (status, plain_status, state(waiting)) == (400, 400, "waiting")
    assert sentence in row
    assert sentence in page
    assert "I typed this." in page


def test_a_redaction_marks_what_is_gone_and_refuses_what_is_new(desk: Client, number: int) -> None:
    comment = comment_on(number, text="He lives in Quay Street.")

    wrong, form = by_script(desk, comment, "redact", text="He hides in Quay Street.", note="An address.")
    right, row = by_script(desk, comment, "redact", text="He lives in.", note="")

    assert (wrong, right) == (409, 200)
    assert "“hides” is not in the comment" in form
    assert "He hides in Quay Street." in form
    assert "An address." in form
    assert "He lives in […]." in row
    assert "The newsroom took something out" in row


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Say for how long."),
        ({"days": "0"}, "at least one day"),
        ({"days": "x"}, "whole number of days"),
        ({"days": "3651"}, "at most 3650 days"),
        ({"preset": "2"}, "Select a valid choice"),
        ({"days": "7", "note": "x" * 451}, "at most 450 characters"),
    ],
)
def test_a_ban_that_can_not_be_says_why_beside_the_field(
    desk: Client, waiting: Comment, fields: dict[str, str], sentence: str
) -> None:
    for send in (by_script, by_form):
        status, page = send(desk, waiting, "ban", **fields)

        assert status == 400
        assert sentence in page
    assert not Ban.objects.exists()


def test_the_number_of_days_that_was_typed_goes_before_the_choice(desk: Client, waiting: Comment) -> None:
    status, _ = by_script(desk, waiting, "ban", preset="365", days="3", note="")

    ban = Ban.objects.get()
    assert status == 200
    assert (ban.until - now()).days == 2


def test_a_megabyte_is_refused_beside_the_field_and_given_back(desk: Client, waiting: Comment, editor: User) -> None:
    approve_comment(waiting.pk, user=editor)
    text = "word " * 200_000

    for name in ("redact", "note", "reply"):
        status, page = by_script(desk, waiting, name, text=text)

        assert status == 400
        assert "Ensure this value has at most" in page
        assert text.strip() in page
    assert Comment.objects.count() == 1
    assert not Note.objects.exists()


def test_the_newsroom_answers_what_readers_see(desk: Client, waiting: Comment, editor: User) -> None:
    early, form = by_script(desk, waiting, "reply", text="We asked again today.")
    approve_comment(waiting.pk, user=editor)
    late, _ = by_script(desk, waiting, "reply", text="We asked again today.")

    assert (early, late) == (409, 200)
    assert "Approve it first" in form
    assert "We asked again today." in form
    assert Comment.objects.get(newsroom_user=editor).answers == waiting


def test_a_note_is_kept_for_colleagues(desk: Client, waiting: Comment) -> None:
    status, row = by_script(desk, waiting, "note", text="The same person as last week?")

    assert status == 200
    assert "The same person as last week?" in row
    assert "<b>mara</b>" in row


def test_a_comment_that_is_not_there_is_told_so(desk: Client, waiting: Comment) -> None:
    for comment_id in (waiting.pk + 1, 10**18, 10**30):
        assert desk.get(f"{ROOT}{comment_id}/").status_code == 404
        answer = desk.post(f"{ROOT}{comment_id}/approve/", headers=SCRIPT)
        assert answer.status_code == 404
        assert "There is no such comment, or it was erased." in answer.content.decode()
    assert desk.post(act_address(waiting, "explode")).status_code == 404


def test_nobody_is_sent_to_another_site_afterwards(desk: Client, waiting: Comment) -> None:
    answer = desk.post(act_address(waiting, "approve"), {"next": "https://evil.example/"})

    assert answer.headers["Location"] == ROOT


@pytest.mark.parametrize("name", ["approve", "reject", "redact", "ban", "note", "reply", "reopen", "undo"])
def test_every_act_has_a_page_of_its_own(desk: Client, waiting: Comment, name: str) -> None:
    page = desk.get(f"{act_address(waiting, name)}?next={ROOT}")
    part = desk.get(act_address(waiting, name), headers=SCRIPT)

    assert page.status_code == 200
    assert waiting.text in page.content.decode()
    assert "data-form" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_the_context_has_thread_reader_reports_notes_decisions_and_appeal(
    desk: Client, number: int, editor: User
) -> None:
    first = comment_on(number, name="Ada", address_digest="", email="")
    approve_comment(first.pk, user=editor)
    comment = comment_on(number, thread=first, answers=first, email="bram@example.org", queue="")
    comment_on(number, text="By the same hand.", email="bram@example.org", address_digest="other")
    comment_on(number, text="From the same address.")
    Report.objects.create(comment=comment, reason="hate", text="Look at that.", at=now(), nonce="n1")
    comment.notes.create(user=editor, at=now(), text="Look twice.")
    reject_comment(comment.pk, user=editor, reason=Reason.HATE, note="Plain enough.")
    reopen_comment(comment.pk, user=None, note="I was joking.")

    page = desk.get(f"{ROOT}{comment.pk}/").content.decode()

    said = ["Ada", "By the same hand.", "From the same address.", "Look at that.", "Look twice.", "Plain enough."]
    for text in [*said, "I was joking.", "Appeal", "bram@example.org", "Comments on this story", "settled"]:
        assert text in page
    assert "In the editor" in page
