"""The browser that reader pages are looked at with."""

from collections.abc import Iterator

import pytest

from tests.public.chromium import EXECUTABLE, Chromium


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """One Chromium for the whole run."""
    if not EXECUTABLE.exists():
        pytest.skip(f"no Chromium at {EXECUTABLE}")
    browser = Chromium()
    yield browser
    browser.close()
