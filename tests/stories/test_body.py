"""A body on its way from the desk and the importers to readers."""

import logging
from typing import Any

import pytest
from django.db import connection

from dateline.stories.body import unknown
from dateline.stories.body.from_draft import stream_data
from dateline.stories.body.html import clean_inline, paragraphs
from dateline.stories.body.to_public import public_body
from dateline.stories.models import Story

DRAFT: list[dict[str, Any]] = [
    {"type": "paragraph", "html": "Said <b>she</b>."},
    {"type": "subheading", "text": "Later"},
    {"type": "quote", "text": "No.", "speaker": "Ona Reed", "role": "harbour master", "outlet": "", "medium": "a call"},
    {"type": "social", "text": "Back!", "author": "A", "handle": "@a", "network": "Pier", "at": "", "url": "ftp://x"},
    {"type": "list", "ordered": True, "items": ["<i>one</i>", "two"]},
    {"type": "table", "caption": "Tides", "header_row": True, "header_column": False, "rows": [["a", "b"], ["1", "2"]]},
    {"type": "embed", "url": "https://video.example/1", "title": "The crossing", "provider": "Pier"},
    {"type": "correction", "at": "2021-12-10T05:10:00Z", "text": "It was Thursday."},
    {"type": "live", "at": "2021-12-10T05:10:00Z", "headline": "Ashore", "html": "All are ashore."},
]


def test_what_importers_hand_over_reaches_readers_whole() -> None:
    public = public_body(stream_data(DRAFT), {})

    expected = [dict(block) for block in DRAFT]
    expected[2] |= {"language": "", "direction": ""}
    expected[3] |= {"url": ""}
    assert public == expected


def test_a_quote_in_another_language_runs_its_own_way() -> None:
    quote = stream_data([DRAFT[2] | {"language": "fa"}])

    assert public_body(quote, {})[0]["direction"] == "rtl"


def test_a_picture_that_is_gone_gives_nothing() -> None:
    raw = [{"type": "image", "value": {"picture": 7, "caption": "Gone"}}]

    assert public_body(raw, {}) == []
    assert public_body(raw, {7: {"url": "/media/7"}}) == [
        {"type": "image", "picture": {"url": "/media/7", "caption": "Gone"}}
    ]


@pytest.mark.parametrize("value", [None, 7, {"ordered": True}, {"items": [{}]}])
def test_a_broken_block_gives_nothing_and_the_rest_goes_on(value: object, caplog: pytest.LogCaptureFixture) -> None:
    raw = [{"type": "list", "value": value}, *stream_data(DRAFT[:1])]

    assert [block["type"] for block in public_body(raw, {})] == ["paragraph"]
    assert "left out" in caplog.text


@pytest.mark.django_db
def test_an_unknown_block_in_old_data_renders_nothing_and_is_logged_once(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    unknown._reported.clear()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE stories_story SET body = %s",
            ['[{"type": "slideshow", "value": {}, "id": "1"}, {"type": "subheading", "value": "Kept", "id": "2"}]'],
        )

    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            body = public_body(Story.objects.get(pk=story.pk).body.raw_data, {})

    assert body == [{"type": "subheading", "text": "Kept"}]
    assert caplog.text.count("slideshow") == 1


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("No paragraph", ["No paragraph"]),
        ("<p> </p><p>Two</p>", ["Two"]),
        ("<div><p>In <span>a</span> box</p></div>", ["In a box"]),
        ("", []),
    ],
)
def test_rich_text_becomes_paragraphs(html: str, texts: list[str]) -> None:
    assert paragraphs(html) == texts


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<img src=x onerror="alert(1)">',
        '<b style="x" onclick="alert(1)">x</b>',
        "<svg><script>alert(1)</script></svg>",
        "<math><mi//xlink:href='javascript:alert(1)'>",
    ],
)
def test_nothing_that_runs_survives_cleaning(html: str) -> None:
    cleaned = clean_inline(html) + "".join(paragraphs(html))

    assert "alert" not in cleaned
    assert "data:" not in cleaned
