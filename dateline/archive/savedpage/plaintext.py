"""Plain-text dumps of story pages: labels, the headline (often printed twice), paragraphs, the form and footer."""

import html
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from dateline.archive.savedpage.addresses import MAX_NUMBER
from dateline.archive.savedpage.dates import UnbelievableDate, is_date_line, moment_in
from dateline.archive.savedpage.errors import NO_BODY, NO_HEADLINE, UnreadablePage
from dateline.archive.savedpage.labels import (
    ends_the_story,
    is_furniture,
    is_plain_value,
    label_in,
    names_in_byline,
    number_in,
    parts_of,
    people,
)
from dateline.archive.savedpage.outlets import named_in_label
from dateline.archive.savedpage.reading import Block, Reading, paragraph
from dateline.archive.savedpage.tidy import one_line, same_text

MAX_HEADLINE = 300
_LONGEST_KICKER = 120
# Fields whose labels are no beginning of a headline.
_CERTAIN = {"number", "published", "updated", "section", "address", "language", "headline", "kicker"}
_WRAPPED_AT = (50, 100)
_BULLET = re.compile(r"[•‣▪◦*–-]\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!…。۔][\"'”’»)\]]*$")

Paragraph = list[str]
Labels = dict[str, str]


def read_plain_text(text: str) -> Reading:
    """The story in a plain-text dump.

    Paragraphs are separated by blank lines; without any, each line is one. Raises UnreadablePage when there is no
    headline or no body.
    """
    labels, lines = _header_and_rest(text.split("\n"))
    paragraphs = _without_furniture(_paragraphs(lines))
    labels |= _taken_from_the_end(paragraphs)
    kicker, headline, body = _headline_and_body(paragraphs, labels)
    byline = _byline(body)
    if not body:
        raise UnreadablePage(NO_BODY)
    return Reading(
        headline=headline,
        kicker=kicker,
        blocks=tuple(_blocks(body)),
        number=number_of(labels.get("number", "")),
        published_at=_published(labels.get("published", "")),
        standfirst=labels.get("standfirst", ""),
        place=labels.get("place", ""),
        section=labels.get("section", ""),
        topics=people(labels.get("topics", "")),
        people=people(labels.get("byline", "")) or byline,
        outlets=named_in_label(labels.get("outlets", "")),
        language=labels.get("language", ""),
        addresses=tuple(filter(None, [labels.get("address", "")])),
    )


def number_of(value: str) -> int | None:
    """The number in a label's value. Raises UnreadablePage when digits stand there that can't be a story's number."""
    number = number_in(value)
    if number is None and re.match(r"#?\s*\d", value):
        raise UnreadablePage(f"its number, “{value}”, can't be right: numbers run from 1 to {MAX_NUMBER:,}")
    return number


def looks_like_a_headline(line: str) -> bool:
    """Whether a line is short and does not end as a sentence does."""
    return 0 < len(line) <= 200 and not _SENTENCE_END.search(line)


def _published(value: str) -> datetime | None:
    try:
        return moment_in(value)
    except UnbelievableDate as error:
        raise UnreadablePage(f"its date, “{error}”, can't be right") from None


def _header_and_rest(lines: Sequence[str]) -> tuple[Labels, list[str]]:
    """The labels above the headline, and the lines below them. What stands above a “News ID:” label is a menu.

    A group of lines is labels when all of them are and one of them can be nothing else: “Sources: the strike will end”
    on its own is a headline.
    """
    position = _first_label(lines)
    labels: Labels = {}
    while True:
        while position < len(lines) and not lines[position].strip():
            position += 1
        found, after = _labels_at(lines, position)
        if not found.keys() & _CERTAIN:
            return labels, list(lines[position:])
        labels = found | labels
        position = after


def _labels_at(lines: Sequence[str], position: int) -> tuple[Labels, int]:
    """The labels from this line to the next empty one, and where that is; a value may stand below its label."""
    labels: Labels = {}
    waiting = ""
    while position < len(lines) and (line := one_line(lines[position])):
        if not label_in(line) and not waiting:
            break
        found = [_label_or_date(part) for part in parts_of(line)] if label_in(line) else [(waiting, line)]
        for field, value in filter(None, found):
            waiting = "" if value else field
            if value:
                labels.setdefault(field, value)
        position += 1
    return labels, position


def _label_or_date(part: str) -> tuple[str, str] | None:
    return label_in(part) or (("published", part) if is_date_line(part) else None)


def _first_label(lines: Sequence[str]) -> int:
    """Where the block of labels around the first “News ID:” begins; 0 where there is none."""
    for position, line in enumerate(lines):
        found = label_in(line)
        if found and found[0] == "number":
            while position and (label_in(lines[position - 1]) or not lines[position - 1].strip()):
                position -= 1
            return position
    return 0


def _paragraphs(lines: Sequence[str]) -> list[Paragraph]:
    """Lines gathered into paragraphs, up to the page's form and footer."""
    paragraphs: list[Paragraph] = [[]]
    for line in map(one_line, lines):
        if line and ends_the_story(line):
            break
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return [part for paragraph in paragraphs for part in _parts(paragraph)]


def _parts(lines: Paragraph) -> list[Paragraph]:
    """One paragraph when its lines are items of a list or were broken to fit a width, else one for each line."""
    if len(lines) < 2 or all(_BULLET.match(line) for line in lines):
        return [lines] if lines else []
    shortest, longest = _WRAPPED_AT
    if all(shortest <= len(line) <= longest for line in lines[:-1]) and len(lines[-1]) <= longest:
        return [[" ".join(lines)]]
    return [[line] for line in lines]


def _without_furniture(paragraphs: list[Paragraph]) -> list[Paragraph]:
    kept = ([line for line in lines if not is_furniture(line)] for lines in paragraphs)
    return [lines for lines in kept if lines]


def _taken_from_the_end(paragraphs: list[Paragraph]) -> Labels:
    """Labels such as “Source: Reuters” below the story; their lines are removed from it."""
    labels: Labels = {}
    while len(paragraphs) > 1 and len(paragraphs[-1]) == 1:
        found = label_in(paragraphs[-1][0])
        if not (found and found[1] and is_plain_value(found[1])):
            break
        labels.setdefault(*found)
        paragraphs.pop()
    return labels


def _headline_and_body(paragraphs: list[Paragraph], labels: Labels) -> tuple[str, str, list[Paragraph]]:
    """Kicker, headline and what is left. The headline is printed once, however often the page repeats it."""
    if "headline" in labels:
        headline, kicker, body = labels["headline"], labels.get("kicker", ""), paragraphs
    else:
        top = [lines[0] for lines in paragraphs[:3] if len(lines) == 1]
        kicker, headline, used = _kicker_and_headline(top, is_labelled="number" in labels)
        kicker, body = labels.get("kicker", kicker), paragraphs[used:]
    while body and len(body[0]) == 1 and same_text(body[0][0]) == same_text(headline):
        body = body[1:]
    if not headline or not same_text(headline) or len(headline) > MAX_HEADLINE:
        raise UnreadablePage(NO_HEADLINE)
    return kicker, headline, body


def _kicker_and_headline(top: Sequence[str], *, is_labelled: bool) -> tuple[str, str, int]:
    """Kicker, headline and how many of the top lines they are.

    is_labelled: the page has the layout in which a kicker line and a headline line follow the labels, so that of two
    lines the first is the kicker, however long; elsewhere a kicker is shorter than its headline.
    """
    first, second, third = (*top, "", "", "")[:3]
    if not looks_like_a_headline(first) and same_text(first) != same_text(second):
        # A headline may end in a full stop, but a whole paragraph is none.
        return ("", first, 1) if len(first) <= _LONGEST_KICKER else ("", "", 0)
    if same_text(first) == same_text(second):
        return "", first, 2
    if same_text(first) == same_text(third):
        return (second, first, 3) if len(second) < len(first) else ("", first, 1)
    is_kicker = len(first) <= _LONGEST_KICKER and looks_like_a_headline(second) and not names_in_byline(second)
    if is_kicker and (is_labelled or len(first) < len(second) or same_text(second) == same_text(third)):
        return first, second, 2
    return "", first, 1


def _byline(body: list[Paragraph]) -> tuple[str, ...]:
    """The names in a byline at the top or the end of the body; its line is removed."""
    for position in (0, len(body) - 1):
        if len(body) > 1 and len(body[position]) == 1 and (names := names_in_byline(body[position][0])):
            body.pop(position)
            return names
    return ()


def _blocks(body: Sequence[Paragraph]) -> Iterator[Block]:
    for lines in body:
        if len(lines) > 1:
            items: list[str] = [_escaped(_BULLET.sub("", line, count=1)) for line in lines]
            yield {"type": "list", "ordered": False, "items": items}
        else:
            yield paragraph(_escaped(lines[0]))


def _escaped(line: str) -> str:
    """The line as HTML, its quotation marks untouched."""
    return html.escape(line, quote=False)
