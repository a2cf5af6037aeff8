"""Numbers and former addresses."""

import pytest

from dateline.archive.savedpage.addresses import legacy_urls, number_from
from tests.archive.pages import STORY, TITLE, draft_of, page

TEXT = "Bell cracks\n\nThe bell of Leth cracked on Wednesday.\n"


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("318621.html", 318621),
        ("318621.txt", 318621),
        ("https://paper.example/News/318621.html", 318621),
        ("/News/7.html", 7),
        ("/news/318621/any-slug/", 318621),
        ("/News/2021.html", 2021),
        ("https://paper.example/show.php?newsid=55&x=1", 55),
        ("old pages/318621.htm", 318621),
        ("2021.html", None),
        ("20211210.html", None),
        ("20219999.html", 20219999),
        ("0042.html", None),
        ("12.html", None),
        ("bridge-opens-771203", None),
        ("1639110120123.html", None),
        ("http://[bad", None),
        ("", None),
    ],
)
def test_number_is_taken_from_addresses_that_plainly_hold_one(address: str, number: int | None) -> None:
    assert number_from(address) == number


def test_label_wins_over_canonical_link_and_that_over_the_file_name() -> None:
    head = TITLE + '<link rel="canonical" href="https://leth.example/News/200.html">'

    assert draft_of(f"News ID: 100\n\n{TEXT}", "300.txt").number == 100
    assert page(f"<p>News ID: 100</p>{STORY}", head=head, name="300.html").number == 100
    assert page(STORY, head=head, name="300.html").number == 200
    assert page(STORY, name="300.html").number == 300
    assert page(STORY).number is None


def test_former_addresses_are_decoded_paths_once_each_and_no_front_pages() -> None:
    addresses = [
        "https://a.example/caf%C3%A9/1",
        "/caf%C3%A9/1",
        "https://a.example/",
        "/index.html",
        "/show?id=4",
        "mailto:x",
        "https://a.example/" + "x" * 600,
    ]

    assert legacy_urls(addresses, 4) == ("/café/1", "/News/4.html")
    assert legacy_urls(addresses, None) == ("/café/1",)


def test_address_that_a_browser_wrote_into_the_page_counts() -> None:
    saved = "<!-- saved from url=(0040)https://leth.example/News/200.html -->"

    draft = draft_of(f"{saved}<html><head>{TITLE}</head><body>{STORY}</body></html>", "saved.html")

    assert (draft.number, draft.legacy_urls) == (200, ("/News/200.html",))
