"""Dates of the Solar Hijri calendar, as Persian pages print them."""

from datetime import date, timedelta

MONTHS = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")
# In these years the leap years are eight of each 33. Source: K. Borkowski, "The Persian calendar for 3000 years",
# Earth, Moon, and Planets 74 (1996).
FIRST_YEAR, LAST_YEAR = 1244, 1472
_LEAP_IN_CYCLE = {1, 5, 9, 13, 17, 22, 26, 30}
_KNOWN_YEAR, _KNOWN_NEW_YEAR = 1400, date(2021, 3, 21)


def gregorian(year: int, month: int, day: int) -> date:
    """The same day in the Gregorian calendar: `gregorian(1400, 9, 19)` is December 10, 2021.

    Raises ValueError for a day that does not exist and for years outside 1244 to 1472.
    """
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= _days_in(year, month)):
        raise ValueError(f"no such day: {year}/{month}/{day}")
    before_month = 31 * (month - 1) - max(0, month - 7)
    return _new_year(year) + timedelta(days=before_month + day - 1)


def _new_year(year: int) -> date:
    earlier, later = sorted((year, _KNOWN_YEAR))
    days = 365 * (later - earlier) + sum(_is_leap(each) for each in range(earlier, later))
    return _KNOWN_NEW_YEAR + timedelta(days=days if year >= _KNOWN_YEAR else -days)


def _days_in(year: int, month: int) -> int:
    if month <= 6:
        return 31
    return 29 if month == 12 and not _is_leap(year) else 30


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP_IN_CYCLE
