"""One address for each story, and a way to it from every other."""

import pytest
from django.test import Client

from dateline.record.models import Act
from dateline.stories.actions.amending import amend
from tests.public.newsstand import ADDRESS, HEADLINE, NUMBER, html_of, print_stories, print_story, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        f"/{NUMBER}",
        f"/{NUMBER}/",
        f"/news/{NUMBER}",
        f"/news/{NUMBER}/",
        f"/news/{NUMBER}/a-wrong-slug/",
        f"/news/{NUMBER}/%D8%A8%D9%86%D8%AF%D8%B1/",
        ADDRESS.rstrip("/"),
        f"/News/{NUMBER}.html",
    ],
)
def test_every_other_address_of_a_story_leads_to_its_own(client: Client, address: str) -> None:
    print_story()

    response = client.get(address, follow=True)

    assert [status for _, status in response.redirect_chain] == [301] * len(response.redirect_chain)
    assert response.redirect_chain[-1] == (ADDRESS, 301)
    assert HEADLINE in text_of(response.content.decode())


@pytest.mark.parametrize("address", [f"/{NUMBER}", f"/news/{NUMBER}/a-wrong-slug/", f"/News/{NUMBER}.html"])
def test_the_way_there_is_one_step(client: Client, address: str) -> None:
    print_story()

    response = client.get(address)

    assert (response.status_code, response.headers["Location"]) == (301, ADDRESS)


def test_a_former_address_of_any_form_is_known(client: Client) -> None:
    print_story(legacy_urls=("/section/harbour/ferry.php", "/2021/12/31/", "/کشتی"))

    answers = [client.get(path) for path in ("/section/harbour/ferry.php", "/2021/12/31/", "/کشتی")]

    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(301, ADDRESS)}


def test_a_page_that_exists_wins_over_a_former_address(client: Client) -> None:
    print_story(legacy_urls=("/section/world/",))

    response = client.get("/section/world/")

    assert response.status_code == 200


def test_the_former_address_of_a_killed_story_does_not_tell_its_headline(client: Client) -> None:
    print_story()
    amend(NUMBER, Act.KILL, note="It endangered a witness.")

    response = client.get(f"/News/{NUMBER}.html")

    assert (response.status_code, response.headers["Location"]) == (301, f"/news/{NUMBER}/")


def test_four_digits_and_a_slash_are_a_year_and_without_it_a_story(client: Client) -> None:
    print_story(number=2021, legacy_urls=())

    year = html_of(client, "/2021/")
    story = client.get("/2021")

    assert "December" in text_of(year)
    assert (story.status_code, story.headers["Location"]) == (301, ADDRESS.replace(str(NUMBER), "2021"))


@pytest.mark.parametrize("address", ["/section/world", "/archive", "/2021/12", "/by/ada-penrose", "/2021"])
def test_a_missing_last_slash_is_added(client: Client, address: str) -> None:
    print_story()

    response = client.get(address)

    assert (response.status_code, response.headers["Location"]) == (301, f"{address}/")


@pytest.mark.parametrize(
    "address",
    [
        "/news/5/",
        "/5",
        "/0",
        "/000318621",
        "/news/0/",
        "/-1",
        f"/{'9' * 18}",
        f"/{'9' * 19}",
        f"/news/{'9' * 5000}/",
        "/news/",
        f"/news/{NUMBER}/a/b/",
        "/wp-login.php",
        "/%00",
        "/\\evil.example",
        "/news/٣/",
    ],
)
def test_what_is_no_story_answers_404_in_words(client: Client, address: str) -> None:
    print_stories(1)

    response = client.get(address)

    assert response.status_code == 404
    assert "There is no page here" in response.content.decode()


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/", "//section/world", "/\r\nX: y"])
def test_no_address_leads_out_of_the_paper(client: Client, path: str) -> None:
    print_story()

    response = client.get("/", PATH_INFO=path)

    assert response.status_code == 404
    assert "Location" not in response.headers


def test_an_unknown_number_is_named(client: Client) -> None:
    print_stories(1)

    text = text_of(html_of(client, "/news/5/", status=404))

    assert "No story with the number 5 has been published." in text


def test_reading_is_all_a_reader_page_can_do(client: Client) -> None:
    print_story()

    statuses = {
        method: getattr(client, method)(ADDRESS).status_code for method in ("post", "put", "patch", "delete", "options")
    }

    assert set(statuses.values()) == {405}
    assert client.head(ADDRESS).status_code == 200
