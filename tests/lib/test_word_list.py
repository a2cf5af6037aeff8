"""A newsroom's list of words, found however they are spelled."""

import random

import pytest

from dateline.lib.word_list import Wordlist
from tests.timing import seconds_for

LIST = Wordlist(
    [
        "# money",
        "casino",
        "viagra",
        "click",
        "pharma*",
        "work from home",
        "forex trad*",
        "cunt",
        "ass",
        "赌场",
        "казино",
        " ",
    ]
)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("The best Casino in town", "casino"),
        ("cаsіnо, in Cyrillic", "casino"),
        ("CAS1NO c4s1n0", "casino"),
        ("caaaasino", "casino"),
        ("v 1 a g r a", "viagra"),
        ("c1ick here", "click"),
        ("cheap pharmacy", "pharma*"),
        ("Work-from-home jobs", "work from home"),
        ("forex trading tips", "forex trad*"),
        ("欢迎来到在线赌场", "赌场"),
        ("Лучшее КАЗИНО города", "казино"),
        ("you a$$", "ass"),
    ],
)
def test_entry_is_found_in_every_disguise_and_named_as_written(text: str, entry: str) -> None:
    assert LIST.found_in(text) == entry


@pytest.mark.parametrize(
    "text",
    [
        "Scunthorpe United lost again",
        "The class passed its assessment in Essex",
        "Casinos are closed",
        "He clicked",
        "I work, and from there go home",
        "forex",
        "forex is a trade",
        "赌一场",
        "work from",
        "#",
        "",
    ],
)
def test_honest_words_are_not_caught_for_the_letters_inside_them(text: str) -> None:
    assert LIST.found_in(text) is None


def test_list_without_entries_finds_nothing() -> None:
    assert Wordlist(["", "*", "…", "# casino"]).found_in("casino *") is None


def test_first_entry_in_the_text_is_named_and_the_first_of_two_that_read_alike() -> None:
    words = Wordlist(["Spam", "spam", "eggs"])

    assert words.found_in("eggs and spam") == "eggs"
    assert words.found_in("SPAM") == "Spam"


def test_two_thousand_entries_are_looked_for_in_the_longest_comment_within_milliseconds() -> None:
    rng = random.Random(7)
    made_up = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(4, 9))) for _ in range(3_000)]
    pairs = [f"{first} {second}" for first, second in zip(made_up[1_000:1_500], made_up[1_500:2_000], strict=True)]
    words = Wordlist([*made_up[:1_000], *pairs, *(f"{word}qx*" for word in made_up[2_000:2_500])])
    text = " ".join(rng.choices(made_up[1_000:], k=1_000))[:5_000]

    assert words.found_in(text) is None
    assert seconds_for(lambda: words.found_in(text)) < 0.005
