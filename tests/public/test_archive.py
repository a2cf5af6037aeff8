"""The archive by year, month and day, and days that never were."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.public.newsstand import HEADLINE, html_of, print_story, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_days() -> None:
    """Stories on the last minute of a year, the first of the next, and a leap day."""
    for number, moment in enumerate(("2019-12-31T23:59", "2020-01-01T00:00", "2020-02-29T12:00"), start=1):
        print_story(
            number=number,
            headline=f"Story {number}",
            published_at=datetime.fromisoformat(moment).replace(tzinfo=UTC),
            legacy_urls=(),
        )


@pytest.mark.usefixtures("three_days")
def test_years_months_and_days_count_their_stories_and_link_downwards(client: Client) -> None:
    years, year, month = (html_of(client, address) for address in ("/archive/", "/2020/", "/2020/02/"))

    assert "2020 2 stories 2019 1 story" in text_of(years)
    assert "January 1 story February 1 story" in text_of(year)
    assert "28 29 1 story" in text_of(month)
    for html, addresses in (
        (years, ["/2020/", "/2019/"]),
        (year, ["/archive/", "/2020/01/", "/2020/02/"]),
        (month, ["/2020/", "/2020/02/29/"]),
    ):
        assert all(f'href="{address}"' in html for address in addresses)


@pytest.mark.usefixtures("three_days")
def test_a_day_lists_its_own_stories_in_gmt_and_leads_to_its_neighbours(client: Client) -> None:
    html = html_of(client, "/2020/01/01/")

    text = text_of(html)
    assert "Story 2" in text
    assert "0000 GMT" in text
    assert "Story 1" not in text
    assert '<a rel="prev" href="/2019/12/31/">December 31, 2019</a>' in html
    assert '<a rel="next" href="/2020/02/29/">February 29, 2020</a>' in html
    assert 'href="/2020/01/"' in html


@pytest.mark.usefixtures("three_days")
def test_a_month_is_a_calendar_of_whole_weeks_from_monday(client: Client) -> None:
    html = html_of(client, "/2020/02/")

    rows = re.findall(r"<tr>(.*?)</tr>", html)
    assert [len(re.findall(r"<t[hd]", row)) for row in rows] == [7] * 6
    assert text_of(rows[1]) == "1 2"
    assert rows[1].startswith("<td></td><td></td><td></td><td></td><td></td><td>1</td>")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/2021/02/30/", "The calendar has no day 2021-02-30."),
        ("/2021/13/", "There are twelve months in a year."),
        ("/2021/00/", "There are twelve months in a year."),
        ("/2021/13/01/", "The calendar has no day 2021-13-01."),
        ("/2021/12/00/", "The calendar has no day 2021-12-00."),
        ("/2021/12/09/", "Nothing was published on December 9, 2021."),
        ("/2021/11/", "Nothing was published in November 2021."),
        ("/1999/", "Nothing was published in 1999."),
        ("/8999/12/31/", "Nothing was published on December 31, 8999."),
        ("/9999/12/31/", "Nothing is published at this address."),
        ("/0000/01/01/", "Nothing is published at this address."),
        ("/2021/1/1/", "Nothing is published at this address."),
        ("/2021/12/10/11/", "Nothing is published at this address."),
    ],
)
def test_a_day_that_never_was_or_has_no_story_is_refused_in_words(client: Client, address: str, words: str) -> None:
    print_story()

    assert words in text_of(html_of(client, address, status=404))


def test_the_archive_of_an_empty_paper_says_so(client: Client) -> None:
    assert "No story has been published yet." in text_of(html_of(client, "/archive/"))


def test_a_day_prints_the_hour_of_each_story(client: Client) -> None:
    print_story()

    text = text_of(html_of(client, "/2021/12/10/"))

    assert f"{HEADLINE} Two sailings a day until the breakwater is mended. 0422 GMT" in text
