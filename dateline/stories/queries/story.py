"""One story, by its number or by an address it had before."""

from dateline.press.keys import depends_on
from dateline.record.queries import entries_of, head, version_content
from dateline.stories.cache_keys import story_key
from dateline.stories.models import LegacyUrl, Story
from dateline.stories.models.story import moment_of
from dateline.stories.reading import Notice, ReaderStory


def reader_story(number: int) -> ReaderStory | None:
    """The story as readers get it now, read from the record; None where the number was never given.

    A killed story has its notices and no content.
    """
    depends_on(story_key(number))
    row = (
        Story.objects.filter(number=number)
        .only("number", "state", "version", "slug", "published_at", "last_act_at", "legal_authority")
        .first()
    )
    if row is None or row.last_act_at is None:
        return None
    return ReaderStory(
        number=number,
        state=row.state,
        version=row.version,
        slug=row.slug,
        content=(version_content(number, row.version) or {}) if row.is_public else {},
        notices=tuple(Notice(entry.act, entry.at, entry.note, entry.version) for entry in entries_of(number)[1:]),
        published_at=moment_of(row),
        last_act_at=row.last_act_at,
        legal_authority=row.legal_authority,
    )


def canonical_number_of_legacy(path: str) -> int | None:
    """The number of the story that had this address in a former system, or None."""
    if "\x00" in path:
        # PostgreSQL refuses to look for what it can't hold.
        return None
    return LegacyUrl.objects.filter(path=path).values_list("number", flat=True).first()


def highest_number() -> int:
    """The highest number ever given; 0 before the first."""
    return head().highest_number
