"""Saved HTML pages, from table layouts to JSON-LD."""

from datetime import UTC, datetime

import pytest

from dateline.archive.savedpage import UnreadablePage
from dateline.archive.savedpage.languages import language_of
from tests.archive.pages import STORY, TITLE, draft_of, page, paragraphs, read, types


def test_modern_page_gives_what_it_states_about_itself() -> None:
    draft = read("modern.html")

    assert draft.headline == "Glass bridge over the Tarn opens after nine years"
    assert draft.kicker == "River crossings"
    assert draft.standfirst == "Three thousand people walked across before breakfast, most of them looking up."
    assert draft.published_at == datetime(2020, 6, 14, 9, 5, tzinfo=UTC)
    assert (draft.section, draft.topics, draft.language) == ("Cities", ("Bridges", "River Tarn"), "en")
    assert draft.contributors == (("Lotte Arnhal", ""), ("Piet Osk", ""))
    assert draft.outlets == ("The Guardian",)
    assert draft.legacy_urls == ("/cities/2020/glass-bridge-opens-771203/",)
    assert draft.number is None


def test_modern_page_gives_its_blocks_in_order_and_nothing_around_them() -> None:
    draft = read("modern.html")

    assert types(draft) == [
        "paragraph", "paragraph", "paragraph", "subheading", "paragraph", "table", "paragraph", "list", "quote",
        "social", "paragraph",
    ]  # fmt: skip
    around = (
        "cookies",
        "Related",
        "Facebook",
        "reader",
        "rights reserved",
        "Lotte",
        "never run",
        "Skip",
        "Three thousand",
    )
    assert [word for word in around if word in str(draft.body)] == []


def test_paragraph_keeps_its_spaces_its_bold_its_links_and_its_quotation_marks() -> None:
    first, short, third = paragraphs(read("modern.html"))[:3]

    assert first == (
        "The first to cross was <b>Hanne Wik</b>, who is ninety-one and had "
        '<a href="https://ledger.example/cities/2011/wik-petition">asked for a bridge</a> when the last one fell. '
        "“I was told nine months,” she said, “and I am still here”."
    )
    assert short == "It is 212 metres long."
    assert 'told the <i>Guardian</i> that the deck can carry "a marching band, twice", and' in str(third)


def test_table_quotation_post_and_list_keep_their_parts() -> None:
    blocks = {str(block["type"]): block for block in read("modern.html").body}

    assert blocks["table"] == {
        "type": "table",
        "caption": "Crowns, millions",
        "header_row": True,
        "header_column": True,
        "rows": [["Item", "Planned", "Paid"], ["Glass", "14.0", "19.5"], ["Steel", "22.0", "21.8"]],
    }
    assert blocks["list"]["items"] == ["lamps on the <em>east</em> stair,", "a bench for Hanne Wik,", "a name."]
    assert (blocks["quote"]["speaker"], blocks["quote"]["role"]) == ("Ada Brenn", "poet")
    assert blocks["quote"]["text"] == "A bridge without a name is only a very long balcony."
    assert blocks["social"] == {
        "type": "social",
        "text": "Walked over water today and kept my hat on.",
        "author": "Jon Ferrow",
        "handle": "jferrow",
        "network": "Twitter",
        "at": "2020-06-14T00:00:00Z",
        "url": "https://twitter.com/jferrow/status/1",
    }


def test_old_page_laid_out_with_tables_and_line_breaks_gives_its_paragraphs() -> None:
    draft = read("old-tables.htm")

    assert (draft.number, draft.headline) == (30551, "Salt barge sinks in calm water")
    assert draft.published_at == datetime(2003, 4, 2, 9, 40, tzinfo=UTC)
    assert draft.outlets == ("BBC",)
    assert len(draft.body) == 5
    assert (
        paragraphs(draft)[1]
        == '"She did not spring a leak," the owner, Caspar Munn, told the BBC. "She was simply tired."'
    )
    assert paragraphs(draft)[3] == "No one was aboard."


def test_weblog_theme_gives_its_story_without_comments_sidebar_and_captions() -> None:
    draft = read("weblog-theme.html")

    assert (draft.headline, draft.place) == ("Old mill turns again", "LETH")
    assert (draft.published_at, draft.contributors) == (datetime(2018, 3, 12, 8, tzinfo=UTC), (("Tove Hallin", ""),))
    assert types(draft) == ["paragraph", "paragraph", "quote", "subheading", "list", "paragraph"]
    assert draft.body[4]["ordered"] is True
    assert draft.body[2]["speaker"] == "Gerd Aske"


def test_seeds_layout_as_html_loses_its_form_and_prints_the_headline_once() -> None:
    draft = read("seed-layout.html")

    assert (draft.number, draft.headline) == (204417, "Orveth: Ferry crews’ night strike ends")
    assert len(draft.body) == 3
    assert paragraphs(draft)[-1] == "Boats to the islands start again on Monday."


def test_dump_that_a_browser_saved_as_a_page_is_read_as_a_dump() -> None:
    draft = read("dump-in-pre.html")

    assert (draft.number, draft.headline, paragraphs(draft)) == (55, "Bell cracks", ["The bell cracked."])


def test_page_whose_story_stands_in_json_ld_alone_is_read_from_there() -> None:
    draft = read("only-json-ld.html")

    assert draft.headline == 'Ferries resume after the "long" night'
    assert paragraphs(draft)[1] == 'Crews said "yes".'
    assert (draft.outlets, draft.contributors) == (("AFP",), (("Orveth Ledger Staff", ""),))


def test_persian_page_gives_its_language_its_number_and_its_solar_date() -> None:
    draft = read("persian.html")

    assert (draft.language, draft.number, draft.section) == ("fa", 771203, "شهر")
    assert draft.published_at == datetime(2020, 6, 14, 9, 5, tzinfo=UTC)
    assert draft.kicker == "پس از سال‌ها انتظار"
    assert draft.outlets == ("Reuters",)
    assert paragraphs(draft)[1] == "او گفت: «به من گفته بودند نه ماه، اما هنوز اینجا هستم.»"
    assert len(draft.body) == 3


def test_page_in_windows_1256_is_read_in_arabic() -> None:
    draft = read("windows-1256.html")

    assert (draft.language, draft.headline) == ("ar", "غرق مركب الملح في مياه هادئة")
    assert (draft.outlets, len(draft.body)) == (("Reuters",), 3)


def test_page_cut_off_in_the_middle_gives_what_is_there() -> None:
    assert len(read("truncated.html").body) == 3


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("only-menus.html", "no body text was found"),
        ("no-headline.html", "no headline was found"),
        ("binary.html", "this is a picture, not a page"),
    ],
)
def test_page_without_a_story_is_refused_in_an_editors_words(name: str, reason: str) -> None:
    with pytest.raises(UnreadablePage) as refusal:
        read(name)

    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("head", "body", "headline"),
    [
        ("<title>Bell cracks at noon - The Leth Bell</title>", "", "Bell cracks at noon"),
        (
            "<title>Leth Bell | News | Bell of Leth cracks at noon</title>",
            "<h1>Bell of Leth cracks at noon</h1>",
            "Bell of Leth cracks at noon",
        ),
        ('<title>x</title><meta property="og:title" content="Bell cracks at noon">', "", "Bell cracks at noon"),
        (
            '<title>Bell cracks – Leth</title><meta property="og:site_name" content="The Leth Bell">',
            "<h1>The Leth Bell</h1><h2>Bell cracks at noon, town silent</h2>",
            "Bell cracks – Leth",
        ),
        ("<title>Untitled Document</title>", "<h1>Bell cracks at noon</h1>", "Bell cracks at noon"),
    ],
)
def test_headline_is_the_storys_and_not_the_papers(head: str, body: str, headline: str) -> None:
    draft = page(body + STORY.split("</h1>")[1], head=head)

    assert draft.headline == headline


def test_links_that_lead_nowhere_lose_their_tags_and_relative_ones_get_the_papers_host() -> None:
    link = '<p>The great bell cracked, as <a href="{}">the founder said</a> it would, and the town fell silent.</p>'
    bad = "".join(
        link.format(address) for address in ("javascript:alert(1)", "#top", "data:text/html,x", "http://[bad")
    )
    head = TITLE + '<link rel="canonical" href="https://leth.example/news/7/">'

    draft = page(STORY + bad + link.format("/a b&quot;<c>"), head=head)

    assert "javascript" not in str(draft.body)
    assert [html for html in paragraphs(draft) if "<a " in str(html)] == [
        'The great bell cracked, as <a href="https://leth.example/a%20b%22%3Cc%3E">the founder said</a> it would, '
        "and the town fell silent."
    ]


def test_markup_in_text_stays_text() -> None:
    draft = page(
        STORY + "<p>The sign said &lt;script&gt;alert(1)&lt;/script&gt; &amp; nothing else, to the surprise of all.</p>"
    )

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; nothing" in str(paragraphs(draft)[-1])


def test_hidden_parts_of_a_page_are_not_the_story() -> None:
    secret = "<p>This text is here for search engines alone and nobody in Leth was ever meant to read a word of it.</p>"

    draft = page(
        f'{STORY}<div style="display: none">{secret}</div><div hidden>{secret}</div><template>{secret}</template>'
    )

    assert len(draft.body) == 2


def test_page_that_dates_itself_in_2090_is_refused_and_one_with_a_better_date_is_not() -> None:
    head = TITLE + '<meta name="date" content="2090-01-01">'

    with pytest.raises(UnreadablePage, match="its date, “2090-01-01”, can't be right"):
        page(STORY, head=head)
    better = page(STORY, head=head + '<meta property="article:published_time" content="2020-01-01T10:00:00Z">')

    assert better.published_at == datetime(2020, 1, 1, 10, tzinfo=UTC)


def test_printed_date_beside_the_headline_is_taken_when_the_page_states_none() -> None:
    draft = page(STORY.replace("</h1>", "</h1><div>Wednesday, 11 March 2020</div>"))

    assert draft.published_at == datetime(2020, 3, 11, tzinfo=UTC)
    assert len(draft.body) == 2


@pytest.mark.parametrize(
    ("lang", "expected"), [("en-US", datetime(2020, 3, 11, tzinfo=UTC)), ("en-GB", datetime(2020, 11, 3, tzinfo=UTC))]
)
def test_date_of_figures_is_read_as_the_pages_country_writes_it(lang: str, expected: datetime) -> None:
    text = f'<html lang="{lang}"><head><meta name="date" content="03/11/2020">{TITLE}</head><body>{STORY}</body></html>'

    draft = draft_of(text, "page.html")

    assert draft.published_at == expected


LONG = "<p>The council of Leth met for two hours on Friday to hear what a new bell would cost, and rose at dusk.</p>"


def test_short_sentences_that_look_like_labels_or_dates_stay_in_the_story() -> None:
    short = [
        "The bell hung there from 14 June 1920.",
        "Sources: three bakers and a harbour master.",
        "Date: to be agreed.",
    ]

    draft = page(STORY + LONG + "".join(f"<p>{line}</p>" for line in short) + LONG)

    assert paragraphs(draft)[3:6] == short
    assert (draft.published_at, draft.outlets) == (None, ())


def test_heading_with_a_date_in_it_is_not_the_date_of_the_page() -> None:
    draft = page(STORY + "<h2>What was heard on 14 June 1990</h2>" + LONG)

    assert draft.published_at is None
    assert draft.body[2] == {"type": "subheading", "text": "What was heard on 14 June 1990"}


def test_frame_named_like_a_standfirst_does_not_make_the_headline_one() -> None:
    draft = page(f'<div class="article-lead">{STORY}</div>')

    assert (draft.standfirst, len(draft.body)) == ("", 2)


def test_list_that_frames_a_whole_story_is_no_list() -> None:
    draft = page(f"<ul><li>{STORY}<h2>What comes next</h2>{LONG}</li></ul>")

    assert types(draft) == ["paragraph", "paragraph", "subheading", "paragraph"]


def test_paragraph_of_several_lines_is_several_paragraphs() -> None:
    lines = [
        "The ringers of Leth met on Friday to hear what a new bell would cost.",
        "They rose at dusk, and said nothing.",
    ]

    draft = page(f"{STORY}<p>{lines[0]}<br>{lines[1]}<br><br>{lines[0]}</p>")

    assert paragraphs(draft)[2:] == [lines[0], lines[1], lines[0]]


def test_printed_date_that_cannot_be_right_is_not_taken() -> None:
    draft = page(STORY.replace("</h1>", "</h1><div>Wednesday, 11 March 2090</div>"))

    assert draft.published_at is None


def test_long_last_line_of_a_quotation_is_no_speaker() -> None:
    long = "— " + "and so they went on ringing it until the tin was gone " * 4

    draft = page(f"{STORY}{LONG}<blockquote><p>A bell is a promise made of tin.</p><p>{long}</p></blockquote>{LONG}")

    assert draft.body[3]["speaker"] == ""
    assert "until the tin was gone" in str(draft.body[3]["text"])


def test_sites_clock_and_other_stories_dates_are_not_the_date_of_the_page() -> None:
    clock = '<header><time datetime="2024-05-05">Today</time></header>'
    other = '<aside><p>More bells</p><time datetime="2023-01-01">1 January</time></aside>'

    draft = page(f'{clock}{other}<article>{STORY}<time datetime="2020-03-11T12:00Z">at noon</time></article>')

    assert draft.published_at == datetime(2020, 3, 11, 12, tzinfo=UTC)


def test_line_under_a_number_below_the_headline_is_not_the_headline() -> None:
    draft = page(
        STORY.replace("</h1>", "</h1><div>News ID: 77</div><div>A line of text</div>"),
        head="<title>The Leth Bell</title>",
    )

    assert (draft.number, draft.headline) == (77, "Bell of Leth cracks at noon")


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("The bell of Leth cracked on Wednesday.", "fr-FR", "fr"),
        ("The bell of Leth cracked on Wednesday.", "", ""),
        ("The bell of Leth cracked on Wednesday.", "fa", ""),
        ("The bell of Leth cracked on Wednesday.", "no language at all", ""),
        ("پل شیشه‌ای رود تارن پس از نه سال باز شد", "en", "fa"),
        ("غرق مركب الملح في مياه هادئة", "", "ar"),
        ("غرق مركب الملح في مياه هادئة", "ps-AF", "ps"),
        ("یہ پل نو سال بعد لوگوں کے لیے کھول دیا گیا ہے", "", "ur"),
        ("הגשר נפתח אחרי תשע שנים", "ar", "he"),
    ],
)
def test_letters_decide_the_language_where_the_page_says_nothing_or_something_impossible(
    text: str, declared: str, language: str
) -> None:
    assert language_of(text, declared=declared) == language


def test_dates_and_names_in_the_markup_of_the_text_are_found() -> None:
    marked = (
        '<div itemprop="datePublished" content="2020-03-11T12:00:00Z">Wednesday</div>'
        '<p class="byline">By <b>Lotte Arnhal</b>, with Piet Osk</p>'
    )
    authors = '{"@type":"NewsArticle","author":["Lotte Arnhal",7,{"name":"Piet Osk"}]}'
    json_ld = f'<script type="application/ld+json">{authors}</script>'

    assert page(STORY + marked).published_at == datetime(2020, 3, 11, 12, tzinfo=UTC)
    assert page(STORY, head=TITLE + json_ld).contributors == (("Lotte Arnhal", ""), ("Piet Osk", ""))


def test_breadcrumbs_name_the_section_and_never_the_story_itself() -> None:
    trail = '<div class="breadcrumb"><a href="/">Home</a> <a href="/t">Towns</a></div>'
    steps = '[{"name":"Home"},{"item":{"name":"Bell of Leth cracks at noon"}}]'
    json_ld = f'<script type="application/ld+json">[{{"@type":"BreadcrumbList","itemListElement":{steps}}}]</script>'
    og_title = '<meta property="og:title" content="Bell of Leth cracks at noon">'

    assert page(trail + STORY).section == "Towns"
    assert page(STORY, head=TITLE + og_title + json_ld).section == ""


def test_quotations_without_a_speaker_and_posts_without_a_day_are_kept() -> None:
    quote = "<blockquote>A bell is a promise made of tin, and tin is cheap until you need it.</blockquote>"
    post = (
        "<blockquote><p>The bell has cracked, I have witnesses.</p>— Jon Ferrow (@jferrow) June 14, 2090</blockquote>"
    )

    draft = page(STORY + quote + LONG + post + LONG)

    assert types(draft) == ["paragraph", "paragraph", "quote", "paragraph", "social", "paragraph"]
    assert (draft.body[2]["speaker"], draft.body[4]["at"], draft.body[4]["url"]) == ("", "", "")


def test_table_with_cells_over_rows_and_columns_keeps_its_columns() -> None:
    table = (
        "<table><tr><th rowspan=2>Town</th><th colspan=2>Bells</th></tr><tr><th>old</th><th>new</th></tr>"
        "<tr><td>Leth</td><td>1</td><td>0</td></tr></table>"
    )

    draft = page(STORY + LONG + table + LONG)

    assert draft.body[3]["rows"] == [["Town", "Bells", ""], ["", "old", "new"], ["Leth", "1", "0"]]
    assert (draft.body[3]["header_row"], draft.body[3]["header_column"]) == (True, False)


def test_quotation_within_a_quotation_and_empty_bold_print_as_browsers_print_them() -> None:
    draft = page(
        STORY + "<p>She said: <q>He called it <q>a <b> </b>bell</q></q>, and nobody in the whole town laughed.</p>"
    )

    assert paragraphs(draft)[2] == "She said: “He called it ‘a bell’”, and nobody in the whole town laughed."


def test_number_date_and_byline_may_stand_in_one_line() -> None:
    stamp = "<p>News ID:&nbsp;318 | Tuesday, 14 May 2024, 08:35 GMT | by Dara Oyelin</p>"

    draft = page(STORY.replace("</h1>", f"</h1>{stamp}"))

    assert (draft.number, draft.contributors) == (318, (("Dara Oyelin", ""),))
    assert draft.published_at == datetime(2024, 5, 14, 8, 35, tzinfo=UTC)
    assert len(draft.body) == 2


def test_place_in_bold_is_a_dateline_and_a_bold_sentence_is_none() -> None:
    place, sentence = "<p><b>LETH</b> &mdash; The bell", "<p><b>LETH &mdash; where the bell is</b> &mdash; The bell"

    assert page(STORY.replace("<p>The great bell", place, 1)).place == "LETH"
    assert page(STORY.replace("<p>The great bell", sentence, 1)).place == ""


def test_last_line_of_a_quotation_names_speaker_role_and_outlet() -> None:
    quote = "<blockquote><p>It is numbers, sung as psalms.</p><p>Hob Tarrick, crane driver, to the BBC</p></blockquote>"

    draft = page(STORY + LONG + quote + LONG)

    said = draft.body[3]
    assert (said["text"], said["speaker"]) == ("It is numbers, sung as psalms.", "Hob Tarrick")
    assert (said["role"], said["outlet"]) == ("crane driver", "BBC")
