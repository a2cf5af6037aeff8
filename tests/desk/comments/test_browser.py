"""Moderation in a real browser: by keyboard, by mouse, without script; accessible in light and dark."""

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from wagtail.users.models import UserProfile

from dateline.base.models import User
from dateline.comments.actions.deciding import approve_comment
from dateline.comments.models import Comment, Decision
from dateline.stories.models import Section
from tests.chromium import Chromium
from tests.comments.writing import comment_on
from tests.newsroom import draft_story, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ["Ada", "Bram", "Cleo", "Dov"]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
# The frame's own: its sidebar's help badge and breadcrumbs are Wagtail's to mend.
OURS = {"include": [["main .nice-padding"]]}


@pytest.fixture
def comments(editor: User) -> list[Comment]:
    """Four comments in the queue, the oldest first."""
    story = publish(draft_story(section=Section.objects.create(name="World")))
    assert story.number is not None
    return [comment_on(story.number, name=name, text=f"{name} was on the ferry.") for name in NAMES]


def log_in(page: Page, url: str) -> None:
    page.goto(f"{url}/desk/login/?next=/desk/comments/")
    page.fill("input[name=username]", "mara")
    page.fill("input[name=password]", "a long passphrase")
    page.click("button[type=submit]")
    page.wait_for_url("**/desk/comments/")


def undecided(page: Page) -> list[str]:
    return page.locator("[data-row]:not([data-decided]) .mod-row__name").all_inner_texts()


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("state", flat=True))


def test_a_approves_r_and_a_digit_reject_and_the_next_comment_has_the_focus(
    live_server: LiveServer, chromium: Chromium, comments: list[Comment]
) -> None:
    def moderate(page: Page) -> tuple[list[str], list[str], str, str]:
        log_in(page, live_server.url)
        expect(page.locator("[data-row]").first).to_be_focused()
        page.keyboard.press("a")
        expect(page.locator("[data-decided]")).to_have_count(1)
        page.keyboard.press("r")
        page.keyboard.press("2")
        expect(page.locator("[data-decided]")).to_have_count(2)
        expect(page.locator("[data-status]")).to_contain_text("Rejected: the comment by Bram. 2 waiting.")
        focused = page.locator("[data-row]:focus .mod-row__name").inner_text()
        badge = page.locator("a[data-waiting]").get_attribute("data-waiting") or ""
        left = undecided(page)
        page.reload()
        return left, undecided(page), focused, badge

    left, after_reload, focused, badge = chromium.look(moderate)

    assert left == after_reload == ["Cleo", "Dov"]
    assert (focused, badge) == ("Cleo", "2")
    assert states() == ["approved", "rejected", "waiting", "waiting"]
    made = Decision.objects.order_by("pk").values_list("what", "reason", "user__username")
    assert list(made) == [("approve", "", "mara"), ("reject", "abuse", "mara")]


def test_the_same_through_buttons_without_script(
    live_server: LiveServer, chromium: Chromium, comments: list[Comment]
) -> None:
    def moderate(page: Page) -> tuple[list[str], str]:
        log_in(page, live_server.url)
        page.get_by_role("button", name="Approve").first.click()
        first = page.locator("[data-row]").first
        first.locator("summary").click()
        first.get_by_role("button", name="Insult or threat").click()
        return undecided(page), page.locator(".messages").inner_text()

    left, message = chromium.look(moderate, scripts=False)

    assert left == ["Cleo", "Dov"]
    assert "Rejected: the comment by Bram." in message
    assert states() == ["approved", "rejected", "waiting", "waiting"]


def test_u_takes_back_n_notes_e_redacts_b_bans_and_x_selects(
    live_server: LiveServer, chromium: Chromium, comments: list[Comment]
) -> None:
    def moderate(page: Page) -> tuple[str, str, str]:
        log_in(page, live_server.url)
        page.keyboard.press("a")
        expect(page.locator("[data-decided]")).to_have_count(1)
        page.keyboard.press("u")
        expect(page.locator("[data-decided]")).to_have_count(0)
        page.keyboard.press("n")
        expect(page.locator("[data-panel] textarea")).to_be_focused()
        page.keyboard.type("was here: a, r and u are letters")
        page.get_by_role("button", name="Keep the note").click()
        expect(page.locator("[data-row]").first).to_contain_text("was here: a, r and u are letters")
        page.keyboard.press("e")
        box = page.locator("[data-panel] textarea")
        expect(box).to_be_focused()
        box.fill("Ada was on the liner.")
        page.get_by_role("button", name="Take out and mark").click()
        refused = page.locator("[data-panel] .mod-error").inner_text()
        page.locator("[data-panel] textarea").fill("was on the ferry.")
        page.get_by_role("button", name="Take out and mark").click()
        expect(page.locator(".mod-text").first).to_have_text("[…] was on the ferry.")
        page.keyboard.press("b")
        page.keyboard.press("Escape")
        expect(page.locator("[data-row]").first).to_be_focused()
        page.keyboard.press("x")
        page.keyboard.press("j")
        page.keyboard.press("x")
        two = page.locator("[data-selected-count]").inner_text().strip()
        page.get_by_label("This page").check()
        page.locator("#many-reason").select_option("spam")
        page.get_by_role("button", name="Reject…").last.click()
        page.wait_for_url("**/many/")
        return refused, two, page.locator(".mod-question").inner_text()

    refused, selected, question = chromium.look(moderate)

    assert "“liner” is not in the comment" in refused
    assert selected == "(2)"
    assert question == "Reject 4 comments as “Spam or advertising”?"
    assert [decision.what for decision in Decision.objects.all()] == ["approve", "undo", "redact"]


def test_what_somebody_decided_meanwhile_is_told_in_the_row(
    live_server: LiveServer, chromium: Chromium, comments: list[Comment]
) -> None:
    def moderate(page: Page) -> str:
        log_in(page, live_server.url)
        quicker = page.context.new_page()
        quicker.goto(f"{live_server.url}/desk/comments/")
        quicker.keyboard.press("a")
        expect(quicker.locator("[data-decided]")).to_have_count(1)
        page.bring_to_front()
        page.keyboard.press("a")
        expect(page.locator(".mod-row .mod-error")).to_be_visible()
        expect(page.locator("[data-status]")).to_contain_text("Somebody else has decided")
        return page.locator("[data-row]:focus .mod-error").inner_text()

    assert "Somebody else has decided" in chromium.look(moderate)
    assert Decision.objects.count() == 1


def test_the_rows_behind_follow_when_a_page_is_done(
    live_server: LiveServer, chromium: Chromium, comments: list[Comment]
) -> None:
    for index in range(28):
        comment_on(comments[0].number, name=f"Reader {index}")

    def moderate(page: Page) -> list[str]:
        log_in(page, live_server.url)
        for done in range(1, 31):
            page.keyboard.press("a")
            if done < 30:
                expect(page.locator("[data-decided]")).to_have_count(done)
        expect(page.locator("[data-status]")).to_contain_text("2 more comments.")
        expect(page.locator("[data-row]").first).to_be_focused()
        return undecided(page)

    assert chromium.look(moderate) == ["Reader 26", "Reader 27"]
    assert Comment.objects.filter(state="approved").count() == 30


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    live_server: LiveServer,
    chromium: Chromium,
    comments: list[Comment],
    editor: User,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    approve_comment(comments[3].pk, user=editor)
    addresses = ["", f"{comments[0].pk}/", f"{comments[0].pk}/ban/", "decisions/", "bans/", "rules/", "rules/paper/"]

    def look(page: Page) -> tuple[list[Any], list[str]]:
        log_in(page, live_server.url)
        found: list[Any] = []
        wide: list[str] = []
        for address in addresses:
            page.goto(f"{live_server.url}/desk/comments/{address}", wait_until="networkidle")
            result = Axe().run(page, context=OURS, options=RULES)
            found += [
                (address, item["id"], [node["html"] for node in item["nodes"]])
                for item in result.response["violations"]
            ]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wide.append(address)
        return found, wide

    assert chromium.look(look, scheme=scheme, width=width) == ([], [])


def test_keys_that_are_switched_off_do_nothing(
    live_server: LiveServer, chromium: Chromium, comments: list[Comment], editor: User
) -> None:
    UserProfile.objects.create(user=editor, keyboard_shortcuts=False)

    def moderate(page: Page) -> list[str]:
        log_in(page, live_server.url)
        page.keyboard.press("a")
        page.keyboard.press("r")
        page.keyboard.press("1")
        page.get_by_role("button", name="Approve").first.click()
        expect(page.locator("[data-decided]")).to_have_count(1)
        return undecided(page)

    assert chromium.look(moderate) == ["Bram", "Cleo", "Dov"]


def test_on_the_page_of_one_comment_the_keys_send_the_plain_forms(
    live_server: LiveServer, chromium: Chromium, comments: list[Comment]
) -> None:
    def moderate(page: Page) -> str:
        log_in(page, live_server.url)
        page.keyboard.press("o")
        page.wait_for_url(f"**/{comments[0].pk}/")
        page.wait_for_load_state()
        page.keyboard.press("a")
        expect(page.locator(".messages")).to_contain_text("Approved: the comment by Ada.")
        # A message is seen before the page's script listens to keys.
        page.wait_for_load_state()
        page.keyboard.press("u")
        expect(page.locator(".messages")).to_contain_text("Taken back: the comment by Ada.")
        page.wait_for_load_state()
        page.keyboard.press("b")
        page.wait_for_url("**/ban/**")
        page.get_by_role("button", name="Ban", exact=True).click()
        expect(page.locator(".messages")).to_contain_text("Banned the author")
        return page.url

    assert chromium.look(moderate).endswith(f"/desk/comments/{comments[0].pk}/")
    assert [decision.what for decision in Decision.objects.all()] == ["approve", "undo", "ban"]
