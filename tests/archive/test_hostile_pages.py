"""Bytes that are no page, or mean harm: refused in a sentence, or survived."""

import codecs

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.archive.savedpage import MAX_BYTES, UnreadablePage, parse_saved_page, selection
from dateline.stories.drafts import StoryDraft
from tests.archive.pages import SAMPLES, STORY, TITLE, page, paragraphs

LINES = "Bell cracks in Orveth’s café\n\nThe bell cracked — on Wednesday.\n"


@pytest.mark.parametrize(
    "data",
    [
        LINES.encode(),
        codecs.BOM_UTF8 + LINES.encode(),
        codecs.BOM_UTF16_LE + LINES.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + LINES.encode("utf-16-be"),
        LINES.replace("\n", "\r\n").encode(),
        LINES.replace("\n", "\r").encode(),
        LINES.encode() + "\n\né".encode()[:-1],
    ],
)
def test_unicode_in_every_form_gives_the_same_story(data: bytes) -> None:
    draft = parse_saved_page(data, "page.txt")

    assert (draft.headline, paragraphs(draft)) == ("Bell cracks in Orveth’s café", ["The bell cracked — on Wednesday."])


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("x-cp1252", "cp1252"),
        ("WINDOWS-1252", "cp1252"),
        ("macintosh", "mac-roman"),
    ],
)
def test_declared_encoding_is_read_as_browsers_read_it(label: str, encoding: str) -> None:
    text = f'<meta charset="{label}">{TITLE}{STORY}<p>“Café”, it said — twice, to the surprise of all.</p>'

    draft = parse_saved_page(text.encode(encoding), "page.html")

    assert paragraphs(draft)[-1] == "“Café”, it said — twice, to the surprise of all."


def test_japanese_in_seven_bits_is_not_taken_for_utf8() -> None:
    text = "<meta charset=iso-2022-jp><h1>鐘にひび、町は静かに</h1><p>正午に大鐘が割れ、町は静まり返った。</p>"

    assert parse_saved_page(text.encode("iso-2022-jp"), "page.html").headline == "鐘にひび、町は静かに"


def test_page_saved_again_as_utf8_is_not_read_in_the_encoding_it_still_names() -> None:
    text = f'<meta charset="windows-1252">{TITLE}{STORY}<p>“Café”, it said — twice, to all.</p>'

    draft = parse_saved_page(text.encode(), "page.html")

    assert paragraphs(draft)[-1] == "“Café”, it said — twice, to all."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t ", "the file is empty"),
        (codecs.BOM_UTF8, "the file is empty"),
        (b"\x89PNG\r\n\x1a\n", "this is a picture, not a page"),
        (b"\xff\xd8\xff\xe0", "this is a picture, not a page"),
        (b"%PDF-1.7", "this is a PDF, not a page saved as text or HTML"),
        (b"PK\x03\x04rest", "this is a packed file"),
        (b"{\\rtf1 text", "this is a word processor's file; save it as text or HTML"),
        (b"From: <Saved by Blink>\r\n", "this is an MHTML file; save the page as HTML"),
        (b"Bell\0cracks", "this is a binary file, not a page"),
        (b"<meta charset='klingon'>\xff", "it declares an encoding that is not known, “klingon”"),
        (b"<meta charset='zip'>\xff", "it declares an encoding that is not known, “zip”"),
        (b"<meta charset='iso-8859-99'>\xff", "it declares an encoding that is not known, “iso-8859-99”"),
        (
            b"Bell of caf\xe9\n\nIt cracked.",
            "its letters can't be read: byte 12 is not UTF-8, and the page names no other encoding; save it as UTF-8",
        ),
    ],
)
def test_file_that_is_no_page_is_refused_with_what_it_is(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadablePage) as refusal:
        parse_saved_page(data, "page.html")

    assert refusal.value.reason == reason


def test_page_of_more_than_twenty_megabytes_is_refused() -> None:
    with pytest.raises(UnreadablePage, match="it is larger than 20 megabytes, too large for one page"):
        parse_saved_page(b"a" * (MAX_BYTES + 1), "page.txt")


def test_page_of_comments_alone_is_refused() -> None:
    with pytest.raises(UnreadablePage, match="its HTML can't be read"):
        parse_saved_page(b"<!-- nothing -->", "page.txt")


def test_thousand_boxes_in_one_another_lose_no_paragraph() -> None:
    draft = page("<div>" * 1000 + STORY + "</div>" * 1000)

    assert len(draft.body) == 2


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<blockquote>"])
def test_bottomless_nesting_is_survived(tag: str) -> None:
    with pytest.raises(UnreadablePage, match="nested too deeply"):
        page(tag * 30_000 + STORY)


def test_page_of_countless_elements_is_refused() -> None:
    with pytest.raises(UnreadablePage, match="more than 200,000 elements"):
        page("<i></i>" * 200_001 + STORY)


def test_entities_of_its_own_are_not_expanded_and_no_file_is_read() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    text = f"{bomb}<html><head>{TITLE}</head><body>{STORY}<p>It said &b; and &x; to all who came to hear it.</p>"

    draft = parse_saved_page(text.encode(), "page.xhtml")

    assert paragraphs(draft)[-1] == "It said &amp;b; and &amp;x; to all who came to hear it."


def test_cells_that_span_everything_do_not_fill_the_memory() -> None:
    table = "<table><tr>" + "<td rowspan=9999 colspan=9999>x</td>" * 200 + "</tr><tr><td>a</td><td>b</td></tr></table>"

    assert len(page(STORY + table + STORY).body) < 500


def test_attributes_of_megabytes_cost_nothing() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 5_000_000}">'

    assert len(page(STORY + picture).body) == 2


def test_page_on_which_trafilatura_fails_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(selection, "bare_extraction", fail)

    with pytest.raises(UnreadablePage, match="too confused"):
        page(STORY)


def test_json_ld_of_any_shape_is_survived() -> None:
    for value in (
        "[" * 50_000,
        '{"@type":["NewsArticle",5],"headline":{"a":1},"author":[[1]],"articleBody":7}',
        '"x"',
        '{"headline":"\\ud800"}',
    ):
        draft = page(
            STORY, head=f'<title>Bell of Leth cracks at noon</title><script type="application/ld+json">{value}</script>'
        )

        assert draft.headline == "Bell of Leth cracks at noon"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["page.html", "page.txt", "", "\udcff.html", "News/12.html"]))
def test_no_bytes_make_the_parser_fail(data: bytes, name: str) -> None:
    assert _draft_or_reason(data, name)


_PIECES = st.sampled_from(
    [
        *(
            f"<{tag}>"
            for tag in [
                "html",
                "head",
                "body",
                "p",
                "/p",
                "table",
                "tr",
                "/table",
                "ul",
                "li",
                "blockquote",
                "br",
                "br",
                "h1",
                "h2",
                "b",
                "/b",
                "/a",
                "q",
            ]
        ),
        *("<caption>", "<pre>", "<!--", "-->", "<td rowspan=3>", "<a href='/x'>", "<title>Bell of Leth cracks</title>"),
        *("<script type='application/ld+json'>", '{"@type":"NewsArticle"}', "</script>", "\n\n", "&#0;", "By Jane Roe"),
        *("News ID: 5", "Published: 0422 GMT December 10, 2021", "Security Key:", "LETH (Reuters) — "),
        "The great bell of Leth cracked on Wednesday, and the town ate in silence.",
        "— Jon (@jon) June 14, 2020",
    ]
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=20)), max_size=25), st.sampled_from(["page.html", "page.txt"]))
def test_no_heap_of_markup_makes_the_parser_fail(pieces: list[str], name: str) -> None:
    assert _draft_or_reason("".join(pieces).encode("utf-8", "replace"), name)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(st.sampled_from(sorted(path.name for path in SAMPLES.iterdir())), st.integers(0, 4_000), st.binary(max_size=4))
def test_no_damage_to_a_page_makes_the_parser_fail(name: str, place: int, damage: bytes) -> None:
    data = (SAMPLES / name).read_bytes()

    assert _draft_or_reason(data[:place] + damage + data[place + len(damage) :], name)
    assert _draft_or_reason(data[:place], name)


def _draft_or_reason(data: bytes, name: str) -> StoryDraft | str:
    """What comes of the bytes; a draft must be one that can be stored."""
    try:
        draft = parse_saved_page(data, name)
    except UnreadablePage as refusal:
        return refusal.reason
    str(draft).encode("utf-8")
    assert draft.headline
    assert draft.body
    assert "\0" not in str(draft)
    return draft
