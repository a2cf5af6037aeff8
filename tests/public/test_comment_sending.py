"""Sending a comment, as a browser does it: taken, refused, and never lost."""

import re
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from dateline.captcha.answers import Kind
from dateline.captcha.challenges import COOKIE_PREFIX
from dateline.comments.models import Comment, Discussion
from dateline.public.views import comment_sending
from dateline.record.models import Act
from dateline.stories.actions.amending import amend
from tests.comments.writing import TEXT
from tests.public.discussion import URLENCODED, filled, let_them_type, open_comments, put
from tests.public.newsstand import ADDRESS, HEADLINE, NUMBER, html_of, print_stories, print_story, text_of

pytestmark = pytest.mark.django_db

FORM = f"/comments/{NUMBER}/"
EXOTIC = "  “Zwölf Boote” & <b>7</b> نه\r\nشب\r\n\r\n\N{FERRY} </textarea>"


@pytest.fixture(autouse=True)
def a_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """The story about the ferry takes comments, and nobody types quicker than twenty seconds."""
    print_story()
    open_comments()
    let_them_type(monkeypatch, comment_sending)


def kept(html: str) -> dict[str, str]:
    """What stands in the form's fields."""
    fields = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([a-z]+)" value="([^"]*)"', html)
    }
    text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.DOTALL)
    return fields | ({"text": unescape(text[1])} if text else {})


def test_a_comment_is_taken_and_its_author_led_to_its_own_page(client: Client) -> None:
    response = client.post(FORM, filled(client))

    comment = Comment.objects.get()
    assert (comment.number, comment.name, comment.text, comment.state) == (NUMBER, "Ada", TEXT, "waiting")
    assert response.status_code == 303
    assert re.fullmatch(r"/comments/mine/[\w-]{20,}/", response.headers["Location"])
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Thank you. Your comment is safe with us." in text_of(html_of(client, response.headers["Location"]))


def test_the_same_form_sent_twice_leads_to_the_same_page(client: Client) -> None:
    fields = filled(client)

    first, second = client.post(FORM, fields), client.post(FORM, fields)

    assert first.headers["Location"] == second.headers["Location"]
    assert Comment.objects.count() == 1


def test_browsers_send_it_as_urlencoded_text(client: Client) -> None:
    response = client.post(FORM, urlencode(filled(client, name="Åsa", text=EXOTIC)), content_type=URLENCODED)

    assert response.status_code == 303
    assert Comment.objects.get().name == "Åsa"


def test_a_wrong_key_brings_one_sentence_a_new_picture_and_everything_typed(client: Client) -> None:
    fields = filled(client, name="Ada <b>", email="ada@example.org", text=EXOTIC, key="wrong!")

    html = client.post(FORM, fields)

    assert html.status_code == 422
    page = html.content.decode()
    assert "The security key did not match." in text_of(page)
    assert kept(page)["name"] == "Ada <b>"
    assert kept(page)["email"] == "ada@example.org"
    assert kept(page)["text"] == EXOTIC
    assert f'<img src="/captcha/key.png?story={NUMBER}"' in page
    assert 'id="refusal" role="alert" tabindex="-1" autofocus' in page
    assert re.search(r'<input id="c-key"[^>]* aria-invalid="true" aria-describedby="refusal c-key-hint"', page)
    assert "<title>Not sent: Your comment" in page
    assert HEADLINE in page
    assert "wrong!" not in page
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"text": ""}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"email": "nobody"}, "email"),
        ({"key": ""}, "key"),
    ],
)
def test_each_fault_is_told_at_its_field(client: Client, fields: dict[str, str], field: str) -> None:
    typed = filled(client) | fields

    response = client.post(FORM, typed)

    html = response.content.decode()
    assert 400 <= response.status_code < 500
    assert re.search(rf'id="c-{field}"[^>]* aria-invalid="true" aria-describedby="refusal', html)
    assert html.count("aria-invalid") == 1
    assert f'<a href="#c-{field}">To the field</a>' in html
    assert kept(html)["text"] == typed["text"]


def test_missing_fields_are_as_empty_ones(client: Client) -> None:
    response = client.post(FORM, {}, headers={"sec-fetch-site": "same-origin"})

    assert 400 <= response.status_code < 500
    assert "<form" in response.content.decode()


@pytest.mark.parametrize(
    ("act", "kind", "piece"),
    [
        ("refresh", "picture", f'<img src="/captcha/key.png?story={NUMBER}"'),
        ("question", "question", '<b dir="auto">'),
    ],
)
def test_the_buttons_beside_the_key_bring_another_and_keep_what_was_typed(
    client: Client, act: str, kind: str, piece: str
) -> None:
    fields = {"name": "Ada", "email": "ada@example.org", "text": EXOTIC, "key": "ABC", "do": act}

    response = client.post(FORM, fields)

    html = response.content.decode()
    assert response.status_code == 200
    assert piece in html
    assert kept(html)["aid"] == kind
    assert kept(html)["text"] == EXOTIC
    assert 'role="alert"' not in html
    assert not Comment.objects.exists()


def test_the_question_in_words_is_asked_in_the_storys_language_with_its_cookie(client: Client) -> None:
    print_story(number=40, language="de", headline="Fähre fährt wieder", legacy_urls=())
    open_comments(40)

    response = client.post("/comments/40/", {"do": "question"})

    question = re.search(r'<b dir="auto">([^<]+)</b>', response.content.decode())
    assert question
    assert re.search(r"\b(?:plus|minus|und|weniger)\b", question[1])
    [cookie] = [cookie for name, cookie in response.cookies.items() if name.startswith(COOKIE_PREFIX)]
    assert (cookie["path"], cookie["samesite"], bool(cookie["httponly"])) == ("/comments/40/", "Strict", True)


def test_where_there_is_a_voice_listening_brings_a_player(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.public.comment_form.has_voice", lambda: True)

    html = client.post(FORM, {"do": "listen", "text": "Kept."}).content.decode()

    assert f'<audio controls autoplay src="/captcha/key.wav?story={NUMBER}">' in html
    assert "Say another one" in html
    assert kept(html)["text"] == "Kept."


def test_where_there_is_none_listening_brings_the_question(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.public.comment_form.has_voice", lambda: False)

    html = client.post(FORM, {"do": "listen"}).content.decode()

    assert '<b dir="auto">' in html
    assert "Listen instead" not in html


def test_whoever_was_asked_in_words_is_asked_in_words_again(client: Client) -> None:
    fields = filled(client, kind=Kind.QUESTION, key="99") | {"aid": "question"}

    html = client.post(FORM, fields).content.decode()

    assert '<b dir="auto">' in html
    assert "The answer as a number." in text_of(html)


@pytest.mark.parametrize("kind", [Kind.SOUND, Kind.QUESTION])
def test_a_comment_passes_without_eyes(client: Client, kind: Kind) -> None:
    assert client.post(FORM, filled(client, kind=kind)).status_code == 303


def test_enter_sends_and_does_not_refresh() -> None:
    html = html_of(Client(), FORM)

    first = re.search(r"<button[^>]*>", html[html.index("<form") :])
    assert first
    assert 'name="do" value="send" tabindex="-1"' in first[0]


def test_the_trap_is_out_of_everybodys_way_and_never_filled_again(client: Client) -> None:
    response = client.post(FORM, filled(client, website="https://spam.example"))

    html = response.content.decode()
    assert response.status_code == 422
    assert "spam.example" not in html
    assert re.search(
        r'<div class="trap" aria-hidden="true">.*<input name="website" tabindex="-1" autocomplete="off">', html
    )


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": "http://127.0.0.1:8000"},
        {"origin": "http://testserver"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
    ],
)
def test_a_form_from_here_is_taken(client: Client, headers: dict[str, str]) -> None:
    assert client.post(FORM, filled(client), headers=headers).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "https://evil.example"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8000.evil.example"},
    ],
)
def test_a_form_from_elsewhere_is_refused_and_what_was_typed_is_kept(client: Client, headers: dict[str, str]) -> None:
    response = client.post(FORM, filled(client), headers=headers)

    html = response.content.decode()
    assert response.status_code == 403
    assert "from another site" in text_of(html)
    assert kept(html)["text"] == TEXT
    assert not Comment.objects.exists()


def test_what_is_far_too_long_is_refused_and_kept(client: Client) -> None:
    text = "A very long letter. " * 5_000

    response = client.post(FORM, urlencode(filled(client, text=text)), content_type=URLENCODED)

    assert response.status_code == 413
    assert kept(response.content.decode())["text"] == text


def test_what_is_longer_than_we_read_is_refused_in_words(client: Client) -> None:
    response = client.post(FORM, b"text=" + b"x" * 1_100_000, content_type=URLENCODED)

    assert response.status_code == 413
    assert "far longer than a comment may be" in text_of(response.content.decode())


def test_what_is_not_utf_8_is_marked_and_the_rest_kept(client: Client) -> None:
    body = f"name=Ada&text={quote('Die Fähre fährt.', encoding='latin-1')}"

    response = client.post(FORM, body, content_type=URLENCODED)

    assert response.status_code == 400
    assert kept(response.content.decode())["text"] == "Die F\ufffdhre f\ufffdhrt."


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "", "multipart/mixed"])
def test_another_kind_of_body_is_refused(client: Client, content_type: str) -> None:
    response = client.post(FORM, b'{"text": "x"}', content_type=content_type)

    assert response.status_code == 415


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"&".join(b"a%d=1" % place for place in range(2_000)), URLENCODED),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
        (
            b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n\r\n' * 200 + b"--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_a_broken_form_is_refused_in_words(client: Client, body: bytes, content_type: str) -> None:
    response = client.post(FORM, body, content_type=content_type)

    assert 400 <= response.status_code < 500
    assert "<form" in response.content.decode()


@pytest.mark.parametrize("charset", ["hex", "unicode_escape", "utf-16"])
def test_a_charset_that_the_sender_names_is_not_believed(client: Client, charset: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800 Boote\r\n--x--\r\n'

    response = client.post(FORM, body, content_type=f'multipart/form-data; Charset="{charset}"; boundary=x')

    assert response.status_code == 422
    assert kept(response.content.decode())["text"] == "\\ud800 Boote"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("address", [FORM, "/comments/mine/", "/comments/privacy/", "/comments/mine/abc/"])
def test_other_methods_are_refused_in_words(client: Client, address: str, method: str) -> None:
    response = client.generic(method, address)

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "Nothing was changed." in text_of(response.content.decode())


@pytest.mark.parametrize("address", [FORM, "/comments/privacy/", "/comments/mine/"])
def test_head_is_answered_like_get_and_nothing_is_kept(client: Client, address: str) -> None:
    response = client.head(address)

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_the_comment_that_is_answered_stands_above_the_form(client: Client) -> None:
    first = put(name="Bram", text="Where is the buoy?")

    response = client.post(FORM, filled(client, answers=str(first.pk), key=""))

    html = response.content.decode()
    assert html.index("Where is the buoy?") < html.index("<form")
    assert "Your answer" in text_of(html)
    assert kept(html)["answers"] == str(first.pk)


def test_the_form_of_an_answer_has_an_address(client: Client) -> None:
    first = put(text="Where is the buoy?")

    html = html_of(client, f"{FORM}?answers={first.pk}")

    assert "Where is the buoy?" in text_of(html)
    assert kept(html)["answers"] == str(first.pk)


def test_an_answer_stands_in_the_thread_it_answers(client: Client) -> None:
    first = put()

    client.post(FORM, filled(client, answers=str(first.pk)))

    assert Comment.objects.get(state="waiting").thread == first


@pytest.mark.parametrize("answers", ["x", "-1", "9" * 30, "999999", "\u0663"])
def test_an_answer_to_nothing_is_refused_and_kept(client: Client, answers: str) -> None:
    response = client.post(FORM, filled(client, answers=answers))

    assert 400 <= response.status_code < 500
    assert kept(response.content.decode())["text"] == TEXT


def test_where_comments_are_closed_the_text_can_still_be_copied(client: Client) -> None:
    Discussion.objects.filter(number=NUMBER).update(openness="closed")

    response = client.post(FORM, filled(client))

    html = response.content.decode()
    assert response.status_code in {403, 409, 422}
    assert "<form" not in html
    assert "What you wrote, for you to copy" in text_of(html)
    assert kept(html)["text"] == TEXT


def test_a_comment_on_no_story_is_given_back(client: Client) -> None:
    response = client.post("/comments/999/", filled(client, number=999))

    assert response.status_code == 404
    assert kept(response.content.decode())["text"] == TEXT


def test_a_comment_on_a_removed_story_is_given_back(client: Client) -> None:
    first = put(text="Where is the buoy?")
    amend(NUMBER, Act.KILL, note="It endangered a witness.")

    response = client.post(FORM, filled(client, answers=str(first.pk)))

    assert 400 <= response.status_code < 500
    assert "buoy" not in response.content.decode()
    assert HEADLINE not in response.content.decode()
    assert kept(response.content.decode())["text"] == TEXT


def test_the_form_of_no_story_is_no_page(client: Client) -> None:
    html_of(client, "/comments/999/", status=404)
    amend(NUMBER, Act.KILL, note="It endangered a witness.")
    html_of(client, FORM, status=410)


def test_a_key_for_another_story_is_refused(client: Client) -> None:
    print_stories(1)
    open_comments(1)
    fields = filled(client, number=1)

    response = client.post(FORM, fields)

    assert response.status_code == 422
    assert "another story" in text_of(response.content.decode())


def test_too_many_comments_are_told_when_to_come_back(client: Client) -> None:
    answers = [client.post(FORM, filled(client, text=f"{place * 7919} boats, said {place}.")) for place in range(40)]

    refused = [response for response in answers if response.status_code == 429]
    assert refused
    assert int(refused[-1].headers["Retry-After"]) > 0
    assert "<textarea" in refused[-1].content.decode()


def test_the_story_page_sets_no_cookie_and_the_key_does(client: Client) -> None:
    page, key = client.get(ADDRESS), client.get("/captcha/question", {"story": NUMBER})

    assert page.cookies == SimpleCookie()
    assert [name.startswith(COOKIE_PREFIX) for name in key.cookies] == [True]
