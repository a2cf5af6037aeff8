"""Ids in forms and addresses: digits, and nothing that only looks like them."""

import pytest

from dateline.lib.ids import id_in


@pytest.mark.parametrize(("text", "found"), [("0", 0), ("12", 12), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_digits_are_an_id(text: str, found: int) -> None:
    assert id_in(text) == found


@pytest.mark.parametrize("text", ["", " ", "-1", "+1", "1 ", "1.0", "1_000", "²", "١٢", "x", "9" * 19, "9" * 5_000])
def test_anything_else_is_none(text: str) -> None:
    assert id_in(text) is None
