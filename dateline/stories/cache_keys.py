"""The keys a page carries and an act touches. docs/press.md lists them."""

from datetime import UTC, datetime
from typing import Any

FRONT = "front"
YEARS = "years"
# Touched when a day gets its first story or loses its last: the archive's days link to their neighbours.
DAYS = "days"


def story_key(number: int) -> str:
    """The key of one story's page."""
    return f"story:{number}"


def day_keys(at: datetime) -> tuple[str, str, str]:
    """The keys of the archive pages of a moment's day, month and year, in GMT."""
    utc = at.astimezone(UTC)
    return f"day:{utc:%Y-%m-%d}", f"month:{utc:%Y-%m}", f"year:{utc:%Y}"


def keys_of(snapshot: dict[str, Any], published_at: datetime) -> set[str]:
    """Every key of a page that shows the story of this snapshot or lists it."""
    keys = {story_key(snapshot["number"]), FRONT, YEARS, *day_keys(published_at)}
    if snapshot["section"]:
        keys.add(f"section:{snapshot['section']['slug']}")
    keys.update(f"topic:{topic['slug']}" for topic in snapshot["topics"])
    keys.update(f"by:{person['slug']}" for person in snapshot["contributors"] if person["slug"])
    keys.update(f"outlet:{outlet['slug']}" for outlet in snapshot["outlets"])
    return keys
