"""Every outcome of a typed key; cookies that are rubbish, forged, old or another story's."""

import string

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dateline.captcha.answers import Kind
from dateline.captcha.challenges import (
    LIVES_SECONDS,
    MOST_CHALLENGES,
    KeyCheck,
    Minted,
    Outcome,
    check_key,
    find_challenges,
    mint,
)
from dateline.captcha.ledger import the_ledger
from dateline.captcha.models import UsedKey
from tests.captcha.conftest import STORY, cookies_of, wrong

pytestmark = pytest.mark.django_db


def moment_of(minted: Minted) -> int:
    """Ten seconds after the reader was asked."""
    return minted.challenge.asked_at + 10


def check(minted: Minted, typed: str, *, story: int = STORY, later: int = 0) -> KeyCheck:
    return check_key(cookies_of(minted), typed, story=story, now=moment_of(minted) + later)


def test_the_right_key_is_right_and_says_which_challenge_it_answers(minted: Minted) -> None:
    result = check(minted, minted.answer)

    assert result == KeyCheck(
        outcome=Outcome.RIGHT,
        nonce=minted.challenge.nonce,
        kind=Kind.PICTURE,
        asked_at=minted.challenge.expires - LIVES_SECONDS,
    )
    assert result.is_right
    assert result.sentence == ""


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_can_be_answered(kind: Kind) -> None:
    minted = mint(STORY, kind)

    assert check(minted, f" {minted.answer.lower()} ").is_right


def test_a_wrong_key_is_wrong_and_costs_a_try(minted: Minted) -> None:
    result = check(minted, wrong(minted))

    assert result.outcome is Outcome.WRONG
    assert "did not match" in result.sentence
    assert UsedKey.objects.get().tries == 1


@pytest.mark.parametrize("typed", ["", "   ", "ABC", "x" * 5_000, "ＡＢ", "\x00" * 6, "é€ßøæå"])
def test_what_can_be_no_key_is_wrong_and_costs_no_try(minted: Minted, typed: str) -> None:
    assert check(minted, typed).outcome is Outcome.WRONG
    assert not UsedKey.objects.exists()


def test_three_tries_and_the_right_key_comes_too_late(minted: Minted) -> None:
    outcomes = [check(minted, wrong(minted)).outcome for _ in range(3)]

    assert outcomes == [Outcome.WRONG] * 3
    assert check(minted, minted.answer).outcome is Outcome.TOO_MANY_TRIES
    assert check(minted, wrong(minted)).outcome is Outcome.TOO_MANY_TRIES


def test_the_third_try_may_be_the_right_one(minted: Minted) -> None:
    check(minted, wrong(minted))
    check(minted, wrong(minted))

    assert check(minted, minted.answer).is_right


def test_a_key_that_is_used_up_costs_no_further_write(minted: Minted) -> None:
    for _ in range(4):
        check(minted, wrong(minted))

    with CaptureQueriesContext(connection) as queries:
        check(minted, wrong(minted))

    assert len(queries) == 1
    assert queries[0]["sql"].startswith("SELECT")


def test_a_key_that_was_spent_is_refused(minted: Minted) -> None:
    nonce = check(minted, minted.answer).nonce
    assert the_ledger().spend(nonce)

    assert check(minted, minted.answer).outcome is Outcome.SPENT
    assert check(minted, wrong(minted)).outcome is Outcome.SPENT
    assert not the_ledger().spend(nonce)


def test_a_key_lives_ten_minutes(minted: Minted) -> None:
    assert check(minted, minted.answer, later=LIVES_SECONDS - 11).is_right
    assert check(minted, minted.answer, later=LIVES_SECONDS - 10).outcome is Outcome.EXPIRED


def test_a_key_of_another_story_is_told_so(minted: Minted) -> None:
    result = check(minted, minted.answer, story=STORY + 1)

    assert result.outcome is Outcome.OTHER_STORY
    assert "another story" in result.sentence


def test_without_a_cookie_no_key_was_asked_for() -> None:
    result = check_key({"sessionid": "abc"}, "ABCDEF", story=STORY, now=0)

    assert (result.outcome, result.nonce, result.kind, result.asked_at) == (Outcome.NOT_ASKED, "", None, 0)


@pytest.mark.parametrize("part", range(5))
def test_a_cookie_changed_anywhere_is_none_of_ours_or_never_right(minted: Minted, part: int) -> None:
    parts = minted.cookie_value.split(".")
    parts[part] = {2: "sound"}.get(part, parts[part][:-1] + ("0" if parts[part][-1] != "0" else "1"))
    forged = {minted.cookie_name: ".".join(parts)}

    result = check_key(forged, minted.answer, story=STORY, now=moment_of(minted))

    # The last digits of the tag are those that name the story.
    expected = {3: Outcome.OTHER_STORY, 4: Outcome.WRONG}.get(part, Outcome.NOT_ASKED)
    assert result.outcome is expected


def test_forged_expired_and_foreign_cookies_cost_no_query(minted: Minted) -> None:
    forged = cookies_of(minted)
    forged[minted.cookie_name] = forged[minted.cookie_name].replace(minted.challenge.tag, "0" * 32)
    with CaptureQueriesContext(connection) as queries:
        check_key(forged, minted.answer, story=STORY, now=moment_of(minted))
        check(minted, minted.answer, later=LIVES_SECONDS)
        check(minted, minted.answer, story=1)

    assert len(queries) == 0


def test_any_of_several_tabs_may_be_answered_and_the_others_keep_their_tries() -> None:
    tabs = [mint(STORY, Kind.PICTURE) for _ in range(3)]

    result = check_key(cookies_of(*tabs), tabs[1].answer, story=STORY, now=moment_of(tabs[0]))

    assert result.is_right
    assert result.nonce == tabs[1].challenge.nonce
    assert UsedKey.objects.get().nonce == result.nonce


def test_a_wrong_key_costs_each_challenge_it_was_tried_on_a_try() -> None:
    tabs = [mint(STORY, Kind.PICTURE), mint(STORY, Kind.PICTURE), mint(STORY, Kind.QUESTION)]

    check_key(cookies_of(*tabs), "CCCCCC", story=STORY, now=moment_of(tabs[0]))

    assert sorted(UsedKey.objects.values_list("nonce", "tries")) == sorted((tab.challenge.nonce, 1) for tab in tabs[:2])


def test_a_fresh_key_makes_up_for_one_that_was_tried_too_often(minted: Minted) -> None:
    for _ in range(4):
        check(minted, wrong(minted))
    fresh = mint(STORY, Kind.PICTURE)

    both = cookies_of(minted, fresh)

    assert check_key(both, wrong(fresh), story=STORY, now=moment_of(fresh)).outcome is Outcome.WRONG
    assert check_key(both, fresh.answer, story=STORY, now=moment_of(fresh)).is_right


def test_only_the_six_newest_challenges_count() -> None:
    many = [mint(STORY, Kind.PICTURE) for _ in range(9)]

    found = find_challenges(cookies_of(*many), story=STORY, now=moment_of(many[0]))

    assert len(found) == MOST_CHALLENGES
    assert [one.expires for one in found] == sorted((one.expires for one in found), reverse=True)


def test_four_kilobytes_of_rubbish_hide_no_challenge(minted: Minted) -> None:
    rubbish = {
        f"key-{n:08x}": text for n, text in enumerate(["." * 4_096, "9" * 4_096, "é" * 4_096, "", "....", "\x00"])
    }

    found = find_challenges(rubbish | cookies_of(minted), story=STORY, now=moment_of(minted))

    assert found == [minted.challenge]


def test_a_challenge_under_another_ones_name_does_not_count(minted: Minted) -> None:
    renamed = {"key-00000000": minted.cookie_value}

    assert find_challenges(renamed, story=STORY, now=moment_of(minted)) == []


def test_nothing_that_is_sent_depends_on_the_answer_alone() -> None:
    # Two challenges with the same answer have nothing in common that a reader could compare.
    seals = {mint(STORY, Kind.QUESTION).challenge.seal for _ in range(60)}

    assert len(seals) == 60


_parts = st.one_of(
    st.text(max_size=60),
    st.from_regex(r"[0-9]{10}\.[0-9a-f]{32}\.(picture|sound|question)\.[0-9a-f]{32}\.[0-9a-f]{32}", fullmatch=True),
    st.text(alphabet=string.hexdigits + ".", max_size=200),
)


@given(st.dictionaries(st.one_of(st.text(max_size=12), st.from_regex(r"key-[0-9a-f]{8}", fullmatch=True)), _parts))
def test_no_cookies_of_strangers_are_ever_taken_for_ours(cookies: dict[str, str]) -> None:
    assert find_challenges(cookies, story=STORY, now=0) == []


@given(st.integers(1, 10**12), st.sampled_from(Kind), st.integers(0, 2 * LIVES_SECONDS))
def test_a_challenge_is_found_for_its_story_while_it_lives(story: int, kind: Kind, age: int) -> None:
    minted = mint(story, kind)
    now = minted.challenge.asked_at + age

    assert find_challenges(cookies_of(minted), story=story, now=now) == [minted.challenge] * (age < LIVES_SECONDS)
    assert find_challenges(cookies_of(minted), story=story + 1, now=now) == []
