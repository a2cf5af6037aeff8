"""The sample newsroom holds together: what `make run` imports is complete, dated, attributed and invented."""

import re
import tomllib
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dateline.lib import gmt

SAMPLE = Path(__file__).resolve().parents[2] / "dateline" / "ops" / "sample"
STORY_FILES = sorted((SAMPLE / "stories").glob("*.toml"))
PAGE_FILES = sorted((SAMPLE / "pages").iterdir())
TEXT_PAGES = [path for path in PAGE_FILES if path.suffix == ".txt"]

SECTIONS = {"World", "Harbour", "Economy", "Science", "Culture", "Sport"}
RIGHT_TO_LEFT = {"ar", "fa", "he"}
STORY_KEYS = {"headline", "kicker", "standfirst", "place", "section", "language", "published"}
PICTURE_KEYS = {"name", "alt", "caption"}
STORY_KEYS |= {"topics", "outlets", "contributors", "body"}
REQUIRED_FIELDS = {
    "paragraph": {"html"},
    "subheading": {"text"},
    "quote": {"text", "speaker", "role", "outlet", "medium"},
    "social": {"text", "author", "handle", "network", "at", "url"},
    "list": {"ordered", "items"},
    "table": {"caption", "header_row", "header_column", "rows"},
    "embed": {"url", "title", "provider"},
    "correction": {"at", "text"},
    "live": {"at", "headline", "html"},
}
OPTIONAL_FIELDS = {"quote": {"language", "direction"}}
REAL_OUTLETS = re.compile(
    r"\b(Reuters|AFP|Agence France|Associated Press|AP|dpa|ANSA|EFE|TASS|Xinhua|Press TV|IRNA|Bloomberg|BBC"
    r"|CNN|Al Jazeera|Guardian|New York Times|Twitter|Facebook|Mastodon|YouTube)\b"
    r"|رويترز|رویترز|الجزيرة|רויטרס"
)


def story(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def texts_of(value: object) -> list[str]:
    """Every string inside a block, a list of blocks or a table."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_of(part)]
    return [text for part in value for text in texts_of(part)] if isinstance(value, list) else []


def number_of(page: str) -> int:
    """The number that stands behind "News ID:", whatever tags stand between."""
    numbers = re.findall(r"News ID:\s*(\d+)", re.sub(r"<[^>]*>|&nbsp;", " ", page))
    assert len(numbers) == 1
    return int(numbers[0])


every_story = pytest.mark.parametrize("path", STORY_FILES, ids=lambda path: path.stem)
every_page = pytest.mark.parametrize("path", PAGE_FILES, ids=lambda path: path.name)


def test_there_are_two_dozen_stories_over_nine_days_and_every_section() -> None:
    stories = [story(path) for path in STORY_FILES]

    assert len(STORY_FILES) + len(PAGE_FILES) >= 24
    assert len({told["published"].date() for told in stories}) >= 9
    assert {told["section"] for told in stories} == SECTIONS
    assert {told["language"] for told in stories} == {"en"} | RIGHT_TO_LEFT


def test_the_sample_shows_every_kind_of_block_and_each_kind_of_act() -> None:
    stories = [story(path) for path in STORY_FILES]

    assert {block["type"] for told in stories for block in told["body"]} == set(REQUIRED_FIELDS)
    assert {act["act"] for told in stories for act in told.get("acts", [])} == {
        "clarify",
        "correct",
        "update",
    }


def test_files_are_numbered_in_the_order_of_publication() -> None:
    stories = [story(path) for path in STORY_FILES]
    dates = [told["published"] for told in stories]

    assert [int(path.name[:2]) for path in STORY_FILES] == list(range(1, len(STORY_FILES) + 1))
    assert dates == sorted(set(dates))


def test_every_topic_leads_to_at_least_one_more_story() -> None:
    uses = Counter(topic for path in STORY_FILES for topic in story(path)["topics"])

    assert 6 <= len(uses) <= 10
    assert [topic for topic, count in uses.items() if count < 2] == []


@every_story
def test_a_story_has_every_field_and_fits_a_front_page(path: Path) -> None:
    told = story(path)

    assert set(told) - {"acts", "picture"} == STORY_KEYS
    assert set(told.get("picture", PICTURE_KEYS)) == PICTURE_KEYS
    assert 5 <= len(told["headline"].split()) <= 11
    assert 1 <= len(told["kicker"].split()) <= 3
    assert len(re.findall(r"[.!?؟](?:\s|$)", told["standfirst"])) == 1
    assert told["place"] == told["place"].upper() != ""
    assert told["published"].utcoffset() == timedelta(0)
    assert told["topics"]
    assert [set(person) for person in told["contributors"]] == [{"name", "role"}] * len(told["contributors"])
    assert told["contributors"]


@every_story
def test_a_story_is_written_in_the_script_of_its_language(path: Path) -> None:
    told = story(path)

    headline_is_latin = bool(re.search("[A-Za-z]", told["headline"]))

    assert headline_is_latin == (told["language"] not in RIGHT_TO_LEFT)


@every_story
def test_each_block_has_the_fields_of_its_type(path: Path) -> None:
    for block in story(path)["body"]:
        fields = set(block) - {"type"} - OPTIONAL_FIELDS.get(block["type"], set())
        assert fields == REQUIRED_FIELDS[block["type"]]
        assert "" not in (block.get("html"), block.get("text"), block.get("speaker"), block.get("medium"))
        assert len({len(row) for row in block.get("rows", [[]])}) == 1
        assert gmt.from_iso(block.get("at", "2026-11-22T00:00:00Z"))


@every_story
def test_what_an_act_replaces_stands_in_the_story_exactly_once(path: Path) -> None:
    told = story(path)
    texts = [told["headline"], *(text for block in told["body"] for text in texts_of(block))]
    last: datetime = told["published"]

    for act in told.get("acts", []):
        assert act["note"]
        assert act["at"] > last
        for old, new in act["replace"]:
            assert sum(text.count(old) for text in texts) == 1
            texts = [text.replace(old, new) for text in texts]
        last = act["at"]


@every_story
def test_stories_use_typographic_quotes_and_no_others(path: Path) -> None:
    told = story(path)

    printed = " ".join(re.sub(r"<[^>]+>", "", text) for text in texts_of(told))
    opened, closed = ("[«]", "[»]") if told["language"] in {"ar", "fa"} else ("[“]", "[”]")

    assert re.findall(r".{0,20}[\"'].{0,20}", printed) == []
    if told["language"] == "he":  # Hebrew opens and closes with the same mark.
        assert len(re.findall(closed, printed)) % 2 == 0
    else:
        assert len(re.findall(opened, printed)) == len(re.findall(closed, printed))


@every_page
def test_saved_pages_carry_the_number_they_are_named_after(path: Path) -> None:
    number = number_of(path.read_text(encoding="utf-8"))

    assert number == int(path.stem)
    assert number < 400_000


@pytest.mark.parametrize("path", TEXT_PAGES, ids=lambda path: path.name)
def test_saved_text_pages_have_the_layout_of_the_old_paper(path: Path) -> None:
    page = path.read_text(encoding="utf-8")

    head, headline, repeated, *paragraphs = page.split("\n\n")

    assert re.fullmatch(r"News ID: \d{6}\nPublished: \d{4} GMT [A-Z][a-z]+ \d{1,2}, \d{4}", head)
    assert headline == repeated
    assert re.search(r"[^\n]\n\n\n\nSecurity Key:\nCaptcha refresh\nPage Generated in 0/\d{4} sec$", page), (
        "the end of the page"
    )
    assert len(paragraphs) > 6


def test_dates_of_saved_pages_rise_with_their_numbers() -> None:
    pages = [path.read_text(encoding="utf-8") for path in PAGE_FILES]
    dates = [found for page in sorted(pages, key=number_of) if (found := gmt.parse_stamp(page))]

    assert len(dates) >= 7
    assert dates == sorted(set(dates))
    assert len(TEXT_PAGES) >= 3


@pytest.mark.parametrize("path", [*STORY_FILES, *PAGE_FILES], ids=lambda path: path.name)
def test_nobody_real_is_credited_and_no_link_leaves_for_a_real_place(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    hosts = set(re.findall(r"https?://([^/\s\"'<]+)", text)) - {"schema.org", "www.w3.org"}

    assert REAL_OUTLETS.findall(text) == []
    assert [host for host in hosts if not host.endswith(".example")] == []
