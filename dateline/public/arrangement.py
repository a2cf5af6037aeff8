"""Where each story stands on the front page, until editors place them by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import groupby

from dateline.public.filters import day
from dateline.stories.reading import Card, Shelf

# The newest story with a picture leads, if it is among this many; else the newest.
LEAD_CANDIDATES = 5
RAIL = 10
STRIP = 5


@dataclass(frozen=True, slots=True)
class _Top:
    """How many stories stand under the lead and beside it. Without a picture the lead leaves room for more under it."""

    under: int
    beside: int


@dataclass(frozen=True, slots=True)
class Strip:
    """A section's column."""

    shelf: Shelf
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """The whole front. `rail` has the next newest stories by day: ("December 10, 2021", cards)."""

    newest: Card | None
    lead: Card | None
    seconds: tuple[Card, ...]
    under: tuple[Card, ...]
    rail: tuple[tuple[str, tuple[Card, ...]], ...]
    strips: tuple[Strip, ...]

    @property
    def numbers(self) -> set[int]:
        """The numbers of the stories that have a card: all but those of the rail."""
        cards = (self.lead, *self.under, *self.seconds, *(card for strip in self.strips for card in strip.cards))
        return {card.number for card in cards if card}


def arranged(newest: Sequence[Card], by_section: Iterable[tuple[Shelf, Sequence[Card]]]) -> Front:
    """A lead, seconds beside and under it, the rail of the latest, then a strip for each section.

    newest: newest first. No story stands twice but in the rail and its strip; a section whose stories all stand at the
    top has no strip.
    """
    lead = _lead(newest)
    others = [card for card in newest if lead is None or card.number != lead.number]
    top = _Top(under=2, beside=4) if lead and lead.picture else _Top(under=4, beside=3)
    under, seconds = tuple(others[: top.under]), tuple(others[top.under :][: top.beside])
    rail = others[top.under + top.beside :][:RAIL]
    shown = {card.number for card in (lead, *under, *seconds) if card}
    return Front(
        newest=newest[0] if newest else None,
        lead=lead,
        seconds=seconds,
        under=under,
        rail=tuple((on, tuple(cards)) for on, cards in groupby(rail, _day_of)),
        strips=tuple(_strips(by_section, shown)),
    )


def _lead(newest: Sequence[Card]) -> Card | None:
    pictured = [card for card in newest[:LEAD_CANDIDATES] if card.picture]
    return next(iter(pictured or newest), None)


def _strips(by_section: Iterable[tuple[Shelf, Sequence[Card]]], shown: set[int]) -> Iterable[Strip]:
    for shelf, cards in by_section:
        left = tuple(card for card in cards if card.number not in shown)[:STRIP]
        if left:
            yield Strip(shelf, left)


def _day_of(card: Card) -> str:
    return day(card.published_at.astimezone(UTC))
