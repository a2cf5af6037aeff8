"""What stands around a story's text on a page: labels, kicker, standfirst, byline, date line."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from dateline.archive.savedpage.dates import UnbelievableDate, is_date_line, moment_in
from dateline.archive.savedpage.labels import is_plain_value, label_in, names_in_byline, people
from dateline.archive.savedpage.runs import Run
from dateline.archive.savedpage.tidy import same_text
from dateline.archive.savedpage.tree import Element, names_of, text_of

# Labels that an HTML page's text may hold; others (“Lead:”, “By:”) are too often the beginning of a sentence.
_BELIEVED = {"number", "published", "updated", "section", "outlets"}
_PREFIX = r"(?:[a-z]+[-_]{1,2})?"
_KICKER = re.compile(
    rf"{_PREFIX}(?:kicker|eyebrow|overline|(?:ru|roo?)-?titr|(?:pre|super|sur|over|up)-?title|topline)", re.IGNORECASE
)
_STANDFIRST = re.compile(
    rf"{_PREFIX}(?:standfirst|deck|dek|sub-?title|sub-?head(?:line)?|lead|lede|intro|excerpt)", re.IGNORECASE
)
_BYLINE = re.compile(rf"{_PREFIX}(?:byline|authors?|author-?names?)", re.IGNORECASE)
_BY = re.compile(r"by:?\s+", re.IGNORECASE)
_NEAR = 6
_LONGEST_LABEL = 80
_LONGEST_KICKER, _LONGEST_STANDFIRST, _LONGEST_BYLINE, _LONGEST_DATE = 120, 1000, 120, 80


def labels_among(runs: Sequence[Run]) -> tuple[dict[str, str], list[Run]]:
    """What “News ID:” and other labels state, by field, and the runs that state it.

    A label and its value may stand in two runs, as in two cells of a row. Between the first long paragraph and the last
    only “News ID:” is a label; anything else there is a sentence of the story.
    """
    found: dict[str, str] = {}
    stating: list[Run] = []
    long = [position for position, run in enumerate(runs) if _is_long(run)] or [len(runs)]
    for position, run in enumerate(runs):
        field, value = label_in(run.text) or ("", "")
        is_inside = long[0] < position < long[-1] and field != "number"
        if field not in _BELIEVED or is_inside or not _is_believable(field, value):
            continue
        stating.append(run)
        if not value and position + 1 < len(runs) and not label_in(runs[position + 1].text):
            value = runs[position + 1].text
            stating.append(runs[position + 1])
        found.setdefault(field, value)
    return found, stating


def _is_believable(field: str, value: str) -> bool:
    is_date = any(letter.isdigit() for letter in value) or not value
    return is_plain_value(value) and (is_date or field not in {"published", "updated"})


def _is_long(run: Run) -> bool:
    return len(run.text) > _LONGEST_LABEL and not run.is_mostly_links


def kicker_near(runs: Sequence[Run], headline_at: int | None) -> Run | None:
    """The run named as a kicker near the headline."""
    return _named(_around(runs, headline_at), _KICKER, longest=_LONGEST_KICKER)


def standfirst_near(runs: Sequence[Run], headline_at: int | None) -> Run | None:
    """The run named as a standfirst near the headline."""
    return _named(_around(runs, headline_at), _STANDFIRST, longest=_LONGEST_STANDFIRST)


def byline_near(runs: Sequence[Run], headline_at: int | None) -> tuple[tuple[str, ...], Run | None]:
    """The people in a byline near the headline or at the very end, and its run."""
    near = _around(runs, headline_at)
    for run in [*near, *runs[-3:]]:
        if names := names_in_byline(run.text):
            return names, run
    for run in near:
        inside = (*_nearest(run), *run.element.iterdescendants())
        text = next((text_of(element) for element in inside if _is_named(element, _BYLINE)), "")
        if 0 < len(text) <= _LONGEST_BYLINE:
            return people(_BY.sub("", text)), run if text == run.text else None
    return (), None


def date_lines(runs: Sequence[Run], headline_at: int | None) -> Iterator[tuple[Run, datetime]]:
    """Short runs near the headline that are a date and nothing else, with that date."""
    for run in _around(runs, headline_at):
        try:
            at = moment_in(run.text) if len(run.text) <= _LONGEST_DATE and is_date_line(run.text) else None
        except UnbelievableDate:
            at = None
        if at:
            yield run, at


def position_of(text: str, runs: Sequence[Run]) -> int | None:
    """Where the headline is printed: its last printing at the top of the story; None if nowhere."""
    key = same_text(text)
    first = next((position for position, run in enumerate(runs) if same_text(run.text) == key), None)
    if first is None:
        return None
    last = first
    for position in range(first + 1, min(first + _NEAR, len(runs))):
        if same_text(runs[position].text) == key:
            last = position
    return last


def _around(runs: Sequence[Run], position: int | None) -> Sequence[Run]:
    at = position or 0
    return runs[max(0, at - _NEAR) : at + _NEAR + 1]


def _named(runs: Sequence[Run], name: re.Pattern[str], *, longest: int) -> Run | None:
    """The first run that has the name, or alone fills the element that has it."""
    for run in runs:
        named = (element for element in _nearest(run) if _is_named(element, name))
        if len(run.text) <= longest and any(same_text(text_of(element)) == same_text(run.text) for element in named):
            return run
    return None


def _nearest(run: Run) -> list[Element]:
    """The run's element and the two around it."""
    return [run.element, *islice(run.element.iterancestors(), 2)]


def _is_named(element: Element, name: re.Pattern[str]) -> bool:
    return any(name.fullmatch(each) for each in names_of(element))
