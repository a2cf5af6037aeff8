"""Invented stories, always the same for the same number: words that mean nothing, in the shape of news."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from dateline.stories.drafts import StoryDraft

SECTIONS = ("World", "Harbour", "Economy", "Science", "Culture", "Sport", "Opinion", "Health")
_TOPICS, _WRITERS, _OUTLETS = 240, 80, 40
_PARAGRAPHS, _WORDS_EACH = 7, (35, 65)
_FIRST = datetime(2005, 1, 1, 6, tzinfo=UTC)
_MINUTES = 20 * 365 * 24 * 60

_ONSETS = ("b", "br", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "w", "")
_VOWELS = ("a", "e", "i", "o", "u", "a", "e", "i", "o", "ea", "ou")
_CODAS = ("", "", "", "", "", "n", "r", "l", "s", "t", "nd", "m", "ck", "ng", "th")
_SMALL = (
    "the",
    "of",
    "to",
    "and",
    "a",
    "in",
    "that",
    "was",
    "for",
    "on",
    "by",
    "with",
    "as",
    "from",
    "at",
    "has",
    "will",
)


def story(number: int, *, of: int) -> StoryDraft:
    """Story `number` of an archive of `of`: about 350 words; twenty years pass between the first and the last."""
    chance = random.Random(number)
    section = chance.choice(SECTIONS)
    return StoryDraft(
        number=number,
        headline=_capital(_words(chance, 8)),
        kicker=_NAMES[chance.randrange(_TOPICS)],
        standfirst=sentence(chance, 18),
        place=_NAMES[chance.randrange(200)].upper(),
        body=tuple(_blocks(chance)),
        published_at=_FIRST + timedelta(minutes=_MINUTES * number // of),
        section=section,
        topics=tuple(f"{_NAMES[chance.randrange(_TOPICS)]} affair" for _ in range(2)),
        contributors=((_writer(chance.randrange(_WRITERS)), "reporter"),),
        outlets=(f"{_NAMES[chance.randrange(_OUTLETS)]} Wire",),
        legacy_urls=(f"/News/{number}.html",),
    )


def _blocks(chance: random.Random) -> list[dict[str, object]]:
    texts = [sentence(chance, chance.randint(*_WORDS_EACH)) for _ in range(_PARAGRAPHS)]
    blocks: list[dict[str, object]] = [{"type": "paragraph", "html": text} for text in texts]
    speaker = _writer(chance.randrange(200))
    blocks[2] = {"type": "paragraph", "html": f"“{texts[2]}” {speaker} told the {_NAMES[chance.randrange(200)]} Wire."}
    blocks.insert(4, {"type": "subheading", "text": _capital(_words(chance, 4))})
    return blocks


def sentence(chance: random.Random, length: int) -> str:
    """So many words that mean nothing."""
    return f"{_capital(_words(chance, length))}."


def _words(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(_VOCABULARY, cum_weights=_WEIGHTS, k=length))


def _writer(index: int) -> str:
    return f"{_NAMES[(index * 7) % 400]} {_NAMES[index]}"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _coined(count: int) -> Sequence[str]:
    """Words nobody has used before, each once."""
    chance = random.Random("the words of the bench")
    words: dict[str, None] = {}
    while len(words) < count:
        syllables = (
            chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS)
            for _ in range(chance.choice((1, 2, 2, 3)))
        )
        words["".join(syllables)] = None
    return list(words)


_VOCABULARY = (*_SMALL, *_coined(3_000))
# As in real text, few words make up most of it: the weight of a word falls with its rank.
_WEIGHTS = tuple(accumulate(1 / (rank + 3) for rank in range(len(_VOCABULARY))))
_NAMES = tuple(word.capitalize() for word in _coined(8_000)[-2_000:] if len(word) > 4)[:400]
