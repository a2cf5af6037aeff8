"""The moment a saved page says it was published, in whatever format it says it."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from importlib.resources import files
from typing import Any

from dateutil import parser, tz

from dateline.archive.savedpage import jalali
from dateline.archive.savedpage.tidy import one_line
from dateline.lib import gmt
from dateline.lib.gmt import MONTHS

# No page before, and none after tomorrow, is believed.
FIRST_YEAR = 1900
_MAX_LENGTH = 160
_FAR_APART = (datetime(2001, 1, 1), datetime(2008, 7, 22))  # noqa: DTZ001 (what dateutil fills gaps with; no moments)


def _data(name: str) -> Any:
    """A data file of this folder."""
    return json.loads((files(__package__) / name).read_text(encoding="utf-8"))


_TABLE: dict[str, list[str]] = _data("months.json")
_ENGLISH = {name: english for names in _TABLE.values() for name, english in zip(names, MONTHS, strict=True)}
_FOREIGN_MONTH = re.compile(
    rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(_ENGLISH, key=len, reverse=True)))})(?!\w)", re.IGNORECASE
)
_PERSIAN_DAY = re.compile(rf"(?<!\w)(\d{{1,2}})\s+({'|'.join(jalali.MONTHS)})(?:\s*ماه)?[\s,،]+(\d{{4}})(?!\w)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)|(?<!\d)[12]\d{3}[01]\d[0-3]\d(?!\d)")
_OFFSET = re.compile(r"\b(?:UTC|GMT)\s*([+−–-])\s*(\d{1,2})(?::?(\d{2}))?\b", re.IGNORECASE)
_CLOCK = re.compile(r"(?<![\d.:])([01]?\d|2[0-3])[.h]([0-5]\d)(?![\d.])", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"(?<![\d:/.-])([01]\d|2[0-3])([0-5]\d)(?=\s*(?:GMT|UTC|hrs|hours)\b)", re.IGNORECASE)
_JOINING_WORDS = re.compile(r"\s(?:de|del|a las|às|à|den|um|kl\.?)\s", re.IGNORECASE)
_HAS_TIME = re.compile(r"\d:\d|\d\s*[ap]\.?m\b", re.IGNORECASE)
_ASCII_DIGITS = {ord(zero) + value: str(value) for zero in "٠۰" for value in range(10)}

_AMERICAN = {
    "ET": "EST5EDT,M3.2.0,M11.1.0",
    "CT": "CST6CDT,M3.2.0,M11.1.0",
    "MT": "MST7MDT,M3.2.0,M11.1.0",
    "PT": "PST8PDT,M3.2.0,M11.1.0",
}
# Hours east of Greenwich by abbreviation. IST is not there: India, Israel and Ireland all use it.
_HOURS: dict[str, float] = _data("zones.json")


_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|\u200c)*")
_BY_SOMEBODY = re.compile(r"\bby\b.*", re.IGNORECASE)
_DATE_WORDS = {
    *(word for words in _data("date_words.json").values() for word in words),
    *(word for name in (*_ENGLISH, *jalali.MONTHS) for word in _WORD.findall(name.casefold())),
    *(zone.casefold() for zone in (*_HOURS, *_AMERICAN, "IST")),
}


class UnbelievableDate(ValueError):
    """A date was read, and it can't be that of a page. Its text is the date as the page has it."""


def moment_in(text: str, *, month_first: bool = False) -> datetime | None:
    """The moment the text states, in UTC; GMT is meant where it names no zone, midnight where it names no time.

    text: one short line, such as `0422 GMT December 10, 2021`, `2021-12-10T07:52+03:30`, `Fri, 10 Dec 2021 4.22 pm ET`,
    `10. Dezember 2021` or `۱۹ آذر ۱۴۰۰`. month_first: how to read 10/12/2021, which both halves of the world write.
    None when it states no complete date (a year of four digits, a month and a day). Raises UnbelievableDate for a year
    before 1900 and for a day after tomorrow.
    """
    line = one_line(text).translate(_ASCII_DIGITS)
    if not line or len(line) > _MAX_LENGTH:
        return None
    try:
        found = gmt.parse_stamp(line) or _iso(line) or _any_format(line, month_first=month_first)
        utc = found.astimezone(UTC).replace(microsecond=0) if found else None
    except (ValueError, OverflowError):
        return None
    if utc and not (utc.year >= FIRST_YEAR and utc <= datetime.now(UTC) + timedelta(days=1)):
        raise UnbelievableDate(one_line(text))
    return utc


def is_date_line(text: str) -> bool:
    """Whether a line is a date and nothing else: `Posted on Friday, December 10, 2021 by Jane Roe`."""
    words = _WORD.findall(_BY_SOMEBODY.sub("", one_line(text)).casefold())
    return any(letter.isdigit() for letter in text) and all(word in _DATE_WORDS for word in words)


def _iso(line: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(line)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _any_format(line: str, *, month_first: bool) -> datetime | None:
    line = _PERSIAN_DAY.sub(_from_persian, line)
    line = _FOREIGN_MONTH.sub(lambda name: _ENGLISH.get(name[0].lower(), name[0]), line)
    line = _OFFSET.sub(lambda zone: f"{_sign(zone[1])}{int(zone[2]):02}:{zone[3] or '00'}", line)
    line = _JOINING_WORDS.sub(" ", line)
    line = _CLOCK.sub(r"\1:\2", _FOUR_DIGITS.sub(r"\1:\2", line))
    line = _YEAR_FIRST.sub(_from_year_first, line)
    line = _YEAR_LAST.sub(_from_year_last(month_first=month_first), line)
    if not _YEAR.search(line):
        return None
    first, second = (parser.parse(line, fuzzy=True, default=default, tzinfos=_zone) for default in _FAR_APART)
    if first.date() != second.date():
        return None  # a part of the date was filled in, not read
    if not _HAS_TIME.search(line):
        first = first.replace(hour=0, minute=0, second=0)  # a bare number is no hour
    return first if first.tzinfo else first.replace(tzinfo=UTC)


def _sign(mark: str) -> str:
    return "+" if mark == "+" else "-"


def _from_persian(found: re.Match[str]) -> str:
    return jalali.gregorian(int(found[3]), jalali.MONTHS.index(found[2]) + 1, int(found[1])).isoformat()


def _from_year_first(found: re.Match[str]) -> str:
    year, month, day = int(found[1]), int(found[3]), int(found[4])
    if jalali.FIRST_YEAR <= year <= jalali.LAST_YEAR:
        return jalali.gregorian(year, month, day).isoformat()
    return date(year, month, day).isoformat()


def _from_year_last(*, month_first: bool) -> Callable[[re.Match[str]], str]:
    def rewritten(found: re.Match[str]) -> str:
        day, month, year = int(found[1]), int(found[3]), int(found[4])
        if month > 12 or (month_first and found[2] == "/" and day <= 12):
            day, month = month, day
        return date(year, month, day).isoformat()

    return rewritten


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return tz.tzoffset(None, offset)
    if name in _AMERICAN:
        return tz.tzstr(_AMERICAN[name])
    return tz.tzoffset(name, int(_HOURS[name] * 3600)) if name in _HOURS else None
