"""The addresses below /captcha/: what they answer, what they set, whom they refuse."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from dateline.captcha import views, voices
from dateline.captcha.answers import Kind
from dateline.captcha.asking import ask
from dateline.captcha.challenges import find_challenges, mint
from dateline.captcha.sound import has_voice
from tests.captcha.conftest import STORY, cookies_of

MINTING = ["key.png", "question"] + (["key.wav"] if has_voice() else [])
ALL = ["key.png", "key.wav", "question", "work.json"]


def sent_cookies(response: object) -> dict[str, str]:
    return {name: morsel.value for name, morsel in response.cookies.items()}  # type: ignore[attr-defined]


@pytest.fixture
def busy() -> Iterator[None]:
    """Two keys are being drawn."""
    with views.drawing, views.drawing:
        yield


@pytest.mark.parametrize("what", MINTING)
def test_asking_mints_a_challenge_of_its_kind(client: Client, what: str) -> None:
    response = client.get(f"/captcha/{what}?story={STORY}")

    assert response.status_code == 200
    (challenge,) = find_challenges(sent_cookies(response), story=STORY, now=0)
    assert challenge.kind is {"key.png": Kind.PICTURE, "key.wav": Kind.SOUND, "question": Kind.QUESTION}[what]


@pytest.mark.parametrize("is_https", [True, False])
def test_the_cookie_is_only_for_the_storys_form(client: Client, settings: Settings, is_https: bool) -> None:
    settings.SESSION_COOKIE_SECURE = is_https

    response = client.get(f"/captcha/key.png?story={STORY}")

    (cookie,) = response.cookies.values()
    assert cookie.key.startswith("key-")
    assert len(cookie.key) == 12
    assert cookie["path"] == f"/comments/{STORY}/"
    assert cookie["max-age"] == 600
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Strict"
    assert bool(cookie["secure"]) is is_https
    assert cookie["domain"] == ""


@pytest.mark.parametrize(
    ("what", "content_type", "start"),
    [
        ("key.png", "image/png", b"\x89PNG"),
        ("question", "text/plain; charset=utf-8", b"What is "),
        ("work.json", "application/json", b"{"),
    ],
)
def test_each_answer_is_what_it_says(client: Client, what: str, content_type: str, start: bytes) -> None:
    response = client.get(f"/captcha/{what}?story={STORY}")

    assert response["Content-Type"] == content_type
    assert response.content.startswith(start)


@pytest.mark.parametrize("query", [f"?story={STORY}", "", "?story=x"])
@pytest.mark.parametrize("what", ALL)
def test_nobody_may_keep_or_list_any_answer(client: Client, what: str, query: str) -> None:
    response = client.get(f"/captcha/{what}{query}")

    assert response["Cache-Control"] == "no-store, no-transform"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("what", ALL)
def test_head_mints_nothing_and_costs_nothing(client: Client, what: str) -> None:
    for _ in range(views.AT_ONCE + 5):
        response = client.head(f"/captcha/{what}?story={STORY}")

    assert response.status_code == 200
    assert not response.cookies
    assert client.get(f"/captcha/question?story={STORY}").status_code == 200


@pytest.mark.parametrize("what", ALL)
def test_other_methods_are_refused_even_without_a_token(what: str) -> None:
    client = Client(enforce_csrf_checks=True)

    for method in (client.post, client.put, client.delete):
        response = method(f"/captcha/{what}?story={STORY}")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD"
        assert not response.cookies


@pytest.mark.parametrize("story", ["", "0", "-1", "1.5", "x", "318621;", "１２３", "٣", "9" * 13, "0318621", " 1"])
def test_an_address_that_names_no_story_is_told_so(client: Client, story: str) -> None:
    response = client.get("/captcha/key.png", {"story": story})

    assert response.status_code == 400
    assert b"?story=318621" in response.content
    assert not response.cookies


def test_a_question_is_asked_in_the_pages_language(client: Client) -> None:
    response = client.get(f"/captcha/question?story={STORY}&language=fa-IR")

    assert "رقم" in response.content.decode()
    assert response["Content-Language"] == "fa"


def test_who_asks_too_often_waits_and_others_do_not(client: Client) -> None:
    for _ in range(views.AT_ONCE):
        assert client.get(f"/captcha/question?story={STORY}").status_code == 200

    response = client.get(f"/captcha/question?story={STORY}")

    assert response.status_code == 429
    assert int(response["Retry-After"]) == views.SECONDS_BETWEEN
    assert response["Content-Type"].startswith("text/plain")
    assert not response.cookies
    assert client.get(f"/captcha/question?story={STORY}", REMOTE_ADDR="192.0.2.9").status_code == 200


def test_a_third_drawing_at_once_is_put_off(client: Client, busy: None) -> None:
    response = client.get(f"/captcha/key.png?story={STORY}")

    assert response.status_code == 503
    assert response["Retry-After"] == "2"
    assert not response.cookies


def test_after_drawing_the_place_is_free_again(client: Client) -> None:
    codes = [client.get(f"/captcha/key.png?story={STORY}").status_code for _ in range(4)]

    assert codes == [200] * 4


def test_without_a_voice_there_is_no_sound_but_a_sentence(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    voices.program.cache_clear()
    monkeypatch.setenv("PATH", "/nonexistent")

    response = client.get(f"/captcha/key.wav?story={STORY}")
    voices.program.cache_clear()

    assert response.status_code == 404
    assert b"question in words" in response.content
    assert not response.cookies


def test_a_voice_that_fails_is_told_like_none(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    voices.clip.cache_clear()
    monkeypatch.setattr(voices, "program", lambda: "/nonexistent/flite")
    monkeypatch.setattr("dateline.captcha.sound.program", voices.program)

    response = client.get(f"/captcha/key.wav?story={STORY}")

    assert response.status_code == 404
    assert not response.cookies


@pytest.mark.skipif(not has_voice(), reason="neither flite nor espeak-ng is installed here")
def test_a_sound_is_a_wav(client: Client) -> None:
    response = client.get(f"/captcha/key.wav?story={STORY}")

    assert response["Content-Type"] == "audio/wav"
    assert response.content[:4] == b"RIFF"


def test_work_for_the_sound_is_more(client: Client) -> None:
    plain = client.get(f"/captcha/work.json?story={STORY}").json()
    sound = client.get(f"/captcha/work.json?story={STORY}&kind=sound").json()

    assert sound["maxnumber"] == 4 * plain["maxnumber"]


def test_any_answer_can_ask() -> None:
    minted = mint(STORY, Kind.QUESTION)
    response = HttpResponse()

    ask(response, minted)

    assert sent_cookies(response) == cookies_of(minted)


def test_a_key_needs_no_database(client: Client) -> None:
    # No `django_db` mark: a query would fail this test.
    assert client.get(f"/captcha/key.png?story={STORY}").status_code == 200
