"""The decoration in addresses."""

import pytest

from dateline.lib.languages import direction_of
from dateline.lib.slugs import slug_of


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Iraq: US-led troops’ combat mission ends", "iraq-us-led-troops-combat-mission-ends"),
        ("  Über–Ærø!  ", "uber-aero"),
        ("موج‌شکن", "mwjshkn"),
        ("…—!", "story"),
        ("", "story"),
        ("History", "story"),
        ("Comments", "story"),
        ("word " * 40, "-".join(["word"] * 16)),
        ("x" * 200, "x" * 80),
    ],
)
def test_headlines_become_slugs(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@pytest.mark.parametrize(
    ("language", "direction"), [("fa", "rtl"), ("ar-EG", "rtl"), ("HE", "rtl"), ("en", "ltr"), ("", "ltr")]
)
def test_languages_run_their_way(language: str, direction: str) -> None:
    assert direction_of(language) == direction
