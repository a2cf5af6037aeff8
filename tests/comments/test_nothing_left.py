"""Every table of the database is searched for what should be gone."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.utils.timezone import now

from dateline.base.models import Task, User
from dateline.comments.actions.answering import note_for_colleagues
from dateline.comments.actions.banning import ban_author
from dateline.comments.actions.deciding import approve_comment, reject_comment
from dateline.comments.actions.housekeeping import KEPT_FOR, drop_personal_data
from dateline.comments.actions.mailing import request_mail
from dateline.comments.actions.redacting import redact_comment
from dateline.comments.actions.reporting import report_comment
from dateline.comments.actions.rights import appeal, erase_comments, withdraw_comment
from dateline.comments.addresses import digest_at
from dateline.comments.models import Comment, Reason, Rules
from tests.comments.writing import ADA, accepted, sending_of

pytestmark = pytest.mark.django_db

EMAIL = "quillfeather@reader.example"
TEXT = "The zanzibarian ferry of www.quayside.example and the rhubarb merchants is late once more."
WORDS = ("zanzibarian", "quayside", "rhubarb", "quillfeather", "Ada Wimple")


def left_of(*words: str) -> list[str]:
    """Which words stand where, in whatever table."""
    found = []
    for model in apps.get_models():
        for row in model._default_manager.order_by().values():
            found += [f"{model.__name__}: {word}" for word in words if word.lower() in repr(row).lower()]
    return found


def sent(number: int) -> tuple[Comment, str]:
    """A comment with everything a comment may leave behind, and its author's secret."""
    Rules.objects.create(banned_words="zanz*", links_at_most=0, moderation=Rules.Moderation.AFTER)
    taken = accepted(sending_of(number, name="Ada Wimple", email=EMAIL, text=TEXT))
    Rules.objects.all().delete()
    return taken.comment, taken.token


def test_nothing_is_left_of_what_was_erased_in_any_table(number: int, editor: User, settings: LazySettings) -> None:
    settings.MAIL_URL, settings.DEFAULT_FROM_EMAIL = "smtp://127.0.0.1", "desk@courier.example"
    comment, token = sent(number)
    note_for_colleagues(comment.pk, user=editor, text="Does quillfeather sell rhubarb?")
    reject_comment(comment.pk, user=editor, reason=Reason.SPAM, note="She sells rhubarb.")
    appeal(token, text="I, quillfeather, sell none.")
    approve_comment(comment.pk, user=editor, note="Ada Wimple is right.")
    report_comment(
        sending_of(number, text="It is rhubarb.", visitor="2001:db8::9"), comment_id=comment.pk, reason=Reason.SPAM
    )
    redact_comment(comment.pk, user=editor, text=TEXT.replace("late ", ""), note="late is rhubarb")
    request_mail(EMAIL, now=now())
    assert left_of(*WORDS)

    erase_comments([comment.pk], reason="asked for")

    assert left_of(*WORDS) == []
    assert comment.decisions.latest("pk").note == "asked for"


def test_nothing_of_its_text_is_left_of_a_withdrawn_comment(number: int) -> None:
    _, token = sent(number)

    withdraw_comment(token)

    assert left_of(*WORDS) == []


def test_after_thirty_days_nothing_leads_to_whoever_sent_it(number: int, editor: User, settings: LazySettings) -> None:
    settings.MAIL_URL, settings.DEFAULT_FROM_EMAIL = "smtp://127.0.0.1", "desk@courier.example"
    comment, _ = sent(number)
    digest = digest_at(ADA, comment.received_at)
    ban_author(comment.pk, user=editor, days=1)
    request_mail(EMAIL, now=now())
    Task.objects.update(finished_at=now())

    drop_personal_data(comment.received_at + KEPT_FOR)
    assert Comment.objects.filter(email=EMAIL, address_digest=digest).exists()
    drop_personal_data(comment.received_at + KEPT_FOR + timedelta(microseconds=1))
    assert not Comment.objects.filter(email=EMAIL).exists()
    drop_personal_data(now() + KEPT_FOR + timedelta(days=2))

    assert left_of(EMAIL, digest, ADA) == []
    assert not Task.objects.exists()
