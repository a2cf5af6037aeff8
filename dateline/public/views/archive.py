"""Everything ever published, by year, month and day (in GMT)."""

import calendar
from datetime import date

from django.http import HttpRequest, HttpResponse

from dateline.comments.queries.pages import counts_of
from dateline.lib.gmt import MONTHS
from dateline.public.cursors import no_such_part, position_of
from dateline.public.errors import NoSuchPage
from dateline.public.filters import day as day_name
from dateline.public.page import page
from dateline.public.reader_page import reader_page
from dateline.stories.errors import BadCursor
from dateline.stories.queries import (
    archive_years,
    day_listing,
    days_of_month,
    months_of_year,
    neighbouring_days,
)


@reader_page
def years(request: HttpRequest) -> HttpResponse:
    """The years in which something was published."""
    return page("years.html", heading="Archive", up=None, canonical_path="/archive/", years=archive_years())


@reader_page
def year(request: HttpRequest, year: int) -> HttpResponse:
    """A year's months. 404 for a year without stories."""
    months = months_of_year(year)
    if not months:
        raise NoSuchPage(f"Nothing was published in {year}.")
    return page(
        "year.html",
        heading=str(year),
        up={"path": "/archive/", "name": "All years"},
        canonical_path=request.path,
        year=year,
        months=[(number, MONTHS[number - 1], count) for number, count in months],
    )


@reader_page
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """A month's days, as a calendar. 404 for a month without stories."""
    if not 1 <= month <= 12:
        raise NoSuchPage("There are twelve months in a year.")
    counts = dict(days_of_month(year, month))
    if not counts:
        raise NoSuchPage(f"Nothing was published in {MONTHS[month - 1]} {year}.")
    return page(
        "month.html",
        heading=f"{MONTHS[month - 1]} {year}",
        up={"path": f"/{year}/", "name": f"All months of {year}"},
        canonical_path=request.path,
        weeks=_weeks(year, month, counts),
    )


@reader_page
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """A day's stories. 404 for a day that never was, or without stories."""
    on = _date(year, month, day)
    position = position_of(request)
    try:
        listing = day_listing(on, before=position.before, after=position.after)
    except BadCursor:
        raise no_such_part() from None
    if not listing.cards:
        raise NoSuchPage(f"Nothing was published on {day_name(on)}.")
    earlier, later = neighbouring_days(on)
    return page(
        "day.html",
        heading=day_name(on),
        what="",
        stamp="clock",
        listing=listing,
        counts=counts_of(card.number for card in listing.cards),
        canonical_path=f"{request.path}{position.query}",
        day=on,
        month_name=MONTHS[on.month - 1],
        earlier=earlier,
        later=later,
    )


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchPage(f"The calendar has no day {year}-{month:02}-{day:02}.") from None


def _weeks(year: int, month: int, counts: dict[date, int]) -> list[list[tuple[date | None, int]]]:
    """The month's weeks from Monday on; days of other months are (None, 0)."""
    return [
        [(on, counts.get(on, 0)) if on.month == month else (None, 0) for on in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
