"""Blocks as HTML: each type, and what can't be printed."""

import logging
from pathlib import Path
from typing import Any

import pytest

from dateline.public import body
from dateline.public.body import body_html
from tests.public.newsstand import text_of

BLOCKS: dict[str, dict[str, Any]] = {
    "paragraph": {"html": 'Pilots <b>waited</b> at <a href="https://example.org/">the bar</a>.'},
    "subheading": {"text": "At the bar"},
    "quote": {
        "text": "دریا آرام است",
        "speaker": "Darya Kamali",
        "role": "pilot",
        "outlet": "Northern Wire",
        "medium": "a news conference",
        "language": "fa",
        "direction": "rtl",
    },
    "social": {
        "text": "First one\nthrough.",
        "author": "Vell Pilots",
        "handle": "@pilots",
        "network": "Mastodon",
        "at": "2021-12-10T05:00:00Z",
        "url": "https://social.example/1",
    },
    "image": {
        "picture": {
            "url": "/media/a.webp",
            "width": 1200,
            "height": 800,
            "alt": "A buoy",
            "credit": "Ilse Maren",
            "caption": "The bell buoy.",
        }
    },
    "list": {"ordered": True, "items": ["Sound.", "<i>Dredge.</i>"]},
    "table": {
        "caption": "Depth",
        "header_row": True,
        "header_column": True,
        "rows": [["Mark", "Now"], ["Bar", "9.6 m"], ["Mole", "shallow"]],
    },
    "embed": {"url": "https://video.example/9", "title": "The passage", "provider": "Radio Osmund"},
    "correction": {"at": "2021-12-10T05:10:00Z", "text": "It was Friday."},
    "live": {"at": "2021-12-10T06:10:00Z", "headline": "Under way", "html": "She <i>sails</i>."},
}


def printed(kind: str, **changes: Any) -> str:
    """One block of that type as HTML."""
    return str(body_html([{"type": kind, **BLOCKS[kind], **changes}]))


@pytest.fixture(autouse=True)
def nothing_reported_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is logged once was not logged by another test."""
    monkeypatch.setattr(body, "_reported", set())


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("paragraph", "Pilots waited at the bar."),
        ("subheading", "At the bar"),
        ("quote", "دریا آرام است Darya Kamali, pilot a news conference · Northern Wire"),
        ("social", "First one through. Vell Pilots @pilots, Mastodon, 0500 GMT December 10, 2021 Original"),
        ("image", "The bell buoy. Ilse Maren"),
        ("list", "Sound. Dredge."),
        ("table", "Depth Mark Now Bar 9.6 m Mole shallow"),
        ("embed", "The passage, at Radio Osmund"),
        ("correction", "Correction, 0510 GMT December 10, 2021: It was Friday."),
        ("live", "0610 GMT December 10, 2021 Under way She sails."),
    ],
)
def test_a_block_of_each_type_says_all_it_holds(kind: str, words: str) -> None:
    html = printed(kind)

    assert text_of(html) == words


def test_every_type_of_the_folder_has_a_sample_here() -> None:
    folder = Path(body.__file__).parent / "templates" / "blocks"

    assert {path.stem for path in folder.glob("*.html")} == set(BLOCKS)


def test_a_quote_carries_its_own_language_and_direction() -> None:
    assert '<blockquote lang="fa" dir="rtl">' in printed("quote")
    assert "<blockquote>" in printed("quote", language="", direction="")


def test_a_table_says_what_its_heads_head_and_sets_figures_flush() -> None:
    html = printed("table")

    assert '<th scope="col">Mark</th><th scope="col" class="figure">Now</th>' in html
    assert '<th scope="row">Bar</th><td class="figure">9.6 m</td>' in html
    assert "<td>shallow</td>" in html


def test_a_table_without_heads_has_cells_only() -> None:
    html = printed("table", header_row=False, header_column=False)

    assert "<th" not in html
    assert html.count("<tr>") == 3


@pytest.mark.parametrize("cell", ["9", "-3.5", "−12", "1,234", "1 234", "48%", "$ 5", "۹٫۶", "9.6 m", "3–4", "+2 °C"])
def test_a_number_is_a_figure_in_whatever_digits(cell: str) -> None:
    assert f'class="figure">{cell}<' in printed("table", rows=[["", ""], ["x", cell]])


@pytest.mark.parametrize("cell", ["", "Bar", "9 ships came", "U21", "2021 season"])
def test_words_are_no_figure(cell: str) -> None:
    assert 'class="figure"' not in printed("table", rows=[["", ""], ["x", cell]])


def test_the_place_runs_into_the_first_paragraph_only() -> None:
    blocks = [{"type": kind, **BLOCKS[kind]} for kind in ("subheading", "paragraph", "paragraph")]

    html = str(body_html(blocks, place="VELL"))

    assert html.count('<span class="place">VELL</span>') == 1
    assert html.index("<h2>") < html.index("VELL") < html.index("Pilots")


@pytest.mark.parametrize("kind", ["social", "embed"])
def test_no_link_is_made_of_an_address_that_is_not_of_the_web(kind: str) -> None:
    html = printed(kind, url="javascript:alert(1)")

    assert "javascript" not in html
    assert "<a" not in html


@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_plain_text_in_a_block_never_becomes_markup(kind: str) -> None:
    hostile = "<script>x</script>"
    plain = {
        name: hostile
        for name, value in BLOCKS[kind].items()
        if isinstance(value, str) and name not in {"html", "at", "url"}
    }

    html = printed(kind, **plain)

    assert "<script>" not in html
    assert html.count("&lt;script&gt;") >= len(set(plain) - {"direction", "language"})


def test_an_unknown_type_prints_nothing_and_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    blocks = [{"type": "hologram", "html": "?"}, {"type": "paragraph", **BLOCKS["paragraph"]}] * 3

    html = body_html(blocks)

    assert html.count("<p>") == 3
    assert "?" not in html
    assert [record.getMessage().count("hologram") for record in caplog.records] == [1]


@pytest.mark.parametrize("broken", [{"rows": None}, {"rows": 5}, {}])
def test_a_block_without_its_parts_prints_nothing_and_is_logged_once(
    broken: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)

    html = body_html([{"type": "table", **broken}] * 2)

    assert html == ""
    assert len(caplog.records) == 1


@pytest.mark.parametrize("kind", ["../base", "base", "", None, "paragraph.html"])
def test_a_type_can_not_name_another_template(kind: object) -> None:
    assert body_html([{"type": kind, "html": "text"}]) == ""
