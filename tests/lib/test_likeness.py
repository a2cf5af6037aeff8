"""Texts that say the same in the same words, or in nearly the same."""

import random
import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.lib.likeness import TOO_SHORT, digest, fingerprint, is_near, signed
from tests.timing import seconds_for

FERRY = (
    "The ferry to Vell has been late every week since March, and nobody at the harbour board says why. My father needs "
    "it to reach the clinic. If the board can build a new office, it can repair an engine that is eleven years old."
)
OTHERS = [
    "The council promised a new bridge two years ago. What we got is a drawing of one, and a bill for the drawing.",
    "I was at the meeting you report on. The minister did not say that; he said the opposite, twice, and it was taped.",
    "My neighbour keeps bees on the roof of the old school, and the honey is better than anything you can buy here.",
    "Could the editor please explain why the figures in the table are not those of the statistics office for May?",
    "The ferry to Vell is fine. It is the bus to the ferry that never comes, as everybody on the island knows.",
    "Ten years ago I would have agreed. Now that I have seen how the harbour is run, I would close it and start again.",
]


@pytest.mark.parametrize(
    "changed",
    [
        FERRY.upper(),
        FERRY.replace("late", "delayed"),
        FERRY.replace(" at the harbour board", ""),
        f"Hello! {FERRY}",
        f"{FERRY} Visit us now.",
        FERRY.replace("a", "а").replace("o", "0"),
    ],
)
def test_text_with_a_few_words_changed_is_near(changed: str) -> None:
    assert is_near(fingerprint(FERRY), fingerprint(changed))


def test_texts_about_the_same_things_are_not_near() -> None:
    prints = [fingerprint(text) for text in [FERRY, *OTHERS]]

    assert TOO_SHORT not in prints
    assert not any(is_near(one, other) for one, other in combinations(prints, 2))


def test_made_up_comments_of_the_same_common_words_are_rarely_near() -> None:
    rng = random.Random(5)
    words = ["".join(rng.choices("aeioubdfklmnprst", k=rng.randint(2, 8))) for _ in range(800)]
    prints = [fingerprint(" ".join(rng.choices(words, [1 / n for n in range(1, 801)], k=40))) for _ in range(150)]

    near = sum(is_near(one, other) for one, other in combinations(prints, 2))

    assert near <= 2


@pytest.mark.parametrize(
    "text", ["Thank you!", "Thank you very much!", "So true", "谢谢大家！", "👍👍👍👍👍", "a b c d e", ""]
)
def test_short_texts_are_never_near_not_even_to_themselves(text: str) -> None:
    assert fingerprint(text) == TOO_SHORT
    assert not is_near(fingerprint(text), fingerprint(text))


def test_how_many_bits_may_differ_is_the_callers_choice() -> None:
    assert is_near(0b1111, 0b0001, most_bits=3)
    assert not is_near(0b1111, 0b0001, most_bits=2)


@settings(deadline=None)
@given(st.integers(1, 2**64 - 1), st.integers(1, 2**64 - 1))
def test_signed_numbers_fit_a_database_and_compare_as_unsigned_ones(one: int, other: int) -> None:
    assert -(2**63) <= signed(one) < 2**63
    assert signed(one) % 2**64 == one
    assert is_near(signed(one), signed(other), most_bits=30) == is_near(one, other, most_bits=30)


def test_digest_is_the_same_for_the_same_words_only() -> None:
    assert digest("The  FERRY\nis late!") == digest("the ferry is l4te")
    assert (
        len({digest(text) for text in ["The ferry is late", "The ferries are late", "👍", "👎", "?", "!", "10", "100"]})
        == 8
    )
    assert len(digest("")) == 64


def test_every_process_gives_the_same_numbers() -> None:
    program = f"from dateline.lib.likeness import *; print(fingerprint({FERRY!r}), digest({FERRY!r}))"

    answers = [
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.split()
        for seed in ("1", "2")
    ]

    assert answers == [[str(fingerprint(FERRY)), digest(FERRY)]] * 2


@settings(deadline=None)
@given(st.text())
def test_any_text_has_a_fingerprint_of_64_bits(text: str) -> None:
    assert 0 <= fingerprint(text) < 2**64


def test_longest_comment_takes_milliseconds() -> None:
    text = " ".join(f"word{number}" for number in range(1_000))[:5_000]

    assert seconds_for(lambda: fingerprint(text)) < 0.05
