"""Reader pages in a real browser: accessible, quiet, readable at any width, and mirrored where they should be."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from dateline.record.models import Act
from dateline.stories.actions.amending import amend
from tests.chromium import Chromium
from tests.public.newsstand import ADDRESS, NUMBER, print_pictured_story, print_stories, print_story
from tests.public.test_body import BLOCKS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PERSIAN = {
    "number": 40,
    "language": "fa",
    "headline": "کشتی وِل پس از توفان دوباره به راه افتاد",
    "kicker": "بندر",
    "standfirst": "روزی دو بار، تا موج‌شکن بازسازی شود.",
    "place": "وِل",
    "body": tuple({"type": "paragraph", "html": "کشتی وِل از جمعه دوباره به راه می‌افتد. " * 12} for _ in range(3)),
    "legacy_urls": (),
}
HEBREW = {
    **PERSIAN,
    "number": 41,
    "language": "he",
    "headline": "המעבורת לוול חוזרת לפעול",
    "body": (BLOCKS["paragraph"] | {"type": "paragraph"},),
}
PAGES = [
    "/",
    ADDRESS,
    "/40",
    "/41",
    "/318622",
    "/31",
    "/30",
    "/section/world/",
    "/2021/12/10/",
    "/2021/12/",
    "/2021/",
    "/archive/",
    "/no/such/page",
]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper on the air, and a browser to read it with."""

    url: str
    chromium: Chromium


@pytest.fixture
def paper(live_server: LiveServer, chromium: Chromium) -> Paper:
    """Stories of every kind: with all blocks and notices, right to left, pictured, retracted, killed."""
    print_stories(39)
    blocks = tuple({"type": kind, **fields} for kind, fields in BLOCKS.items() if kind != "image")
    print_story(body=(*blocks, {"type": "paragraph", "html": "A long paragraph about the tide. " * 30}))
    print_story(**PERSIAN)
    print_story(**HEBREW)
    print_pictured_story()
    at = datetime(2021, 12, 10, 18, 0, tzinfo=UTC)
    amend(NUMBER, Act.CORRECT, note="It sails on Sunday.", replacements=[("At the bar", "On the bar")], at=at)
    amend(NUMBER, Act.UPDATE, note="Adds the tide.", replacements=[("Under way", "On her way")], at=at)
    amend(31, Act.RETRACT, note="It never happened.")
    amend(30, Act.KILL, note="It endangered a witness.")
    return Paper(live_server.url, chromium)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page(paper: Paper, scheme: Literal["light", "dark"], width: int) -> None:
    axe = Axe()

    def violations(page: Page) -> list[Any]:
        found: list[Any] = []
        for address in PAGES:
            page.goto(paper.url + address)
            result = axe.run(page, options=RULES)
            found += [
                (address, item["id"], [node["html"] for node in item["nodes"]])
                for item in result.response["violations"]
            ]
        return found

    assert paper.chromium.look(violations, scheme=scheme, width=width) == []


def test_no_page_logs_an_error_fails_a_request_or_leaves_the_paper(paper: Paper) -> None:
    def trouble(page: Page) -> list[str]:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("requestfailed", lambda request: said.append(f"{request.failure}: {request.url}"))
        page.on("request", lambda request: said.extend([] if request.url.startswith(paper.url) else [request.url]))
        for address in PAGES[:-1]:
            page.goto(paper.url + address, wait_until="load")
        said += [str(cookie) for cookie in page.context.cookies()]
        return said

    said = paper.chromium.look(trouble)

    # The browser reports the one page that answers 410, and the favicon it no longer wants when the next page comes.
    assert [line for line in said if "410 (Gone)" not in line and "ERR_ABORTED" not in line] == []


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280, 2560])
def test_no_page_is_wider_than_its_window(paper: Paper, width: int) -> None:
    def widths(page: Page) -> dict[str, int]:
        found = {}
        for address in PAGES:
            page.goto(paper.url + address)
            found[address] = page.evaluate("document.documentElement.scrollWidth")
        return found

    assert {wide for wide in paper.chromium.look(widths, width=width).values() if wide > width} == set()


def test_text_at_twice_its_size_still_fits(paper: Paper) -> None:
    def widths(page: Page) -> list[int]:
        found = []
        for address in ("/", ADDRESS, "/40", "/2021/12/"):
            page.goto(paper.url + address)
            page.evaluate("document.styleSheets[0].insertRule('html { font-size: 200% }')")
            found.append(page.evaluate("document.documentElement.scrollWidth"))
        return found

    assert max(paper.chromium.look(widths, width=1280)) <= 1280


def test_a_persian_story_is_the_mirror_of_an_english_one(paper: Paper) -> None:
    def sides(page: Page) -> list[tuple[bool, str]]:
        found = []
        for address in (ADDRESS, "/40"):
            page.goto(paper.url + address)
            slip, body = page.locator(".slip").bounding_box(), page.locator(".body").bounding_box()
            assert slip
            assert body
            align = page.locator(".body").evaluate("node => getComputedStyle(node).direction")
            found.append((slip["x"] < body["x"], align))
        return found

    assert paper.chromium.look(sides) == [(True, "ltr"), (False, "rtl")]


def test_a_line_of_a_story_holds_a_comfortable_number_of_letters(paper: Paper) -> None:
    def letters_per_line(page: Page) -> float:
        page.goto(paper.url + ADDRESS)
        script = """node => {
            const range = document.createRange();
            range.selectNodeContents(node);
            const tops = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
            return node.textContent.length / tops.size;
        }"""
        return float(page.locator(".body > p").last.evaluate(script))

    assert 55 <= paper.chromium.look(letters_per_line) <= 80


def test_the_first_stop_of_the_keyboard_leads_past_the_masthead(paper: Paper) -> None:
    def first_stop(page: Page) -> tuple[str, bool]:
        page.goto(paper.url + ADDRESS)
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        return link.inner_text(), link.is_visible()

    assert paper.chromium.look(first_stop) == ("Skip to the news", True)


def test_on_paper_a_story_has_two_columns_its_address_and_no_navigation(paper: Paper) -> None:
    def printed(page: Page) -> tuple[str, bool, bool]:
        page.goto(paper.url + ADDRESS)
        page.emulate_media(media="print")
        columns = page.locator(".body").evaluate("node => getComputedStyle(node).columnCount")
        return columns, page.locator(".sections").is_visible(), page.locator(".slip .address").is_visible()

    assert paper.chromium.look(printed) == ("2", False, True)


def test_the_paper_reads_the_same_without_scripts(paper: Paper) -> None:
    def words(page: Page) -> str:
        page.goto(paper.url + ADDRESS)
        return page.locator("main").inner_text()

    with_scripts = paper.chromium.look(words)
    without = paper.chromium.look(words, scripts=False)

    assert with_scripts == without
    assert f"News ID: {NUMBER}" in without
