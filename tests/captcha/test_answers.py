"""What is asked for, and what counts as the same answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.captcha.answers import KEY_LENGTH, SOUND_ALPHABET, Kind, can_be_an_answer, new_answer, normalised
from dateline.captcha.letters import ALPHABET, forms_of

# Pairs people confuse; of each at most one sign is in the alphabet.
LOOK_ALIKE = ["0ODQ", "1IL", "2Z", "5S", "8B", "6G", "UVW", "UJ", "PR", "EF", "T7", "HKXY", "9Q", "9G"]
SOUND_ALIKE = ["BCDEGPTVZ3", "MN", "FSX", "AHK8", "AJK", "I5Y", "QU2", "59", "LMN"]


@pytest.mark.parametrize("alike", LOOK_ALIKE)
def test_no_two_letters_of_a_picture_look_alike(alike: str) -> None:
    assert len(set(alike) & set(ALPHABET)) <= 1


@pytest.mark.parametrize("alike", SOUND_ALIKE)
def test_no_two_letters_of_the_sound_are_heard_for_one_another(alike: str) -> None:
    assert len(set(alike) & set(SOUND_ALPHABET)) <= 1


def test_every_letter_can_be_drawn_in_at_least_one_form() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 12
    assert all(forms_of(letter) for letter in ALPHABET)


@pytest.mark.parametrize(("kind", "alphabet"), [(Kind.PICTURE, ALPHABET), (Kind.SOUND, SOUND_ALPHABET)])
def test_a_key_is_six_signs_of_its_alphabet(kind: Kind, alphabet: str) -> None:
    keys = {new_answer(kind) for _ in range(200)}

    assert len(keys) == 200
    assert {len(key) for key in keys} == {KEY_LENGTH}
    assert set("".join(keys)) == set(alphabet)


@pytest.mark.parametrize(
    "typed",
    ["k3na4r", " K3 NA 4R\n", "Ｋ３ＮＡ４Ｒ", "K3-NA-4R", "K۳NA۴R", "K٣NA٤R", "\u200fK3NA4R\u200b", "K3\u00a0NA4R"],
    ids=["lower", "blanks", "full width", "hyphens", "persian", "arabic", "invisible", "no-break"],
)
def test_the_same_key_typed_differently_is_the_same(typed: str) -> None:
    assert normalised(typed, Kind.PICTURE) == "K3NA4R"


def test_a_letter_the_picture_never_shows_stands_for_the_one_it_looks_like() -> None:
    assert normalised("gqvfp7", Kind.PICTURE) == "99WERT"
    assert normalised("gqvfp7", Kind.SOUND) == "GQVFP7"


@pytest.mark.parametrize("typed", ["11", "۱۱", "١١", " 11 ", "１１", "011"])
def test_a_number_may_be_typed_in_the_digits_of_the_readers_script(typed: str) -> None:
    assert normalised(typed, Kind.QUESTION) == "11"


@given(st.text(), st.sampled_from(Kind))
def test_whatever_is_typed_is_normalised_without_complaint(typed: str, kind: Kind) -> None:
    can_be_an_answer(normalised(typed, kind), kind)
