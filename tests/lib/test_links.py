"""Addresses in plain text, and plain text as HTML that no comment can break out of."""

import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.lib.links import as_html, disguised_links, links_in
from dateline.lib.plaintext import readable
from tests.timing import seconds_for

PIECES = st.sampled_from(
    [
        *(
            "http://",
            "https://",
            "www.",
            "example.org",
            "example.com:8080",
            "/a_(b)",
            "?a=1&b=<2>",
            "#x",
            "@",
            ".",
            "xn--",
        ),
        *("<script>alert(1)</script>", '"onmouseover="alert(1)', "'", "&amp;", "&#x6A;", "<!--", "</p>", "<a href=x>"),
        *("\n", "\n\n", " ", "\xa0", "(", ")", "]", "javascript:alert(1)", "data:text/html,x", "\\", "%00", "\u202e"),
        *(
            "مرحبا",
            "пример.рф",
            "עברית.ישראל",
            "1א.com",
            "ß.de",
            "münchen.de",
            "١.com",
            "한국.kr",
            "a-.com",
            "ﬀ.com",
            "…",
        ),
    ]
)
COMMENTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=12).map("".join))
HOSTS = st.text(st.one_of(st.sampled_from("a1-.xnאب١ğß。·\u0301\u200d_"), st.characters()), min_size=1, max_size=12)


def cleaned(html: str) -> str:
    return nh3.clean(html, tags={"p", "br", "a"}, attributes={"a": {"href", "rel"}}, link_rel=None)


@pytest.mark.parametrize(
    ("text", "shown", "url", "host"),
    [
        ("see http://example.org.", "http://example.org", "http://example.org", "example.org"),
        ("(www.example.org/x)", "www.example.org/x", "https://www.example.org/x", "www.example.org"),
        ("(http://a.example/b_(c))!", "http://a.example/b_(c)", "http://a.example/b_(c)", "a.example"),
        (
            "HTTP://Example.ORG/A?b=c&d#f,",
            "HTTP://Example.ORG/A?b=c&d#f",
            "http://Example.ORG/A?b=c&d#f",
            "example.org",
        ),
        ("“https://example.org/x”", "https://example.org/x", "https://example.org/x", "example.org"),
        ("http://example.org,no", "http://example.org", "http://example.org", "example.org"),
        ("http://пример.рф/да.", "http://пример.рф/да", "http://пример.рф/да", "пример.рф"),
        ("请看http://example.org/路径。好", "http://example.org/路径", "http://example.org/路径", "example.org"),
        ("http://عربي.com/", "http://عربي.com/", "http://عربي.com/", "عربي.com"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/", "http://127.0.0.1:8000/", "127.0.0.1"),
        ('http://a.example/"onclick=x', "http://a.example/", "http://a.example/", "a.example"),
        ("http://xn--mnchen-3ya.de", "http://xn--mnchen-3ya.de", "http://xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
    ],
)
def test_address_is_found_without_what_stands_around_it(text: str, shown: str, url: str, host: str) -> None:
    (link,) = links_in(text)

    assert (text[link.start : link.end], link.url, link.host) == (shown, url, host)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x ftp://example.org file:///etc",
        "http://bank.example@evil.example/",
        "http://bank.example:80@evil.example/",
        "http://localhost/ http://x www.example",
        "http://300.1.2.3/ http://1.2.3 http://1.2.3.4.5",
        "http://example.org:99999/",
        "http://xn--zzzz.com/",
        "http://a..b.example/",
        "http://é..example/",
        "http://ﷺ.example/",
        "mara@www.example.org",
        "http://",
        "",
    ],
)
def test_what_no_browser_should_open_is_no_link(text: str) -> None:
    assert links_in(text) == []


def test_links_come_in_the_order_of_the_text() -> None:
    links = links_in("www.b.example and http://a.example/x\nhttps://c.example")

    assert [link.host for link in links] == ["www.b.example", "a.example", "c.example"]


@pytest.mark.parametrize(
    "text",
    [
        "hxxp://evil.example",
        "h**ps://evil.example",
        "http : //evil.example",
        "example dot com",
        "example d0t com",
        "example[.]com",
        "example (dot) net",
        "exa mple . com/",
        "exa mple. com/win",
        "example。com",
        "go to example.com/win now",
    ],
)
def test_disguised_address_is_counted(text: str) -> None:
    assert disguised_links(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "the dot com boom",
        "the early dot com years",
        "So he said. Net result: nothing. Com certeza.",
        "I read example.com every day",
        "mara@example.com/x",
        "https://example.com/win and www.example.com/win?u=example.com/lose",
        "It went from 3 . 5 to 4",
        "Connect the dots",
        "",
    ],
)
def test_ordinary_prose_and_plain_links_are_no_disguise(text: str) -> None:
    assert disguised_links(text) == 0


def test_text_becomes_paragraphs_lines_and_links() -> None:
    html = as_html("Is 1 < 2 & 3?\nSee www.example.org/?a=1&b=2.\n\n<b>Thanks</b>")

    assert html == (
        "<p>Is 1 &lt; 2 &amp; 3?<br>See "
        '<a href="https://www.example.org/?a=1&amp;b=2" rel="ugc nofollow noopener">www.example.org/?a=1&amp;b=2</a>.'
        "</p>\n"
        "<p>&lt;b&gt;Thanks&lt;/b&gt;</p>"
    )


def test_long_address_is_shown_by_its_beginning_and_opens_whole() -> None:
    url = "https://example.org/" + "x" * 100

    html = as_html(url)

    assert f'href="{url}"' in html
    assert f">{url[:59]}…</a>" in html


def test_empty_text_is_no_paragraph() -> None:
    assert as_html("") == as_html("\n\n\n") == ""


@settings(deadline=None, max_examples=300)
@given(COMMENTS)
@example('http://a.example/"onmouseover="alert(1)')
@example("www.example.org/\xa0'`{}|^\\<script>")
def test_a_cleaner_of_html_finds_nothing_to_clean(typed: str) -> None:
    html = as_html(readable(typed, multiline=True))

    assert cleaned(html) == html


@settings(deadline=None, max_examples=300)
@given(HOSTS)
@example("ऀ")
def test_every_link_has_a_host_that_others_can_parse(host: str) -> None:
    html = as_html(readable(f"http://{host}.com/ https://a.{host}", multiline=True))

    assert cleaned(html) == html


@settings(deadline=None)
@given(COMMENTS)
def test_no_text_unreadable_or_not_becomes_a_tag_of_its_own(typed: str) -> None:
    html = as_html(typed)
    for link in links_in(typed):
        html = html.replace(f'<a href="{link.url.replace("&", "&amp;")}" rel="ugc nofollow noopener">', "")
    for tag in ("<p>", "</p>", "<br>", "</a>"):
        html = html.replace(tag, "")

    assert "<" not in html


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "http://",
            "((((",
            "http://((",
            "www.",
            "éwww.",
            "http://a.",
            "a.",
            "h**p",
            " dot ",
            "dot com ",
            " . ",
            "[.]",
        ),
        *(
            "http://é.рф ",
            "http://ééééééé.рф ",
            "http://" + "é." * 100 + "рф ",
            "http://ﷺﷺﷺﷺﷺﷺﷺﷺﷺ.рф ",
            "www.עברית.ישראל ",
        ),
        *("a.com.", "http://a.com/)", ".com/", "xn--", "http://xn--a.", "-", "a\n\n", "a.é", "&"),
    ],
)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("http://a.example/", ""), ("http://", "@")])
def test_time_is_in_proportion_to_the_length_whatever_is_typed(unit: str, before: str, after: str) -> None:
    text = before + (unit * 5_000)[:5_000] + after

    assert seconds_for(lambda: as_html(text)) < 0.02
    assert seconds_for(lambda: disguised_links(text)) < 0.02
