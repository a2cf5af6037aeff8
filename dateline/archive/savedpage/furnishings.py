"""What stands around a story's text on a page: labels, kicker, standfirst, byline, date line."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from dateline.archive.savedpage.dates import UnbelievableDate, is_date_line, moment_in
from dateline.archive.savedpage.labels import is_plain_value, label_in, names_in_byline, parts_of, people
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
_LONG = 80
_LONGEST_KICKER, _LONGEST_STANDFIRST, _LONGEST_BYLINE, _LONGEST_LINE = 120, 1000, 120, 120


def labels_among(runs: Sequence[Run]) -> tuple[dict[str, str], list[Run]]:
    """What “News ID:” and other labels state, by field, and the runs that state it.

    A label and its value may stand in two runs, as in two cells of a row. Between the first long paragraph and the last
    only “News ID:” is a label; anything else there is a sentence of the story.
    """
    found: dict[str, str] = {}
    stating: list[Run] = []
    long = [position for position, run in enumerate(runs) if _is_long(run)] or [len(runs)]
    for position, run in enumerate(runs):
        labels = _labels_of(run)
        if long[0] < position < long[-1] and "number" not in labels:
            continue
        following = runs[position + 1] if position + 1 < len(runs) else None
        if following and list(labels.values()) == [""] and not label_in(following.text):
            labels = dict.fromkeys(labels, following.text)
            stating.append(following)
        if labels:
            stating.append(run)
            found = labels | found
    return found, stating


def _labels_of(run: Run) -> dict[str, str]:
    """The labels in a run, by field; a value may be empty, and then stands in the next run."""
    if len(run.text) > _LONGEST_LINE:
        return {}
    labels = [label for part in parts_of(run.text) if (label := label_in(part))]
    return {field: value for field, value in labels if field in _BELIEVED and _is_believable(field, value)}


def _is_believable(field: str, value: str) -> bool:
    is_date = any(letter.isdigit() for letter in value) or not value
    return is_plain_value(value) and (is_date or field not in {"published", "updated"})


def _is_long(run: Run) -> bool:
    return len(run.text) > _LONG and not run.is_mostly_links


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
        parts = parts_of(run.text) if len(run.text) <= _LONGEST_LINE else []
        names = next((names for part in parts if (names := names_in_byline(part))), ())
        if names:
            return names, run if len(parts) == 1 else None
    for run in near:
        inside = (*_nearest(run), *run.element.iterdescendants())
        text = next((text_of(element) for element in inside if _is_named(element, _BYLINE)), "")
        if 0 < len(text) <= _LONGEST_BYLINE:
            return people(_BY.sub("", text)), run if text == run.text else None
    return (), None


def date_lines(runs: Sequence[Run], headline_at: int | None) -> Iterator[tuple[Run, datetime]]:
    """Short runs near the headline that have a part that is a date and nothing else, with that date."""
    for run in _around(runs, headline_at):
        parts = parts_of(run.text) if len(run.text) <= _LONGEST_LINE else []
        if at := next((at for part in parts if (at := _date_alone(part))), None):
            yield run, at


def _date_alone(text: str) -> datetime | None:
    try:
        return moment_in(text) if is_date_line(text) else None
    except UnbelievableDate:
        return None


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
