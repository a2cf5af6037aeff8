"""The parts of an address that have a form of their own."""

from django.urls.converters import IntConverter


class NumberConverter(IntConverter):
    """A story's number: no leading zeros, and never more digits than a database holds."""

    regex = "[1-9][0-9]{0,17}"


class YearConverter(IntConverter):
    """A year from 1000 to 8999: every day of it has a tomorrow that a computer can name."""

    regex = "[1-8][0-9]{3}"


class TwoDigitConverter(IntConverter):
    """A month or a day, always with two digits: `02`."""

    regex = "[0-9]{2}"
