"""Dates in whatever format pages have them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.archive.savedpage import jalali
from dateline.archive.savedpage.dates import UnbelievableDate, moment_in
from dateline.lib import gmt

MORNING = datetime(2021, 12, 10, 4, 22, tzinfo=UTC)
MIDNIGHT = datetime(2021, 12, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "0422 GMT December 10, 2021",
        "0422 GMT, 10 December 2021",
        "2021-12-10T07:52:00+03:30",
        "2021-12-10T04:22:00.123Z",
        "20211210T042200Z",
        "Fri, 10 Dec 2021 07:52:00 +0330",
        "10 Dec 2021, 07:52 UTC+3:30",
        "Dec 9, 2021 11:22 pm ET",
        "10 December 2021 5.22 CET",
        "2021/12/10 04:22",
        "10.12.2021 04:22",
        "10. Dezember 2021, 4.22 Uhr",
        "10 de diciembre de 2021 a las 04:22",
        "vendredi 10 décembre 2021 à 04h22",
        "10 декабря 2021, 04:22",
        "۱۹ آذر ۱۴۰۰ - ۰۴:۲۲",
        "٢٠٢١/١٢/١٠ ٠٤:٢٢",
        "Posted on December 10, 2021 at 4:22 am by Jane Roe",
    ],
)
def test_common_formats_give_the_minute(text: str) -> None:
    assert moment_in(text) == MORNING


@pytest.mark.parametrize(
    "text",
    ["Friday, 10 December 2021", "2021-12-10", "20211210", "۱۴۰۰/۰۹/۱۹", "10 ديسمبر 2021", "Dec. 10, 2021 (p. 14)"],
)
def test_day_without_a_time_is_its_midnight(text: str) -> None:
    assert moment_in(text) == MIDNIGHT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2 hours ago",
        "December 2021",
        "10 December",
        "10/12/21",
        "2021",
        "In 2021 the 3 men met",
        "2021-02-30",
        "1639110120",
        "x" * 500,
    ],
)
def test_text_without_a_whole_date_gives_none(text: str) -> None:
    assert moment_in(text) is None


@pytest.mark.parametrize("text", ["0422 GMT December 10, 1823", "May 5, 2090", "2090-01-01T00:00:00Z"])
def test_nonsense_years_are_refused(text: str) -> None:
    with pytest.raises(UnbelievableDate):
        moment_in(text)


def test_month_comes_first_only_where_told_or_where_nothing_else_is_possible() -> None:
    assert moment_in("10/12/2021") == MIDNIGHT
    assert moment_in("12/10/2021", month_first=True) == MIDNIGHT
    assert moment_in("12/25/2021") == datetime(2021, 12, 25, tzinfo=UTC)


@settings(deadline=None)
@given(st.integers(-2_208_988_800, 1_577_836_800))
def test_papers_own_stamp_is_read_back_to_the_minute(seconds: int) -> None:
    minute = datetime.fromtimestamp(seconds, UTC).replace(second=0)

    assert moment_in(gmt.stamp(minute)) == minute


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    try:
        found = moment_in(text)
    except UnbelievableDate:
        return

    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    ("persian", "expected"),
    [
        ((1400, 9, 19), date(2021, 12, 10)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1404, 1, 1), date(2025, 3, 21)),
    ],
)
def test_solar_dates_fall_on_their_gregorian_days(persian: tuple[int, int, int], expected: date) -> None:
    assert jalali.gregorian(*persian) == expected


@settings(deadline=None)
@given(st.integers(1244, 1471))
def test_solar_years_follow_one_another_without_a_gap(year: int) -> None:
    days = [(month, day) for month in range(1, 13) for day in range(1, 32) if _exists(year, month, day)]

    assert len(days) in {365, 366}
    assert jalali.gregorian(year, *days[-1]) + timedelta(days=1) == jalali.gregorian(year + 1, 1, 1)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        jalali.gregorian(year, month, day)
    except ValueError:
        return False
    return True
