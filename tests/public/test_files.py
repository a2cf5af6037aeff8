"""Media, robots.txt and the favicon."""

import os
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.http import HttpResponseBase
from django.test import Client

from dateline.public.style import style_address, style_sheet

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n..."


@pytest.fixture
def media(tmp_path: Path, settings: LazySettings) -> Path:
    """A media folder with a picture, beside a secret."""
    folder = tmp_path / "media"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "quay.png").write_bytes(PNG)
    (tmp_path / "secret.key").write_text("secret")
    settings.MEDIA_ROOT = folder
    return folder


def body_of(response: HttpResponseBase) -> bytes:
    """The bytes of a streamed file."""
    return b"".join(response)


def test_a_picture_is_shown_and_may_be_kept(client: Client, media: Path) -> None:
    response = client.get("/media/images/quay.png")

    assert response.status_code == 200
    assert body_of(response) == PNG
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["Cache-Control"] == "public, max-age=2592000"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "script.js", "report.pdf", "unknown", "a.html.gz"])
def test_anything_but_a_picture_is_only_handed_over(client: Client, media: Path, name: str) -> None:
    (media / name).write_text("<script>alert(1)</script>")

    response = client.get(f"/media/{name}")

    assert response.headers["Content-Disposition"].startswith("attachment")
    response.close()


@pytest.mark.parametrize(
    "path",
    [
        "/media/../secret.key",
        "/media/images/../../secret.key",
        "/media//etc/passwd",
        "/media/images/",
        "/media/",
        "/media/nothing.png",
        "/media/..",
        "/media/%2e%2e/secret.key",
        "/media/quay\0.png",
        "/media/" + "a" * 300,
        "/media/link.key",
    ],
)
def test_nothing_outside_the_folder_is_served(client: Client, media: Path, path: str) -> None:
    (media / "link.key").symlink_to(media.parent / "secret.key")

    response = client.get("/", PATH_INFO=path)

    assert response.status_code == 404


def test_a_picture_that_did_not_change_is_not_sent_again(client: Client, media: Path) -> None:
    first = client.get("/media/images/quay.png")
    first.close()
    since = first.headers["Last-Modified"]

    again = client.get("/media/images/quay.png", headers={"if-modified-since": since})
    os.utime(media / "images" / "quay.png", (1, 1))
    changed = client.get("/media/images/quay.png", headers={"if-modified-since": since})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    changed.close()


def test_media_can_only_be_read(client: Client, media: Path) -> None:
    assert client.post("/media/images/quay.png").status_code == 405


def test_robots_may_read_everything_but_the_desk(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response.content.decode() == "User-agent: *\nDisallow: /desk/\n"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_the_old_name_of_the_favicon_leads_to_the_drawing(client: Client) -> None:
    response = client.get("/favicon.ico")

    assert (response.status_code, response.headers["Location"]) == (301, "/static/public/favicon.svg")


def test_the_style_sheet_may_be_kept_for_good_under_its_own_address(client: Client) -> None:
    response = client.get(style_address())

    assert (response.status_code, response.content) == (200, style_sheet())
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response.headers["Cache-Control"]


def test_the_address_of_a_former_style_sheet_leads_to_todays(client: Client) -> None:
    response = client.get("/style/0123456789abcdef.css")

    assert (response.status_code, response.headers["Location"]) == (302, style_address())
