"""The archive by day, month and year, in GMT."""

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from dateline.press.keys import depends_on
from dateline.stories.cache_keys import DAYS, YEARS
from dateline.stories.cursors import read_cursor
from dateline.stories.models import EditionDay, Story
from dateline.stories.queries.cards import cards, listing
from dateline.stories.reading import Listing


def day_listing(day: date, *, before: str = "", after: str = "", limit: int = 50) -> Listing:
    """One page of the stories first published on this day, newest first. Raises BadCursor."""
    depends_on(f"day:{day:%Y-%m-%d}")
    start = datetime.combine(day, time.min, UTC)
    stories = Story.objects.listed().filter(published_at__gte=start, published_at__lt=start + timedelta(days=1))
    if after:
        cursor = read_cursor(after)
        later = stories.filter(
            Q(published_at__gt=cursor.moment) | Q(published_at=cursor.moment, number__gt=cursor.number)
        )
        found = cards(later.order_by("published_at", "number")[: limit + 1])[::-1]
    else:
        if before:
            cursor = read_cursor(before)
            stories = stories.filter(
                Q(published_at__lt=cursor.moment) | Q(published_at=cursor.moment, number__lt=cursor.number)
            )
        found = cards(stories.order_by("-published_at", "-number")[: limit + 1])
    return listing(found, limit=limit, asked=(before, after))


def days_of_month(year: int, month: int) -> tuple[tuple[date, int], ...]:
    """The days of a month that have stories, with how many."""
    depends_on(f"month:{year:04d}-{month:02d}")
    days = EditionDay.objects.filter(date__year=year, date__month=month, stories__gt=0).order_by("date")
    return tuple(days.values_list("date", "stories"))


def months_of_year(year: int) -> tuple[tuple[int, int], ...]:
    """The months of a year that have stories, with how many."""
    depends_on(f"year:{year:04d}")
    months = (
        EditionDay.objects.filter(date__year=year, stories__gt=0)
        .annotate(month=ExtractMonth("date"))
        .values_list("month")
        .annotate(total=Sum("stories"))
        .order_by("month")
    )
    return tuple((month, total) for month, total in months)


def archive_years() -> tuple[tuple[int, int], ...]:
    """The years that have stories, newest first, with how many."""
    depends_on(YEARS)
    years = (
        EditionDay.objects.filter(stories__gt=0)
        .annotate(year=ExtractYear("date"))
        .values_list("year")
        .annotate(total=Sum("stories"))
        .order_by("-year")
    )
    return tuple((year, total) for year, total in years)


def neighbouring_days(day: date) -> tuple[date | None, date | None]:
    """The nearest days before and after this one that have stories."""
    depends_on(DAYS)
    days = EditionDay.objects.filter(stories__gt=0).values_list("date", flat=True)
    return days.filter(date__lt=day).order_by("-date").first(), days.filter(date__gt=day).order_by("date").first()
