"""What readers type becomes text that can be shown."""

from unicodedata import category, normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.lib.plaintext import cut, readable
from tests.timing import seconds_for

# Letters, marks, joiners and rubbish that meet seldom enough when characters are drawn from all of Unicode.
AWKWARD = st.text(
    st.one_of(
        st.sampled_from("ab\u0301\u0307\u0338\u0323\u20dd\u3099\u200c\u200d\ufe0f\u034f\u0600\u06cc\u0646\u05d0\u05b8"),
        st.sampled_from(
            "\n\r\t \x00\x0b\x85\u2028\u202e\u2066\u00ad\u3164\ufffe\u1100\u1161\u0bc6\u0bbe\u0bcd\u0958か👩🏽🙂"
        ),
        st.characters(),
    )
)
FORBIDDEN = "\x00\r\t\x0b\x85\u00ad\u061c\u200b\u200e\u200f\u2028\u202a\u202e\u2060\u2066\u2069\u3164\ufeff\U000e0041"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Cafe\u0301", "Café"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("one\n\n\n\n \t \ntwo   \n", "one\n\ntwo"),
        ("a\tb", "a b"),
        ("nul\x00 bell\x07 del\x7f", "nul bell del"),
        ("\ud83d torn", "torn"),
        ("gnp.exe\u202etxt", "gnp.exetxt"),
        ("vi\u200bag\u00adra\ufeff", "viagra"),
        ("la\u200cd", "lad"),
        ("می\u200cروم", "می\u200cروم"),
        ("می\u200c روم\u200c", "می روم"),
        ("می\u200c\u200c\u200cروم", "می\u200cروم"),
        ("👩\u200d🚒 ❤\ufe0f\u200d🔥 🙂\u200d↔\ufe0f", "👩\u200d🚒 ❤\ufe0f\u200d🔥 🙂\u200d↔\ufe0f"),
        ("שָׁלוֹם, مرحبا! ۱۲۳", normalize("NFC", "שָׁלוֹם, مرحبا! ۱۲۳")),
        ("x" + "\u0336" * 40 + "y", "x" + "\u0336" * 4 + "y"),
        ("x" + "\u0336\u200c" * 40 + "y", "x" + "\u0336" * 4 + "y"),
        ("လျှော့", "လျှော့"),
        ("हिन्दी में", "हिन्दी में"),
        ("\u0601 12", "\u0601 12"),
        ("\ufffe\U0001ffff\ufdd0.", "."),
        ("  \n ", ""),
        ("", ""),
    ],
)
def test_comment_is_shown_without_what_nobody_sees(typed: str, shown: str) -> None:
    assert readable(typed, multiline=True) == shown


def test_name_is_one_line_with_single_spaces() -> None:
    assert readable(" Mara \n\t Quill\u3000\u202e", multiline=False) == "Mara Quill"


@settings(deadline=None)
@given(AWKWARD, st.booleans())
@example("a\u0301\u0301\u0301\u0301\u0bc6\u0301\u0bbe", True)
@example("א\u20dd\u20dd\u20dd\u20dd\u20dd\u200dא", True)
def test_reading_twice_changes_nothing(text: str, multiline: bool) -> None:
    once = readable(text, multiline=multiline)

    assert readable(once, multiline=multiline) == once


@settings(deadline=None)
@given(AWKWARD, st.booleans())
def test_nothing_hidden_is_left_and_nothing_is_added(text: str, multiline: bool) -> None:
    shown = readable(text, multiline=multiline)

    assert not set(FORBIDDEN) & set(shown)
    assert {char for char in shown if category(char) in ("Cc", "Cs")} <= ({"\n"} if multiline else set())
    assert "\n\n\n" not in shown
    assert shown == shown.strip() == normalize("NFC", shown)
    assert len(shown) <= len(normalize("NFC", text))
    shown.encode()


@settings(deadline=None)
@given(st.text(st.sampled_from("ابپسلمنیهדשלוםא، ۱۲")))
def test_text_from_right_to_left_stays_as_it_is(text: str) -> None:
    assert readable(text, multiline=True) == text.strip()


@pytest.mark.parametrize(
    ("most", "kept"), [(9, "Ne\u0301e 👩🏽\u200d🚒"), (8, "Ne\u0301e"), (6, "Ne\u0301e"), (2, "N"), (0, ""), (-1, "")]
)
def test_cut_tears_no_letter_from_its_marks(most: int, kept: str) -> None:
    assert cut("Ne\u0301e 👩🏽\u200d🚒", most) == kept


@settings(deadline=None)
@given(AWKWARD, st.integers(0, 20))
def test_cut_text_is_a_beginning_and_short_enough(text: str, most: int) -> None:
    beginning = cut(text, most)

    assert text.startswith(beginning)
    assert len(beginning) <= most


@pytest.mark.parametrize("text", ["\u0336" * 5_000, "\u200d" * 5_000, "ا\u200c" * 2_500, "\n " * 2_500, "é" * 5_000])
def test_longest_comment_takes_a_few_thousandths_of_a_second(text: str) -> None:
    assert seconds_for(lambda: readable(text, multiline=True)) < 0.05


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\U0001d16d\U0001d165"], ids=["marks", "marks with a width"])
def test_marks_out_of_order_take_no_longer_than_other_text(marks: str) -> None:
    def seconds(pairs: int) -> float:
        return seconds_for(lambda: readable("a" + marks * pairs, multiline=True))

    assert seconds(16_000) < 0.5
    assert readable("a" + "\u0301\u0316" * 20 + "b", multiline=True) == "\u00e1\u0316\u0316\u0316\u0316b"
