"""The paper's clock."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dateline.lib.gmt import from_iso, iso, parse_stamp, stamp

MOMENT = datetime(2021, 12, 10, 4, 22, tzinfo=UTC)


def test_a_moment_is_written_the_papers_way() -> None:
    assert stamp(MOMENT) == "0422 GMT December 10, 2021"
    assert stamp(MOMENT.astimezone(timezone(timedelta(hours=3, minutes=30)))) == "0422 GMT December 10, 2021"


@pytest.mark.parametrize(
    "text",
    [
        "0422 GMT December 10, 2021",
        "Published: 0422 GMT December 10, 2021 ",
        "04:22 UTC Dec. 10, 2021",
        "0422 GMT, Dec 10 2021",
        "9999 GMT Nonember 40, 2021; 0422 GMT December 10, 2021",
    ],
)
def test_a_stamp_is_read_back(text: str) -> None:
    assert parse_stamp(text) == MOMENT


@pytest.mark.parametrize(
    "text", ["", "2560 GMT December 10, 2021", "0422 December 10, 2021", "0422 GMT February 30, 2021"]
)
def test_what_is_no_stamp_is_none(text: str) -> None:
    assert parse_stamp(text) is None


def test_iso_goes_there_and_back_in_whole_seconds() -> None:
    assert iso(MOMENT + timedelta(microseconds=7)) == "2021-12-10T04:22:00Z"
    assert from_iso("2021-12-10T04:22:00Z") == MOMENT
    assert iso(datetime(823, 1, 2, tzinfo=UTC)) == "0823-01-02T00:00:00Z"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        stamp(datetime(2021, 12, 10))  # noqa: DTZ001
