"""Plain-text dumps."""

from datetime import UTC, datetime

import pytest

from dateline.archive.savedpage import UnreadablePage
from tests.archive.pages import draft_of, paragraphs, read

BODY = "\n\nThe bell of Leth cracked on Wednesday.\n\nIt will be mended.\n"


def test_dump_in_the_seeds_layout_becomes_a_whole_draft() -> None:
    draft = read("seed-layout.txt")

    assert (draft.number, draft.headline, draft.kicker) == (204417, "Orveth: Ferry crews’ night strike ends", "")
    assert draft.published_at == datetime(2019, 3, 3, 17, 35, tzinfo=UTC)
    assert (draft.section, draft.outlets, draft.legacy_urls) == ("Harbour", ("Reuters", "AFP"), ("/News/204417.html",))
    assert len(draft.body) == 5
    assert (
        paragraphs(draft)[1]
        == '"We asked for one more pair of hands, and we got it," said Maren Tolvik, who speaks for the crews.'
    )
    assert str(paragraphs(draft)[3]).startswith(
        "About 1,400 people had slept in the terminal &lt;Hall B&gt; since Thursday &amp; "
    )
    assert str(paragraphs(draft)[-1]).endswith("5.30 a.m.")


def test_draft_knows_which_file_it_came_from() -> None:
    draft = draft_of("Bell cracks" + BODY, "pages/bell.txt")

    assert draft.source_name == "pages/bell.txt"
    assert draft.source_sha256 == "06ae3b503d1569b52ffa1b61905c7277c725849531b9f8cb0ab47fe6ebcf4d28"


def test_kicker_byline_dateline_list_and_source_line_are_told_apart() -> None:
    draft = read("kicker-and-source.txt")

    assert (draft.kicker, draft.place) == ("Grain exchange", "HOLM TARN")
    assert draft.headline == "Barley price falls for a third week as the Tarn thaws early"
    assert draft.contributors == (("Anselm Quist", ""), ("Dara Venn", ""))
    assert draft.outlets == ("Orveth Grain Board", "Reuters")
    assert draft.published_at == datetime(2019, 3, 5, 7, 10, tzinfo=UTC)
    assert [block["type"] for block in draft.body] == ["paragraph", "list", "paragraph"]
    assert str(paragraphs(draft)[0]).startswith("Barley fell to 141 crowns")
    assert draft.body[1]["items"] == ["Barley: 141 crowns", "Oats: 118 crowns"]


def test_lines_broken_at_a_width_are_one_paragraph_again() -> None:
    draft = read("hard-wrapped.txt")

    assert len(draft.body) == 2
    assert "found a clock that had been ticking" in str(paragraphs(draft)[0])


def test_lines_without_blank_ones_between_are_paragraphs_each() -> None:
    draft = draft_of("Bell cracks\nThe bell of Leth cracked on Wednesday.\nIt will be mended.")

    assert (draft.headline, len(draft.body)) == ("Bell cracks", 2)


@pytest.mark.parametrize(
    ("top", "kicker", "headline"),
    [
        ("Bell cracks at noon", "", "Bell cracks at noon"),
        ("Leth\n\nBell cracks at noon", "Leth", "Bell cracks at noon"),
        ("Leth\n\nBell cracks at noon\n\nBell cracks at noon", "Leth", "Bell cracks at noon"),
        ("Bell cracks at noon\n\nLeth\n\nBell cracks at noon", "Leth", "Bell cracks at noon"),
        ("Bell cracks at noon\n\n“Bell cracks at noon”", "", "Bell cracks at noon"),
        (
            "News ID: 7\n\nAfter nine hundred years of ringing\n\nBell cracks",
            "After nine hundred years of ringing",
            "Bell cracks",
        ),
        ("Kicker: Leth\nTitle: Bell cracks at noon\n\nBell cracks at noon", "Leth", "Bell cracks at noon"),
    ],
)
def test_kicker_is_the_line_that_differs_from_the_headline(top: str, kicker: str, headline: str) -> None:
    draft = draft_of(top + BODY)

    assert (draft.kicker, draft.headline, len(draft.body)) == (kicker, headline, 2)


def test_what_stands_above_the_news_id_is_a_menu() -> None:
    draft = draft_of("Home\nWorld\nSport\n\nSection: Leth\nNews ID: 12\n\nBell cracks" + BODY)

    assert (draft.number, draft.section, draft.headline, len(draft.body)) == (12, "Leth", "Bell cracks", 2)


def test_labels_may_have_their_value_on_the_next_line_and_digits_of_any_script() -> None:
    draft = draft_of("News ID:\n۳۱۸\nPublished:\n0422 GMT December 10, 2021\n\nBell cracks" + BODY)

    assert (draft.number, draft.published_at) == (318, datetime(2021, 12, 10, 4, 22, tzinfo=UTC))


def test_number_may_stand_without_a_colon_where_nothing_else_can_be_meant() -> None:
    assert draft_of("News ID 318\n\nBell cracks" + BODY).number == 318


def test_labels_may_stand_in_one_line() -> None:
    draft = draft_of("News ID: 318 | Tuesday, 14 May 2024, 08:35 GMT | Section: Leth\n\nBell cracks" + BODY)

    assert (draft.number, draft.section) == (318, "Leth")
    assert draft.published_at == datetime(2024, 5, 14, 8, 35, tzinfo=UTC)


def test_agency_in_a_dateline_that_nobody_knows_stays_in_the_text() -> None:
    draft = draft_of("Bell cracks\n\nLETH (Tarn Bell Wire) — The bell cracked.")

    assert (draft.place, draft.outlets) == ("", ())
    assert paragraphs(draft) == ["LETH (Tarn Bell Wire) — The bell cracked."]


@pytest.mark.parametrize(
    ("beginning", "place", "outlets"),
    [
        ("BAGHDAD — ", "BAGHDAD", ()),
        ("ST. LETH, Orveth, Dec 10 (Reuters) - ", "ST. LETH, Orveth", ("Reuters",)),
        ("NATO — ", "NATO", ()),
        ("Leth — ", "", ()),
        ("بغداد — ", "", ()),
    ],
)
def test_dateline_is_a_place_in_capitals_and_a_dash(beginning: str, place: str, outlets: tuple[str, ...]) -> None:
    draft = draft_of(f"Bell cracks\n\n{beginning}The bell cracked.")

    assert (draft.place, draft.outlets) == (place, outlets)
    assert paragraphs(draft) == ["The bell cracked." if place else f"{beginning}The bell cracked."]


def test_nothing_below_the_security_key_is_taken() -> None:
    draft = draft_of(
        "Bell cracks" + BODY + "\nSecurity Key:\n\nA reader wrote that it was about time the bell cracked.\n"
    )

    assert paragraphs(draft) == ["The bell of Leth cracked on Wednesday.", "It will be mended."]


def test_share_buttons_and_copyright_between_paragraphs_are_dropped() -> None:
    draft = draft_of(
        "Bell cracks" + BODY + "\nShare this story on Facebook\n\n© 2021 The Leth Bell. All rights reserved.\n"
    )

    assert len(draft.body) == 2


def test_very_long_paragraph_that_ends_like_a_footer_stays() -> None:
    long = "Copyright was all the ringers spoke of. " * 40 + "All rights reserved, they said."

    assert paragraphs(draft_of(f"Bell cracks\n\n{long}")) == [long]


def test_words_of_an_ordinary_sentence_are_not_taken_for_labels_or_furniture() -> None:
    body = [
        "Source: this was the word the miller used, twice, and it puzzled the council for most of Thursday evening.",
        "Home is where the bell is.",
    ]

    draft = draft_of("Bell cracks\n\n" + "\n\n".join([body[1], body[0], body[1]]))

    assert paragraphs(draft) == [body[1], body[0], body[1]]


def test_headline_that_begins_like_a_label_is_a_headline() -> None:
    line = "Sources: ferry strike to end on Sunday"

    labelled, bare = draft_of(f"News ID: 12\n\n{line}\n\n{line}{BODY}"), draft_of(line + BODY)

    assert (labelled.headline, labelled.outlets, labelled.number) == (line, (), 12)
    assert (bare.headline, bare.outlets) == (line, ())


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty.txt", "the file is empty"),
        ("no-headline.txt", "no headline was found"),
        ("no-body.txt", "no body text was found"),
        ("year-2090.txt", "its date, “0805 GMT March 9, 2090”, can't be right"),
    ],
)
def test_page_without_a_story_is_refused_in_an_editors_words(name: str, reason: str) -> None:
    with pytest.raises(UnreadablePage) as refusal:
        read(name)

    assert refusal.value.reason == reason


def test_number_that_is_too_large_is_refused_and_not_cut() -> None:
    with pytest.raises(UnreadablePage, match="its number, “12345678901234”, can't be right"):
        draft_of("News ID: 12345678901234\n\nBell cracks" + BODY)


def test_control_characters_are_gone_and_the_letters_that_join_persian_words_stay() -> None:
    draft = draft_of("Bell\x07 cracks\n\nThe \x00bell\x1b[31m of\u200c Leth\ufeff cracked.".replace("\x00", "\x01"))

    assert draft.headline == "Bell cracks"
    assert paragraphs(draft) == ["The bell[31m of\u200c Leth cracked."]
