"""Stories and what hangs on them. story.py depends on taxonomy.py and picture.py; the others on nothing."""

from dateline.stories.models.legacy import LegacyUrl
from dateline.stories.models.listing import EditionDay, ShelfKind, ShelfRow
from dateline.stories.models.picture import Picture, PictureRendition
from dateline.stories.models.story import Story, StoryContributor
from dateline.stories.models.taxonomy import Contributor, Outlet, Section, Topic

__all__ = [
    "Contributor",
    "EditionDay",
    "LegacyUrl",
    "Outlet",
    "Picture",
    "PictureRendition",
    "Section",
    "ShelfKind",
    "ShelfRow",
    "Story",
    "StoryContributor",
    "Topic",
]
