"""When something is wrong: the right status, the paper's own page, and no detail for strangers."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from dateline.public.views.errors import forged
from tests.public.newsstand import ADDRESS, html_of, print_story, text_of


@pytest.fixture
def failing(settings: LazySettings) -> Client:
    """A reader of a paper some of whose addresses fail."""
    settings.ROOT_URLCONF = "tests.public.broken_urls"
    return Client(raise_request_exception=False)


@contextmanager
def database_gone() -> Iterator[None]:
    """Every query fails as if the server had gone away."""

    def gone(*_: Any) -> None:
        raise OperationalError("the server has gone away")

    with connection.execute_wrapper(gone):
        yield


@pytest.mark.parametrize(
    ("how", "status", "heading"),
    [
        ("bug", 500, "Something broke on our side"),
        ("query", 500, "Something broke on our side"),
        ("gone", 503, "This page can’t be made just now"),
        ("closed", 503, "This page can’t be made just now"),
        ("closed-door", 403, "This is not open to you"),
        ("nonsense", 400, "The request can’t be read"),
    ],
)
def test_a_failure_gets_its_page_without_a_query_or_a_detail(
    failing: Client, how: str, status: int, heading: str
) -> None:
    response = failing.get(f"/fail/{how}/")

    html = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in html
    assert "The Harbour Courier" in html
    assert "secret detail" not in html
    assert response.headers["Cache-Control"] == "no-store"


def test_without_the_database_a_page_answers_503_with_when_to_come_back(failing: Client) -> None:
    assert failing.get("/fail/gone/").headers["Retry-After"] == "10"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", ADDRESS, "/section/world/", "/2021/12/10/", "/archive/", "/318621"])
def test_every_page_answers_503_when_the_database_is_gone_and_comes_back_with_it(client: Client, address: str) -> None:
    print_story()

    with database_gone():
        html_of(client, address, status=503)
    afterwards = client.get(address)

    assert afterwards.status_code in {200, 301}


@pytest.mark.django_db
def test_a_comment_sent_while_the_database_is_gone_comes_back_with_its_text(client: Client) -> None:
    with database_gone():
        response = client.post(
            "/comments/318621/",
            "name=Ada&text=%3CI%3E+was+there.",
            content_type="application/x-www-form-urlencoded",
        )

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "&lt;I&gt; was there.</textarea>" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/2021/02/30/", "/2021/13/", "/section/world/?before=1&after=1"])
def test_an_address_that_can_be_no_page_answers_404_even_without_the_database(client: Client, address: str) -> None:
    with database_gone():
        html = html_of(client, address, status=404)

    assert "There is no page here" in text_of(html)
    assert "Sections" not in html


@pytest.mark.django_db
def test_a_former_address_is_not_forgotten_while_the_database_is_gone(client: Client) -> None:
    print_story()

    with database_gone():
        html_of(client, "/News/318621.html", status=503)

    assert client.get("/News/318621.html").status_code == 301


def test_a_database_that_is_gone_is_logged_once_for_a_burst_of_readers(
    failing: Client, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        failing.get("/fail/gone/")

    said = [record for record in caplog.records if record.name.startswith("dateline.")]
    assert len(said) == 1
    assert said[0].levelno == logging.ERROR
    assert said[0].exc_info is not None


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a b", "127.0.0.1:x"])
def test_a_strange_host_is_refused_and_never_printed(host: str) -> None:
    response = Client().get("/", headers={"host": host})

    assert response.status_code == 400
    assert "evil" not in response.content.decode()


def test_a_database_that_goes_before_the_view_is_reached_answers_503_too(
    failing: Client, settings: LazySettings
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.public.broken_urls.without_sessions"]

    response = failing.get("/robots.txt")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")


def test_a_forged_form_is_refused_in_words() -> None:
    response = forged(RequestFactory().post("/desk/login/"), reason="no cookie")

    assert response.status_code == 403
    assert "The form was not accepted" in response.content.decode()


@pytest.mark.django_db
def test_404_is_not_for_search_engines_and_keeps_the_sections(client: Client) -> None:
    print_story()

    html = html_of(client, "/no/such/page", status=404)

    assert '<meta name="robots" content="noindex">' in html
    assert 'href="/section/world/"' in html
