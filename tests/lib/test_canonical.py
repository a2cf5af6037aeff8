"""Canonical JSON: checked against an implementation by others."""

import enum
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from dateline.lib.canonical import canonical_json

INTEGERS = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
)


class Urgency(enum.StrEnum):
    FLASH = "flash"


@given(VALUES)
def test_text_is_the_one_another_implementation_writes(value: object) -> None:
    text = canonical_json(value)

    assert text.encode() == rfc8785.dumps(value)  # type: ignore[arg-type]
    assert json.loads(text) == value


def test_keys_are_sorted_by_utf_16_units_and_not_by_code_points() -> None:
    value = {"\ufb33": 1, "\U0001f600": 2, "z": 3}

    assert canonical_json(value) == '{"z":3,"\U0001f600":2,"\ufb33":1}'


def test_letters_stay_letters_and_control_characters_are_escaped() -> None:
    assert canonical_json({"t": 'بغداد "\u20ac"\n\x07\x7f'}) == '{"t":"بغداد \\"€\\"\\n\\u0007\x7f"}'


def test_text_enums_are_written_as_their_value() -> None:
    assert canonical_json([Urgency.FLASH, (1, 2)]) == '["flash",[1,2]]'


@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), {"a": 0.0}, [2**53], [-(2**53)], {1: "a"}, {"a": b"bytes"}, {1, 2}, "\ud800", {"\ud800": 1}],
    ids=repr,
)
def test_what_has_no_certain_text_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical_json(value)


def test_bottomless_nesting_is_refused() -> None:
    value: list[object] = []
    value.append(value)

    with pytest.raises(ValueError, match="nested too deeply"):
        canonical_json(value)
