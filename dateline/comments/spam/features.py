"""What the model looks at in a comment: its words as they are read, and a few marks a moderator would notice."""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from dateline.lib.links import Link, disguised_links, links_in
from dateline.lib.lookalikes import folded, words_of

BUCKETS = 2**15
"""How many numbers a model consists of. A change makes stored models unreadable."""

_SIGN = 1 << 31
# Spam speaks up at the beginning and at the end; what lies between in a long text costs time and adds little.
_FIRST_CHARACTERS, _LAST_CHARACTERS = 1_000, 500
_PIECES_AT_MOST, _NAME_WORDS_AT_MOST, _HOSTS_AT_MOST = 400, 5, 5
_PIECE = 4
# Of a word, and of a host's name when it is told to a moderator.
_LETTERS_AT_MOST = 40
_WORD_WEIGHT, _PAIR_WEIGHT, _PIECE_WEIGHT, _MARK_WEIGHT = 1.0, 0.7, 0.7, 0.35
_VERY_SHORT, _VERY_LONG = 20, 2_000
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MARKS = [
    (re.compile(r"[a-z][\u0370-\u052f]|[\u0370-\u052f][a-z]", re.IGNORECASE), "letters of two alphabets in one word"),
    (re.compile(r"[a-z][0134@$][a-z]", re.IGNORECASE), "signs in place of letters"),
    (re.compile(r"[$€£₿]\s?\d|\d\s?[$€£₿]"), "an amount of money"),
    (re.compile(r"(?<!\d)\+?\d(?:[ -]?\d){8,14}(?!\d)"), "a telephone number"),
    (re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w"), "an e-mail address"),
    (re.compile(r"(?:![^!]{0,200}){3}"), "many exclamation marks"),
]


@dataclass(frozen=True, slots=True)
class Features:
    """What a comment adds up to: for each of its features a bucket, a value, and what a moderator would call it.

    buckets: 0 to `BUCKETS` - 1; the same one may come twice. values: between -1 and 1. sources: `the word “casino”`.
    """

    buckets: list[int]
    values: list[float]
    sources: list[str]


def features_of(text: str, *, name: str = "") -> Features:
    """The features of a comment, at most a few thousand; the same in every process and on every machine.

    text, name: plain, as `readable` leaves them.
    """
    links = links_in(text)
    prose = _excerpt(_without(links, text))
    # A word that may be spelled in two ways is looked at in the way that is the same for both.
    words = [(word.loose or word.read)[:_LETTERS_AT_MOST] for word in words_of(prose)]
    features = Features([], [], [])
    _add(features, {f"w {word}": _of_word(word) for word in words}, weight=_WORD_WEIGHT)
    pairs = {f"p {one} {other}": f"the words “{one} {other}”" for one, other in pairwise(words)}
    _add(features, pairs, weight=_PAIR_WEIGHT)
    _add(features, _pieces(words), weight=_PIECE_WEIGHT)
    for key, source in [*_of_links(links, prose), *_of_form(prose, length=len(text)), *_of_name(name)]:
        _add(features, {key: source}, weight=_MARK_WEIGHT)
    return features


def _add(features: Features, sources: dict[str, str], *, weight: float) -> None:
    """Put a group of features into their buckets. However many there are, together they weigh the same."""
    value = weight / sqrt(len(sources) or 1)
    hashes = [zlib.crc32(key.encode(errors="replace")) for key in sources]
    features.buckets.extend([number % BUCKETS for number in hashes])
    # Half of the features count downwards, so that those who share a bucket by chance cancel out on average.
    features.values.extend([-value if number & _SIGN else value for number in hashes])
    features.sources.extend(sources.values())


def _pieces(words: Sequence[str]) -> dict[str, str]:
    """Every four letters in a row of the words, for spellings never seen before; each speaks for its word."""
    pieces: dict[str, str] = {}
    for word in dict.fromkeys(words):
        if len(word) < _PIECE:
            continue
        source, padded = _of_word(word), f" {word} "
        for at in range(len(padded) - _PIECE + 1):
            pieces.setdefault(f"c {padded[at : at + _PIECE]}", source)
        if len(pieces) >= _PIECES_AT_MOST:
            break
    return pieces


def _of_word(word: str) -> str:
    return f"the word “{word}”"


def _without(links: Sequence[Link], text: str) -> str:
    """What a reader would read aloud: an address is one feature, and its pieces are no words."""
    ends = [0, *(link.end for link in links)]
    starts = [*(link.start for link in links), len(text)]
    return " ".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def _excerpt(prose: str) -> str:
    if len(prose) <= _FIRST_CHARACTERS + _LAST_CHARACTERS:
        return prose
    return f"{prose[:_FIRST_CHARACTERS]} … {prose[-_LAST_CHARACTERS:]}"


def _of_links(links: Sequence[Link], prose: str) -> Iterator[tuple[str, str]]:
    disguised = disguised_links(prose)
    yield f"m links {min(len(links), 4)}", _counted(len(links), "link")
    if disguised:
        yield "m disguised", _counted(disguised, "disguised link")
    for host in sorted({link.host.removeprefix("www.") for link in links})[:_HOSTS_AT_MOST]:
        yield f"h {host}", f"a link to “{host[:_LETTERS_AT_MOST]}”"


def _of_form(prose: str, *, length: int) -> Iterator[tuple[str, str]]:
    for pattern, source in _MARKS:
        if pattern.search(prose):
            yield f"m {source}", source
    letters = sum(map(str.isalpha, prose))
    if letters > _VERY_SHORT and 2 * sum(map(str.isupper, prose)) > letters:
        yield "m capitals", "mostly capitals"
    if length < _VERY_SHORT:
        yield "m short", "a very short text"
    if length > _VERY_LONG:
        yield "m long", "a very long text"


def _of_name(name: str) -> Iterator[tuple[str, str]]:
    if links_in(name) or disguised_links(name):
        yield "m name link", "a link in the name"
    for whole in folded(name).split()[:_NAME_WORDS_AT_MOST]:
        word = whole[:_LETTERS_AT_MOST]
        yield f"n {word}", f"the name “{word}”"


def _counted(count: int, noun: str) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} {noun}" if count == 1 else f"{number} {noun}s"
