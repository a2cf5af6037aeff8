"""The cast: one editor, one reporter, one section, and one story ready to be published."""

import pytest

from dateline.base.models import User
from dateline.stories.models import Section, Story
from tests.newsroom import draft_story


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
