"""The cast: one editor, one reporter, one section, and one story ready to be published."""

from collections.abc import Iterator

import pytest

from dateline.base.models import User
from dateline.stories.models import Section, Story
from tests.chromium import EXECUTABLE, Chromium
from tests.newsroom import draft_story, publish


@pytest.fixture
def editor(db: None) -> User:
    """Mara Quill, who may do everything."""
    return User.objects.create_superuser("mara", "mara@example.org", "a long passphrase")


@pytest.fixture
def world(db: None) -> Section:
    """The section World."""
    return Section.objects.create(name="World")


@pytest.fixture
def story(world: Section) -> Story:
    """A draft about the ferry to Vell, in World."""
    return draft_story(section=world)


@pytest.fixture
def number(story: Story) -> int:
    """The number that story got when it was published, just now."""
    live = publish(story)
    assert live.number is not None
    return live.number


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """One Chromium for the whole run."""
    if not EXECUTABLE.exists():
        pytest.skip(f"no Chromium at {EXECUTABLE}")
    browser = Chromium()
    yield browser
    browser.close()
