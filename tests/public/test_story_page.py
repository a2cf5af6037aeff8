"""The story page: everything the seed page shows, what was done to the story, and what is left of it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from dateline.record.models import Act
from dateline.stories.actions.amending import amend
from tests.public.newsstand import ADDRESS, HEADLINE, NUMBER, TEXT, html_of, print_pictured_story, print_story, text_of

pytestmark = pytest.mark.django_db

LATER = datetime(2021, 12, 10, 5, 10, tzinfo=UTC)


def test_the_page_shows_everything_the_seed_page_shows(client: Client) -> None:
    print_story()

    html = html_of(client, ADDRESS)

    text = text_of(html)
    for words in (HEADLINE, "Harbour", TEXT, f"News ID: {NUMBER}", "Published: 0422 GMT December 10, 2021"):
        assert words in text
    assert '<time datetime="2021-12-10T04:22:00Z">0422 GMT December 10, 2021</time>' in html
    assert re.search(r"Page generated in \d+\.\d{4} sec", text)


def test_the_page_names_authors_topics_outlets_and_place(client: Client) -> None:
    print_story()

    html = html_of(client, ADDRESS)

    text = text_of(html)
    assert "By Ada Penrose, harbour correspondent" in text
    assert "VELL The ferry" in text
    for address in ("/section/world/", "/topic/ferries/", "/by/ada-penrose/", "/outlet/northern-wire/"):
        assert f'href="{address}"' in html


def test_without_an_author_the_byline_names_the_outlets(client: Client) -> None:
    print_story(contributors=(), outlets=("Northern Wire", "Radio Osmund"))

    text = text_of(html_of(client, ADDRESS))

    assert "From Northern Wire, Radio Osmund" in text


def test_a_bare_story_prints_no_empty_elements(client: Client) -> None:
    print_story(kicker="", standfirst="", place="", section="", topics=(), contributors=(), outlets=())

    html = html_of(client, ADDRESS)

    for trace in ("kicker", "standfirst", "byline", "Section:", "credits", "notice", 'class="place"', "description"):
        assert trace not in html


def test_corrections_stand_above_the_text_and_updates_below(client: Client) -> None:
    print_story()
    amend(NUMBER, Act.UPDATE, note="Adds the fare.", replacements=[("Friday", "Friday for 4 crowns")], at=LATER)
    amend(
        NUMBER,
        Act.CORRECT,
        note="The fare was wrong.",
        replacements=[("4 crowns", "5 crowns")],
        at=LATER + timedelta(hours=1),
    )

    text = text_of(html_of(client, ADDRESS))

    correction = text.index("Corrected 0610 GMT December 10, 2021: The fare was wrong.")
    update = text.index("Updated 0510 GMT December 10, 2021: Adds the fare.")
    assert correction < text.index("The ferry to Vell will run again on Friday for 5 crowns") < update
    assert "Version 3 since 0610 GMT December 10, 2021" in text


def test_the_newest_notice_comes_first(client: Client) -> None:
    print_story()
    for hour, note in enumerate(("First slip.", "Second slip.")):
        swap = ("Friday", "Sunday") if hour == 0 else ("Sunday", "Monday")
        amend(NUMBER, Act.CORRECT, note=note, replacements=[swap], at=LATER + timedelta(hours=hour))

    text = text_of(html_of(client, ADDRESS))

    assert text.index("Second slip.") < text.index("First slip.")


def test_a_retracted_story_is_marked_readable_and_not_indexed(client: Client) -> None:
    print_story()
    amend(NUMBER, Act.RETRACT, note="The harbour office denies it.", at=LATER)

    html = html_of(client, ADDRESS)

    text = text_of(html)
    assert text.index("Retracted 0510 GMT December 10, 2021: The harbour office denies it.") < text.index(TEXT)
    assert f"Retracted: {HEADLINE}" in text
    assert f"<title>Retracted: {HEADLINE}" in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("address", [ADDRESS, f"/news/{NUMBER}/", f"/{NUMBER}", f"/{NUMBER}/"])
def test_a_killed_story_leaves_number_times_and_note_and_no_word_of_its_text(client: Client, address: str) -> None:
    print_story()
    amend(NUMBER, Act.KILL, note="It endangered a witness.", at=LATER)

    html = html_of(client, address, status=410)

    text = text_of(html)
    assert f"News ID: {NUMBER}" in text
    assert "Published: 0422 GMT December 10, 2021" in text
    assert "Removed 0510 GMT December 10, 2021: It endangered a witness." in text
    for word in ("ferry", "Vell", "breakwater", "Penrose"):
        assert word.lower() not in html.lower()


def test_a_story_removed_by_law_answers_451_and_names_who_demanded_it(client: Client) -> None:
    print_story()
    amend(NUMBER, Act.KILL, note="A court ordered it.", legal_authority="Osmund District Court", at=LATER)

    text = text_of(html_of(client, ADDRESS, status=451))

    assert "Osmund District Court" in text
    assert "A court ordered it." in text


def test_a_persian_story_runs_from_right_to_left_and_its_stamps_do_not(client: Client) -> None:
    print_story(headline="کشتی وِل دوباره به راه افتاد", language="fa")

    html = html_of(client, client.get(f"/{NUMBER}").headers["Location"])

    assert '<html lang="en" dir="ltr">' in html
    assert '<article class="story" lang="fa" dir="rtl">' in html
    assert f'<div class="slip" lang="en" dir="ltr">\n<p class="number"><bdi>News ID: {NUMBER}</bdi></p>' in html


def test_what_others_wrote_is_printed_as_text_and_never_as_markup(client: Client) -> None:
    hostile = "<img src=x onerror=alert(1)>\"'&"
    print_story(
        kicker=hostile,
        standfirst=hostile,
        place=hostile,
        section=f"World {hostile}",
        topics=(hostile,),
        contributors=((hostile, hostile),),
        outlets=(hostile,),
    )

    html = html_of(client, ADDRESS)

    assert "<img" not in html
    assert text_of(html).count(hostile) >= 6


def test_programs_learn_address_and_times_from_the_head(client: Client) -> None:
    print_story()
    amend(NUMBER, Act.UPDATE, note="Adds the fare.", replacements=[("Friday", "Sunday")], at=LATER)

    html = html_of(client, ADDRESS)

    assert f'<link rel="canonical" href="http://127.0.0.1:8000{ADDRESS}">' in html
    assert f'<meta property="og:url" content="http://127.0.0.1:8000{ADDRESS}">' in html
    assert '<meta property="article:published_time" content="2021-12-10T04:22:00Z">' in html
    assert '<meta property="article:modified_time" content="2021-12-10T05:10:00Z">' in html


def test_no_address_on_the_page_comes_from_the_host_header(client: Client) -> None:
    print_story()

    response = client.get(ADDRESS, headers={"host": "localhost"})

    assert response.status_code == 200
    assert "localhost" not in response.content.decode()


def test_the_time_it_took_is_printed_even_beside_a_text_about_it(client: Client) -> None:
    print_story(body=({"type": "paragraph", "html": "Page generated in 9.9999 sec"},))

    text = text_of(html_of(client, ADDRESS))

    times = re.findall(r"Page generated in (\d+\.\d{4}) sec", text)
    assert times[0] == "9.9999"
    assert 0 < float(times[1]) < 5


def test_pictures_have_their_size_text_caption_and_credit_and_a_place_in_open_graph(client: Client) -> None:
    story = print_pictured_story()

    html = html_of(client, f"/news/{story.number}/{story.slug}/")

    images = re.findall(r'<img src="(/media/[^"]+)" width="600" height="400" alt="Boats at the quay"', html)
    assert len(images) == 2
    assert f'<meta property="og:image" content="http://127.0.0.1:8000{images[0]}">' in html
    assert html.count('fetchpriority="high"') == len(re.findall(r'src="/media/[^>]+loading="lazy"', html)) == 1
    assert "The quay at dawn. Ilse Maren" in text_of(html)
    assert "The bell buoy. Ilse Maren" in text_of(html)
    file = client.get(images[0])
    assert file.headers["Content-Type"] == "image/webp"
    file.close()


def test_a_picture_leads_the_front_page_without_a_second_stop_for_the_keyboard(client: Client) -> None:
    story = print_pictured_story()

    html = html_of(client, "/")

    link = f'<a href="/news/{story.number}/{story.slug}/" tabindex="-1" aria-hidden="true"><img '
    assert link in html
    assert 'alt=""' in html
