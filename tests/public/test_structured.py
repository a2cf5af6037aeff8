"""The story page for programs: JSON-LD that says what the page says, and can't be broken out of."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from dateline.record.models import Act
from dateline.stories.actions.amending import amend
from tests.public.discussion import put
from tests.public.newsstand import ADDRESS, HEADLINE, NUMBER, html_of, print_story

pytestmark = pytest.mark.django_db

PAPER = "http://127.0.0.1:8000"


def structured(client: Client) -> dict[str, Any]:
    """The JSON-LD of the story's page."""
    found = re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', html_of(client, ADDRESS))
    assert len(found) == 1
    data: dict[str, Any] = json.loads(found[0])
    return data


def test_it_says_how_many_comments_there_are_and_where(client: Client) -> None:
    print_story()
    before = structured(client)
    put(name="</script><b>", text="</script><b>")

    data = structured(client)

    assert "commentCount" not in before
    assert data["commentCount"] == data["interactionStatistic"]["userInteractionCount"] == 1
    assert data["discussionUrl"] == f"{PAPER}/news/{NUMBER}/comments/"


def test_it_says_what_the_page_says(client: Client) -> None:
    print_story()

    data = structured(client)

    assert data["@type"] == "NewsArticle"
    assert data["headline"] == HEADLINE
    assert data["identifier"] == str(NUMBER)
    assert data["url"] == data["mainEntityOfPage"] == f"{PAPER}{ADDRESS}"
    assert data["datePublished"] == data["dateModified"] == "2021-12-10T04:22:00Z"
    assert data["dateline"] == "VELL"
    assert data["articleSection"] == "World"
    assert data["keywords"] == ["Ferries"]
    assert data["author"] == [
        {
            "@type": "Person",
            "name": "Ada Penrose",
            "jobTitle": "harbour correspondent",
            "url": f"{PAPER}/by/ada-penrose/",
        }
    ]
    assert data["publisher"]["name"] == "The Harbour Courier"


def test_corrections_are_in_it(client: Client) -> None:
    print_story()
    at = datetime(2021, 12, 10, 5, 10, tzinfo=UTC)
    amend(NUMBER, Act.CORRECT, note="It is Sunday.", replacements=[("Friday", "Sunday")], at=at)

    data = structured(client)

    assert data["dateModified"] == "2021-12-10T05:10:00Z"
    assert data["correction"] == [
        {"@type": "CorrectionComment", "text": "It is Sunday.", "datePublished": "2021-12-10T05:10:00Z"}
    ]


def test_a_retraction_is_in_it(client: Client) -> None:
    print_story()
    amend(NUMBER, Act.RETRACT, note="It never happened.")

    assert structured(client)["creativeWorkStatus"] == "Retracted"


def test_a_story_nobody_signed_is_the_papers(client: Client) -> None:
    print_story(contributors=())

    assert [author["name"] for author in structured(client)["author"]] == ["The Harbour Courier"]


@pytest.mark.parametrize("hostile", ["</script><script>alert(1)</script>", "<!--<script>", 'a\u2028b & "c"'])
def test_no_text_ends_the_script_element(client: Client, hostile: str) -> None:
    print_story(standfirst=hostile)

    html = html_of(client, ADDRESS)

    assert structured(client)["description"] == hostile
    assert html.count("<script") == html.count("</script") == 1
