"""Comments in a real browser: the whole way of a comment with script on and with script off; accessible everywhere."""

import re
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from dateline.base.buckets import Buckets
from dateline.captcha import challenges
from dateline.captcha.answers import Kind
from dateline.captcha.work import SOUND_EFFORT
from dateline.comments.models import Comment
from dateline.public.views import comment_reporting, comment_sending
from tests.chromium import Chromium
from tests.comments.writing import TEXT
from tests.public.discussion import let_them_type, open_comments, put, put_many
from tests.public.newsstand import ADDRESS, NUMBER, print_stories, print_story
from tests.public.test_browser import PERSIAN, RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = f"/news/{NUMBER}/comments/"
KEYS = {Kind.PICTURE: "ACEKMN", Kind.SOUND: "HJMQRW", Kind.QUESTION: "7"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper on the air, and a browser to answer it with."""

    url: str
    chromium: Chromium


@pytest.fixture
def paper(live_server: LiveServer, chromium: Chromium, monkeypatch: pytest.MonkeyPatch) -> Paper:
    """The story about the ferry takes comments. Chance always draws the same key, and they type."""
    monkeypatch.setattr(challenges, "new_answer", KEYS.__getitem__)
    for view in (comment_sending, comment_reporting):
        let_them_type(monkeypatch, view)
    monkeypatch.setattr("dateline.captcha.views.visitors", Buckets(per_second=100, burst=1_000))
    print_stories(3)
    print_story()
    open_comments()
    return Paper(live_server.url, chromium)


def open_form(page: Page) -> None:
    """Press "Write a comment": a summary where there are scripts, else a link."""
    page.locator(".writing summary, .writing > noscript a").locator("visible=true").click()


def fill(page: Page, *, text: str = TEXT, key: str = KEYS[Kind.PICTURE]) -> None:
    """Open the form, if it is not there yet, and fill it in."""
    if not page.is_visible("#c-name"):
        open_form(page)
    page.fill("#c-name", "Ada")
    page.fill("#c-email", "ada@example.org")
    page.fill("#c-text", text)
    page.fill("#c-key", key)


def send(page: Page) -> None:
    """Press Send."""
    page.click(".send .button")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_comment_is_sent_after_a_wrong_key_and_withdrawn(paper: Paper, scripts: bool) -> None:
    def way(page: Page) -> list[str]:
        page.goto(paper.url + ADDRESS)
        fill(page, key="AAAAAA")
        send(page)
        said = [page.inner_text("#refusal"), page.input_value("#c-text"), page.input_value("#c-key")]
        fill(page)
        send(page)
        page.wait_for_url("**/comments/mine/**")
        said.append(page.inner_text("h1"))
        page.click("text=Withdraw this comment")
        page.click("text=Yes, withdraw it for good")
        return [*said, page.inner_text(".fate")]

    said = paper.chromium.look(way, scripts=scripts)

    assert said[0].startswith("The security key did not match.")
    assert said[1:3] == [TEXT, ""]
    assert said[3:] == ["Thank you. Your comment is safe with us.", "You have withdrawn it. Its text is deleted."]
    assert Comment.objects.get().state == "withdrawn"


@pytest.mark.parametrize("scripts", [True, False])
def test_no_cookie_is_set_until_the_form_is_opened(paper: Paper, scripts: bool) -> None:
    first = put()

    def cookies(page: Page) -> list[list[str]]:
        found = []
        for address in (ADDRESS, LIST, f"{LIST}{first.pk}/"):
            page.goto(paper.url + address, wait_until="networkidle")
            page.mouse.wheel(0, 10_000)
            page.wait_for_timeout(200)
            found.append([str(cookie.get("name")) for cookie in page.context.cookies()])
        with page.expect_response("**/captcha/key.png*"):
            open_form(page)
        return [
            *found,
            [str(cookie.get("name"))[:4] for cookie in page.context.cookies(f"{paper.url}/comments/{NUMBER}/")],
        ]

    assert paper.chromium.look(cookies, scripts=scripts) == [[], [], [], ["key-"]]


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_is_sent_from_its_thread(paper: Paper, scripts: bool) -> None:
    first = put(text="Where is the buoy?")

    def answered(page: Page) -> str:
        page.goto(paper.url + LIST)
        page.click(".comment footer >> text=Answer")
        fill(page)
        send(page)
        page.wait_for_url("**/comments/mine/**")
        return page.inner_text("h1")

    assert paper.chromium.look(answered, scripts=scripts).startswith("Thank you.")
    assert Comment.objects.get(state="waiting").thread == first


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(
    ("button", "kind"), [("A question in words instead", "question"), ("Captcha refresh", "picture")]
)
def test_another_key_keeps_what_was_typed_and_works(paper: Paper, button: str, kind: str, scripts: bool) -> None:
    def way(page: Page) -> str:
        page.goto(paper.url + ADDRESS)
        fill(page, key="??????")
        page.click(f"text={button}")
        expect(page.locator("[name=aid]")).to_have_value(kind)
        expect(page.locator("#c-key")).to_have_value("")
        assert page.input_value("#c-text") == TEXT
        page.fill("#c-key", KEYS[Kind(kind)])
        page.keyboard.press("Enter")
        page.wait_for_url("**/comments/mine/**")
        return page.inner_text("h1")

    assert paper.chromium.look(way, scripts=scripts).startswith("Thank you.")


def test_with_script_a_new_picture_comes_in_place_and_the_keyboard_stays_at_the_key(paper: Paper) -> None:
    def swapped(page: Page) -> tuple[bool, str, str]:
        page.goto(paper.url + ADDRESS)
        fill(page, key="??????")
        before = page.get_attribute(".aid img", "src")
        page.click("text=Captcha refresh")
        expect(page.locator("#c-key")).to_be_focused()
        return before != page.get_attribute(".aid img", "src"), page.input_value("#c-key"), urlsplit(page.url).path

    assert paper.chromium.look(swapped) == (True, "", ADDRESS)


def test_with_script_listening_plays_in_place(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.public.comment_form.has_voice", lambda: True)

    def heard(page: Page) -> tuple[str | None, str, str]:
        page.route("**/captcha/key.wav*", lambda route: route.fulfill(body=b"", content_type="audio/wav"))
        page.goto(paper.url + ADDRESS)
        fill(page)
        page.click("text=Listen instead")
        page.wait_for_selector(".aid audio")
        return page.get_attribute(".aid audio", "src"), page.inner_text("#c-key-hint"), page.input_value("[name=aid]")

    source, hint, aid = paper.chromium.look(heard)

    assert re.fullmatch(rf"/captcha/key\.wav\?story={NUMBER}&n=\d+", source or "")
    assert hint.startswith("The six letters and digits you hear")
    assert aid == "sound"


def test_with_script_the_work_is_done_and_sent_along(paper: Paper) -> None:
    def worked(page: Page) -> str:
        page.goto(paper.url + ADDRESS)
        fill(page)
        expect(page.locator("[name=altcha]")).not_to_have_value("", timeout=30_000)
        send(page)
        page.wait_for_url("**/comments/mine/**")
        return page.inner_text("h1")

    assert paper.chromium.look(worked).startswith("Thank you.")


def test_whoever_turns_from_the_picture_to_a_question_does_the_larger_work(paper: Paper) -> None:
    def asked_for(page: Page) -> int:
        page.goto(paper.url + ADDRESS)
        with page.expect_response("**/captcha/work.json*kind=picture"):
            open_form(page)
        with page.expect_response("**/captcha/work.json*kind=question", timeout=5_000) as larger:
            page.click("text=A question in words instead")
        return int(larger.value.json()["maxnumber"])

    assert paper.chromium.look(asked_for) == SOUND_EFFORT


def test_work_that_never_ends_keeps_nobody_from_sending(paper: Paper) -> None:
    def sent(page: Page) -> str:
        endless = "addEventListener('message', () => setInterval(() => {}, 50));"
        page.route("**/comment-work*.js", lambda route: route.fulfill(body=endless, content_type="text/javascript"))
        page.goto(paper.url + ADDRESS)
        fill(page)
        page.wait_for_timeout(200)
        send(page)
        page.wait_for_url("**/comments/mine/**", timeout=6_000)
        return page.inner_text("h1")

    assert paper.chromium.look(sent).startswith("Thank you.")


def test_a_double_click_sends_one_comment(paper: Paper) -> None:
    def clicked(page: Page) -> int:
        posts: list[str] = []
        page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
        page.goto(paper.url + ADDRESS)
        fill(page)
        page.dblclick(".send .button")
        page.wait_for_url("**/comments/mine/**")
        return len(posts)

    assert paper.chromium.look(clicked) == 1
    assert Comment.objects.count() == 1


def test_with_script_what_was_typed_outlives_a_closed_page_until_it_is_taken(paper: Paper) -> None:
    def typed(page: Page) -> list[str]:
        page.goto(paper.url + ADDRESS)
        fill(page)
        page.goto(f"{paper.url}/")
        page.goto(paper.url + ADDRESS)
        found = [page.input_value("#c-text")]
        fill(page)
        send(page)
        page.wait_for_url("**/comments/mine/**")
        page.goto(paper.url + ADDRESS)
        return [*found, page.input_value("#c-text")]

    assert paper.chromium.look(typed) == [TEXT, ""]


def test_a_send_that_never_arrives_loses_nothing(paper: Paper) -> None:
    def lost(page: Page) -> str:
        def cut(route: Route) -> None:
            route.abort() if route.request.method == "POST" else route.continue_()

        page.route(f"**/comments/{NUMBER}/", cut)
        page.goto(paper.url + ADDRESS)
        fill(page)
        send(page)
        page.wait_for_timeout(300)
        page.goto(paper.url + ADDRESS)
        return page.input_value("#c-text")

    assert paper.chromium.look(lost) == TEXT


def test_characters_that_are_left_are_counted(paper: Paper) -> None:
    def counted(page: Page) -> str:
        page.goto(paper.url + ADDRESS)
        fill(page, text="Ferry.")
        return page.inner_text("#c-text-hint")

    assert paper.chromium.look(counted) == "4,994 characters left."


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_no_page_is_too_wide(paper: Paper, scheme: Literal["light", "dark"], width: int) -> None:
    print_story(**PERSIAN)
    open_comments(40)
    put(number=40, name="رضا", text="کشتی باید هر روز برود. " * 9)
    first, second, *_ = put_many(60)
    answer = put(answers=first, name="A" * 80, text="https://a.example/" + "x" * 300)
    put(answers=answer, is_redacted=True)
    put(answers=second)
    Comment.objects.filter(pk=second.pk).update(state="withdrawn")
    pages = [
        *(ADDRESS, "/40", LIST, f"{LIST}oldest/", f"{LIST}{first.pk}/", f"{LIST}{second.pk}/"),
        *(f"/comments/{NUMBER}/", f"/comments/{NUMBER}/report/{first.pk}/", "/comments/privacy/", "/comments/mine/"),
        f"/comments/{NUMBER}/report/{first.pk}/thanks/",
    ]

    def looked(page: Page, address: str) -> list[Any]:
        wide = page.evaluate("document.documentElement.scrollWidth")
        result = Axe().run(page, options=RULES)
        found = [
            (address, item["id"], [node["html"] for node in item["nodes"]]) for item in result.response["violations"]
        ]
        return found + ([(address, "width", wide)] if wide > width else [])

    def violations(page: Page) -> list[Any]:
        found: list[Any] = []
        for address in pages:
            page.goto(paper.url + address)
            if page.locator(".writing").count():
                open_form(page)
            found += looked(page, address)
        page.goto(paper.url + ADDRESS)
        fill(page, key="AAAAAA")
        send(page)
        page.wait_for_selector("#refusal")
        found += looked(page, "after a wrong key")
        fill(page)
        send(page)
        page.wait_for_url("**/comments/mine/**")
        found += looked(page, "one's own")
        page.click("text=Withdraw this comment")
        return found + looked(page, "withdrawing")

    assert paper.chromium.look(violations, scheme=scheme, width=width) == []


def test_nothing_a_reader_typed_runs_and_nothing_is_logged(paper: Paper) -> None:
    first = put(name="<img src=x onerror=window.ran=1>", text="<script>window.ran=1</script>javascript:window.ran=1")

    def ran(page: Page) -> list[str]:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for address in (ADDRESS, LIST, f"{LIST}{first.pk}/", f"/comments/{NUMBER}/report/{first.pk}/"):
            page.goto(paper.url + address, wait_until="networkidle")
            said += ["ran"] if page.evaluate("'ran' in window") else []
        return said

    assert paper.chromium.look(ran) == []


def test_comments_are_not_printed_on_paper(paper: Paper) -> None:
    put()

    def printed(page: Page) -> bool:
        page.goto(paper.url + ADDRESS)
        page.emulate_media(media="print")
        return page.locator("#comments").is_visible()

    assert not paper.chromium.look(printed)
