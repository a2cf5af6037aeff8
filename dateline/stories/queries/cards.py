"""Stories as listings show them, read in one query, without building a model for each."""

from collections.abc import Iterable, Sequence
from typing import Any

from dateline.lib.languages import direction_of
from dateline.stories.cursors import Cursor
from dateline.stories.models.story import StoryQuerySet
from dateline.stories.reading import Card, Listing, Picture, Shelf

_FIELDS = (
    "number",
    "slug",
    "kicker",
    "headline",
    "standfirst",
    "section__slug",
    "section__name",
    "published_at",
    "language",
    "public_picture",
    "last_act",
    "last_act_at",
)


def cards(stories: StoryQuerySet) -> list[Card]:
    """The cards of these stories, in their order."""
    return [_card(row) for row in stories.values_list(*_FIELDS)]


def listing(rows: Sequence[Card], *, limit: int, asked: tuple[str, str]) -> Listing:
    """One page out of up to `limit + 1` cards, newest first, with the cursors of the pages beside it.

    asked: the (before, after) of the request. The one card too many says that there is a further page; going towards
    newer stories, it is the first.
    """
    before, after = asked
    more = len(rows) > limit
    if after:
        page = tuple(rows[1:] if more else rows)
        has_older, has_newer = True, more
    else:
        page = tuple(rows[:limit])
        has_older, has_newer = more, bool(before)
    if not page:
        return Listing((), "", "")
    return Listing(
        page,
        str(_place(page[-1])) if has_older else "",
        str(_place(page[0])) if has_newer else "",
    )


def in_order(found: Iterable[Card], numbers: Sequence[int]) -> list[Card]:
    """The cards in the order of the numbers; a number without a card is left out."""
    by_number = {card.number: card for card in found}
    return [by_number[number] for number in numbers if number in by_number]


def _place(card: Card) -> Cursor:
    return Cursor(int(card.published_at.timestamp()), card.number)


def _card(row: tuple[Any, ...]) -> Card:
    (
        number,
        slug,
        kicker,
        headline,
        standfirst,
        section_slug,
        section_name,
        published_at,
        language,
        picture,
        last_act,
        last_act_at,
    ) = row
    return Card(
        number=number,
        slug=slug,
        kicker=kicker,
        headline=headline,
        standfirst=standfirst,
        section=Shelf(section_slug, section_name) if section_slug else None,
        published_at=published_at,
        language=language,
        direction=direction_of(language),
        picture=Picture(**picture) if picture else None,
        last_act=last_act,
        last_act_at=last_act_at,
    )
