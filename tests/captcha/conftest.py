"""A reader's browser, as far as keys are concerned, and a clean limit for each test."""

from collections.abc import Iterator

import pytest

from dateline.captcha.answers import Kind
from dateline.captcha.challenges import Minted, mint
from dateline.captcha.views import visitors

STORY = 318621


@pytest.fixture(autouse=True)
def _everybody_may_ask() -> Iterator[None]:
    visitors.forget()
    yield
    visitors.forget()


@pytest.fixture
def minted() -> Minted:
    """A picture's challenge for the story."""
    return mint(STORY, Kind.PICTURE)


def cookies_of(*challenges: Minted) -> dict[str, str]:
    """What the browser sends back."""
    return {one.cookie_name: one.cookie_value for one in challenges}


def wrong(minted: Minted) -> str:
    """An answer of the right shape that is not this one's."""
    return "CCCCCC" if minted.answer != "CCCCCC" else "KKKKKK"
