"""A comment is taken in once, whole, or the reader is told why not."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.utils.timezone import now

from dateline.base.models import Task
from dateline.captcha.answers import Kind
from dateline.comments.actions.receiving import Accepted, receive
from dateline.comments.models import Comment, Decision, Discussion, Rules
from dateline.comments.tokens import digest_of_token
from dateline.record.queries import head
from tests.comments.writing import ADA, BRAM, TEXT, accepted, comment_on, refused, sending_of

pytestmark = pytest.mark.django_db


def test_a_comment_waits_for_a_moderator_and_its_author_gets_a_link(number: int) -> None:
    result = accepted(sending_of(number, email="ada@example.org"))

    comment = Comment.objects.get()
    assert (comment.number, comment.name, comment.text, comment.email) == (number, "Ada", TEXT, "ada@example.org")
    assert (comment.state, comment.queue, comment.is_shown) == ("waiting", "new", False)
    assert comment.token_digest == digest_of_token(result.token)
    assert result.token not in str(vars(comment))
    assert ADA not in str(vars(comment))
    assert [decision.what for decision in comment.decisions.all()] == ["receive"]
    assert not Discussion.objects.filter(shown__gt=0).exists()


def test_the_same_form_sent_twice_is_one_comment_with_one_link(number: int) -> None:
    sending = sending_of(number)

    first, second = accepted(sending), accepted(sending)

    assert first.is_new
    assert not second.is_new
    assert first.token == second.token
    assert Comment.objects.count() == 1


def test_a_used_key_with_another_text_is_refused_and_nothing_is_stored(number: int) -> None:
    sending = sending_of(number)
    accepted(sending)

    refusal = refused(replace(sending, text="Something else entirely, and long enough to be a comment."))

    assert refusal.phase == "key"
    assert refusal.field == "key"
    assert Comment.objects.count() == 1


def test_a_wrong_key_is_refused_and_the_right_one_is_taken_afterwards(number: int) -> None:
    sending = sending_of(number)

    refusal = refused(replace(sending, key="??????"))

    assert (refusal.phase, refusal.field) == ("key", "key")
    assert accepted(sending).is_new


def test_three_wrong_keys_end_a_challenge(number: int) -> None:
    sending, other_key = sending_of(number), sending_of(number).key
    for _ in range(3):
        refused(replace(sending, key=other_key))

    refusal = refused(sending)

    assert refusal.phase == "key"
    assert not Comment.objects.exists()


def test_a_key_of_another_story_or_of_an_hour_ago_is_refused(number: int) -> None:
    elsewhere = replace(sending_of(number + 1), number=number)
    late = sending_of(number, at=now() + timedelta(hours=1))

    assert refused(elsewhere).phase == "key"
    assert refused(late).phase == "key"


def test_rules_that_show_at_once_show_at_once_and_still_put_it_before_a_moderator(number: int) -> None:
    Rules.objects.create(moderation=Rules.Moderation.AFTER)
    before = head().tick

    comment = accepted(sending_of(number)).comment

    assert (comment.state, comment.queue, comment.is_shown) == ("approved", "new", True)
    assert Discussion.objects.get(number=number).shown == 1
    assert head().tick == before + 1


def test_whatever_was_remarked_waits_even_where_comments_are_shown_at_once(number: int) -> None:
    Rules.objects.create(moderation=Rules.Moderation.AFTER, banned_words="dredg*")

    comment = accepted(sending_of(number)).comment

    assert comment.state == "waiting"
    assert [remark["reason"] for remark in comment.remarks] == ["banned-word"]


def test_an_answer_to_an_answer_hangs_on_the_thread_and_knows_whom_it_answers(number: int) -> None:
    first = comment_on(number, state="approved", is_shown=True)
    second = comment_on(number, state="approved", is_shown=True, thread=first, answers=first)

    third = accepted(sending_of(number, answers=second.pk)).comment

    assert third.thread_id == first.pk
    assert third.answers_id == second.pk


def test_the_log_says_which_phase_decided(number: int) -> None:
    accepted(sending_of(number))

    decision = Decision.objects.get()
    assert (decision.phase, decision.note) == ("placing", "read first by the rules")


def test_every_kind_of_key_opens_the_door(number: int) -> None:
    for place, kind in enumerate(Kind):
        accepted(sending_of(number, kind=kind, text=f"{TEXT} Said for the {place}. time.", visitor=f"192.0.2.{place}"))

    assert Comment.objects.count() == len(Kind)


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_time_are_one_comment(number: int) -> None:
    sending = sending_of(number)

    def send(_: int) -> str:
        try:
            result = receive(sending)
            return getattr(result, "token", "refused")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        tokens = set(crowd.map(send, range(24)))

    # Whoever comes beyond the third try of a key before the first is stored is sent back with their text.
    assert len(tokens - {"refused"}) == 1
    assert Comment.objects.count() == 1
    assert Comment.objects.get().decisions.count() == 1


def test_the_same_form_stored_between_its_key_and_its_limits_is_the_same_comment(number: int) -> None:
    sending = sending_of(number)
    twins: list[Accepted] = []

    def the_other_process(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "text_digest" in sql and not twins:
            twins.append(Accepted(comment=Comment(), token="", is_new=False))
            twins[0] = accepted(sending)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(the_other_process):
        result = accepted(sending)

    assert twins[0].is_new
    assert not result.is_new
    assert result.token == twins[0].token


def test_two_readers_may_say_the_same_short_thing(number: int) -> None:
    accepted(sending_of(number, text="Thank you!"))

    result = accepted(sending_of(number, text="Thank you!", visitor=BRAM))

    assert result.comment.remarks == []


def test_a_reader_we_know_is_mailed_a_link_by_the_worker(number: int, settings: LazySettings) -> None:
    settings.MAIL_URL, settings.DEFAULT_FROM_EMAIL = "smtp://127.0.0.1", "desk@courier.example"
    Rules.objects.create(moderation=Rules.Moderation.TRUSTED)
    for place in range(3):
        comment_on(number, state="approved", email="ada@example.org", text=f"Comment {place} of many.")

    comment = accepted(sending_of(number, email="ada@example.org")).comment

    assert comment.state == "waiting"
    assert Task.objects.get().argument == str(comment.pk)
