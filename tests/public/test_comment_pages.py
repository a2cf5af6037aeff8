"""Comments as readers find them: under the story, in lists, in threads; ten thousand cost no more than ten."""

import re
from itertools import pairwise
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dateline.base.models import User
from dateline.comments.models import Comment
from dateline.press.keys import collecting
from dateline.record.models import Act
from dateline.stories.actions.amending import amend
from tests.comments.writing import TEXT
from tests.public.discussion import open_comments, put, put_many
from tests.public.newsstand import ADDRESS, NUMBER, html_of, print_stories, print_story, text_of

pytestmark = pytest.mark.django_db

LIST = f"/news/{NUMBER}/comments/"
ORDERS = [LIST, f"{LIST}oldest/", f"{LIST}most-replied/"]
LARGEST_PAGE_BYTES = 150_000


@pytest.fixture(autouse=True)
def a_story() -> None:
    """The story about the ferry, which takes comments."""
    print_story()
    open_comments()


def shown(html: str) -> list[int]:
    """The ids of the comments on the page, in its order."""
    return [int(pk) for pk in re.findall(r'<article class="comment[^"]*" id="comment-(\d+)"', html)]


def further(html: str) -> str | None:
    """The query of the link to the next part."""
    found = re.search(r'<a rel="next" href="(\?before=\d+)"', html)
    return found[1] if found else None


def walked(client: Client, address: str) -> list[int]:
    """The ids of all parts of a list."""
    html = html_of(client, address)
    seen = shown(html)
    while query := further(html):
        html = html_of(client, address + query)
        seen += shown(html)
    return seen


def test_a_story_shows_its_newest_comments_and_links_to_all(client: Client) -> None:
    comments = put_many(14)
    put(answers=comments[13], minutes=50)

    html = html_of(client, ADDRESS)

    assert shown(html) == [comment.pk for comment in comments[:3:-1]]
    text = text_of(html)
    assert "Comments 15" in text
    assert "1 answer" in text
    assert f'href="{LIST}">All 15 comments</a>' in html


def test_a_story_without_comments_says_so_and_has_the_form(client: Client) -> None:
    html = html_of(client, ADDRESS)

    assert "Nobody has commented yet." in text_of(html)
    assert f'<form class="sheet" method="post" action="/comments/{NUMBER}/"' in html
    assert "All 0" not in html


def test_the_picture_of_the_key_is_not_in_the_page(client: Client) -> None:
    html = html_of(client, ADDRESS)

    assert '<details class="write">' in html
    assert re.findall(r'(?:src|data|href)="/captcha/', html) == []
    assert 'data-alt="A picture of six letters' in html
    assert f'<noscript><p><a class="button" rel="nofollow" href="/comments/{NUMBER}/">' in html


@pytest.mark.parametrize("address", [ADDRESS, *ORDERS])
def test_where_comments_are_closed_a_sentence_stands_in_the_place_of_the_form(client: Client, address: str) -> None:
    comment = put()
    amend(NUMBER, Act.RETRACT, note="It never happened.")

    html = html_of(client, address)

    assert "Comments are closed: this story was retracted." in text_of(html)
    assert "<form" not in html
    assert "<script type=module" not in html
    assert "#answer" not in html
    assert shown(html) == [comment.pk]


def test_waiting_and_rejected_comments_are_nowhere(client: Client) -> None:
    first = put()
    put(name="Bram", state="waiting", is_shown=False)
    put(name="Bram", state="rejected", is_shown=False, answers=first)

    pages = [html_of(client, address) for address in [ADDRESS, *ORDERS, f"{LIST}{first.pk}/", f"{LIST}feed/"]]

    assert [page.count("Bram") for page in pages] == [0] * 6


def test_each_order_leads_past_every_thread_once(client: Client) -> None:
    comments = put_many(130)
    for place, answers in ((7, 3), (90, 2), (20, 2), (129, 1)):
        for _ in range(answers):
            put(answers=comments[place], minutes=500)
    by_age = [comment.pk for comment in comments]
    firsts = set(by_age)

    newest, oldest, most = ([pk for pk in walked(client, address) if pk in firsts] for address in ORDERS)

    assert newest == by_age[::-1]
    assert oldest == by_age
    assert most[:5] == [by_age[place] for place in (7, 90, 20, 129, 128)]
    assert sorted(most) == by_age


def test_comments_of_one_moment_are_neither_lost_nor_shown_twice(client: Client) -> None:
    comments = [put(name=f"Reader {place}") for place in range(70)]

    assert walked(client, LIST) == [comment.pk for comment in comments[::-1]]


def test_a_list_shows_three_answers_and_links_to_the_rest(client: Client) -> None:
    first = put()
    answers = [put(answers=first, minutes=minute, name="Bram") for minute in range(1, 18)]

    html = html_of(client, LIST)

    assert shown(html) == [first.pk, *(answer.pk for answer in answers[:3])]
    assert f'<a class="all" href="{LIST}{first.pk}/">All 17 answers</a>' in html


def test_about_fifty_comments_fill_a_page_answers_among_them(client: Client) -> None:
    for comment in put_many(40):
        for minute in range(4):
            put(answers=comment, minutes=100 + minute)

    pages = [shown(html_of(client, address)) for address in ORDERS]

    assert [len(page) for page in pages] == [52, 52, 52]


def test_a_thread_shows_all_its_answers_oldest_first_fifty_on_a_page(client: Client) -> None:
    first = put(minutes=-10)
    answers = put_many(120, answers=first)
    address = f"{LIST}{first.pk}/"

    pages = [html_of(client, address)]
    while query := further(pages[-1]):
        pages.append(html_of(client, address + query))

    assert [shown(page)[0] for page in pages] == [first.pk] * 3
    assert [pk for page in pages for pk in shown(page)[1:]] == [answer.pk for answer in answers]
    assert [len(shown(page)) for page in pages] == [51, 51, 21]
    assert "From the beginning" not in pages[0]
    assert "From the beginning" in pages[1]


@pytest.mark.parametrize(("place", "part"), [(0, 0), (49, 0), (50, 1), (119, 2)])
def test_the_address_of_an_answer_leads_to_its_place_in_the_thread(client: Client, place: int, part: int) -> None:
    first = put(minutes=-10)
    answers = put_many(120, answers=first)
    answer = answers[place]

    response = client.get(f"{LIST}{answer.pk}/")

    before = f"?before={answers[part * 50 - 1].pk}" if part else ""
    assert (response.status_code, response.headers["Location"]) == (
        301,
        f"{LIST}{first.pk}/{before}#comment-{answer.pk}",
    )
    assert answer.pk in shown(html_of(client, f"{LIST}{first.pk}/{before}"))


def test_the_form_of_a_thread_answers_its_first_comment(client: Client) -> None:
    first = put()

    html = html_of(client, f"{LIST}{first.pk}/")

    assert f'<input type="hidden" name="answers" value="{first.pk}">' in html
    assert '<div class="writing" id="answer">' in html
    assert f'<noscript><p><a class="button" rel="nofollow" href="/comments/{NUMBER}/?answers={first.pk}">' in html


def test_an_answer_to_an_answer_says_whom_it_answers(client: Client) -> None:
    first = put(name="Ada")
    answer = put(name="Bram", answers=first, minutes=1)
    put(name="Ilse", answers=answer, minutes=2)

    text = text_of(html_of(client, LIST))

    assert "Ilse to Bram" in text
    assert "Bram to Ada" not in text


def test_nobody_is_named_whose_comment_is_gone(client: Client) -> None:
    first = put()
    answer = put(name="Bram", answers=first, minutes=1)
    put(name="Ilse", answers=answer, minutes=2)
    Comment.objects.filter(pk=answer.pk).update(state="rejected", is_shown=False)

    assert "Bram" not in html_of(client, LIST)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("rejected", "This comment was removed by the newsroom."),
        ("withdrawn", "Its author has withdrawn this comment."),
    ],
)
def test_a_removed_comment_with_answers_keeps_its_place_and_nothing_else(
    client: Client, state: str, sentence: str
) -> None:
    first = put(name="Mallory", text="Something vile.")
    put(answers=first, minutes=1)
    Comment.objects.filter(pk=first.pk).update(state=state)

    for address in [LIST, f"{LIST}{first.pk}/"]:
        html = html_of(client, address)
        assert sentence in text_of(html)
        assert "Mallory" not in html
        assert "vile" not in html
    assert first.pk not in shown(html_of(client, ADDRESS))
    assert str(first.pk) not in re.findall(r"/report/(\d+)/", html_of(client, LIST))


def test_a_redacted_comment_says_so(client: Client) -> None:
    put(is_redacted=True)

    assert "The newsroom has removed parts of this comment." in text_of(html_of(client, LIST))


def test_the_newsroom_is_marked_and_can_not_be_reported(client: Client, editor: User) -> None:
    put(name="The harbour desk", newsroom_user=editor)

    html = html_of(client, LIST)

    assert "The harbour desk The newsroom" in text_of(html)
    assert "/report/" not in html
    assert "mara" not in html


def test_a_comment_is_stamped_in_gmt_and_its_stamp_is_its_address(client: Client) -> None:
    comment = put()

    html = html_of(client, LIST)

    assert f'rel="bookmark" href="{LIST}{comment.pk}/"><bdi><time datetime="2021-12-10T09:00:00Z">' in html
    assert "0900 GMT December 10, 2021" in html
    assert f'<a rel="nofollow" href="/comments/{NUMBER}/report/{comment.pk}/"' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1) https://a.example/'\"><svg/onload=alert(1)>",
        "]]></content><script>alert(1)</script>",
        "&lt;b&gt; &amp;lt;script&amp;gt;",
        "</textarea></script><!--",
    ],
)
def test_no_markup_of_a_comment_ever_runs(client: Client, text: str) -> None:
    first = put(name=text, text=text)
    put(name=text, text=text, answers=put(answers=first, name=text))

    for address in [ADDRESS, *ORDERS, f"{LIST}{first.pk}/", f"/comments/{NUMBER}/report/{first.pk}/"]:
        html = html_of(client, address)
        inside = html[html.index("<main") :]
        assert re.findall(r"<(?:script|img|svg|iframe)(?! src=\"/captcha/)", inside) == []
        assert re.findall(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', inside)) == []
        assert re.findall(r'href="(?!/|#|https://a\.example/|\?before=)', inside) == []
        assert "<!--" not in inside


def test_a_link_in_a_comment_is_the_readers_own(client: Client) -> None:
    put(text="See https://harbour.example/moorings?a=1&b=2.")

    html = html_of(client, LIST)

    assert '<a href="https://harbour.example/moorings?a=1&amp;b=2" rel="ugc nofollow noopener">' in html


def test_text_runs_the_way_it_was_written(client: Client) -> None:
    print_story(number=40, language="fa", headline="کشتی وِل", legacy_urls=())
    put(number=40, name="رضا", text="کشتی باید هر روز برود.")

    html = html_of(client, "/news/40/comments/")

    assert '<h2 dir="auto">رضا</h2>' in html
    assert '<div class="words" dir="auto" lang="fa">' in html


@pytest.mark.parametrize("address", [LIST, *ORDERS[1:], f"{LIST}feed/", f"{LIST}1/", LIST[:-1]])
def test_a_story_that_was_removed_takes_its_comments_along(client: Client, address: str) -> None:
    put()
    amend(NUMBER, Act.KILL, note="It endangered a witness.")

    response = client.get(address, follow=True)

    assert response.status_code == 410
    assert TEXT not in response.content.decode()


def test_where_the_law_demanded_it_the_comments_say_so_too(client: Client) -> None:
    put()
    amend(NUMBER, Act.KILL, note="By order.", legal_authority="The court of Vell")

    assert "The court of Vell" in html_of(client, LIST, status=451)


@pytest.mark.parametrize("path", ["", "oldest/", "most-replied/", "feed/", "1/"])
def test_a_number_that_was_never_given_has_no_comments(client: Client, path: str) -> None:
    assert "No story with the number 999 has been published." in text_of(
        html_of(client, f"/news/999/comments/{path}", status=404)
    )


@pytest.mark.parametrize(
    "query", ["?before=x", "?before=0", "?before=99999999", "?after=1", "?before=%00", "?before=-1"]
)
@pytest.mark.parametrize("address", ORDERS)
def test_a_part_that_does_not_exist_is_refused_in_words(client: Client, address: str, query: str) -> None:
    put()

    assert "This list has no such part." in text_of(html_of(client, address + query, status=404))


def test_a_cursor_of_another_story_is_none(client: Client) -> None:
    put()
    elsewhere = put(number=1)

    html_of(client, f"{LIST}?before={elsewhere.pk}", status=404)


def test_after_the_last_comment_there_is_no_further_part(client: Client) -> None:
    comment = put()

    html_of(client, f"{LIST}?before={comment.pk}", status=404)
    html_of(client, f"{LIST}{comment.pk}/?before={comment.pk}", status=404)


@pytest.mark.parametrize("pk", ["1", "999999999999999999"])
def test_an_unknown_comment_is_refused_in_words(client: Client, pk: str) -> None:
    other = put(number=1)

    assert "There is no such comment" in text_of(html_of(client, f"{LIST}{pk}/", status=404))
    assert "There is no such comment" in text_of(html_of(client, f"{LIST}{other.pk}/", status=404))


def test_a_missing_slash_is_added(client: Client) -> None:
    comment = put()

    for address in [*ORDERS, f"{LIST}{comment.pk}/", f"{LIST}feed/"]:
        response = client.get(address[:-1])
        assert (response.status_code, response.headers["Location"]) == (301, address)


def test_search_engines_get_one_order_at_its_own_address(client: Client) -> None:
    comments = put_many(60)
    query = f"?before={comments[10].pk}"

    html = html_of(client, LIST + query)

    assert f'<link rel="canonical" href="http://127.0.0.1:8000{LIST}{query}">' in html
    assert 'name="robots"' not in html
    assert [html_of(client, address).count('content="noindex,follow"') for address in ORDERS] == [0, 1, 1]


def test_lists_count_comments_where_there_are_any(client: Client) -> None:
    print_stories(2)
    put()
    put(number=1)
    put(number=1)

    for address in ["/", "/section/world/", "/topic/ferries/", "/2021/12/10/"]:
        html = html_of(client, address)
        assert f'<a class="talks" href="{LIST}" lang="en" dir="ltr">1 comment</a>' in html
        assert '<a class="talks" href="/news/1/comments/" lang="en" dir="ltr">2 comments</a>' in html
        assert "/news/2/comments/" not in html


def test_every_page_with_comments_is_printed_anew_when_one_is_approved(client: Client) -> None:
    first = put()
    answer = put(answers=first)
    pages = [ADDRESS, *ORDERS, f"{LIST}{first.pk}/", f"{LIST}{answer.pk}/", f"{LIST}feed/", f"{LIST}?before={first.pk}"]

    for address in [*pages, "/", "/section/world/", "/2021/12/10/"]:
        with collecting() as sheet:
            client.get(address)
        assert sheet.keep
        assert f"comments:{NUMBER}" in sheet.keys, address
        assert address not in pages or f"story:{NUMBER}" in sheet.keys


def test_pages_cost_the_same_questions_however_many_comments_there_are(client: Client) -> None:
    first = put(minutes=-10)
    put(answers=first)
    addresses = [ADDRESS, *ORDERS, f"{LIST}{first.pk}/", f"{LIST}feed/", "/", "/section/world/"]

    def questions() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                html_of(client, address)
            found.append(len(asked))
        return found

    few = questions()
    for comment in put_many(60)[:20]:
        put_many(5, answers=comment)

    assert questions() == few
    assert max(few) <= 11


def test_ten_thousand_comments_make_no_page_slow_or_large(client: Client) -> None:
    threads = put_many(2_000)
    put_many(6_000, answers=threads[1_000])
    for comment in threads[:20]:
        put_many(100, answers=comment)
    thread = f"{LIST}{threads[1_000].pk}/"
    middle = Comment.objects.filter(thread=threads[1_000]).order_by("received_at", "pk")[3_000].pk
    addresses = [
        *(ADDRESS, *ORDERS, thread, f"{LIST}feed/", f"{LIST}{middle}/"),
        *(f"{LIST}?before={threads[100].pk}", f"{thread}?before={middle}"),
    ]
    html_of(client, ADDRESS)

    for address in addresses:
        began = perf_counter()
        response = client.get(address)
        seconds = perf_counter() - began
        assert response.status_code in {200, 301}
        assert len(response.content) < LARGEST_PAGE_BYTES, address
        # A page takes some 20 ms; ten times that is for a machine with other work to do.
        assert seconds < 0.5, (address, seconds)


def test_headings_leave_no_level_out_and_ids_stand_once(client: Client) -> None:
    first = put()
    put(answers=first, minutes=1)

    for address in [ADDRESS, *ORDERS, f"{LIST}{first.pk}/"]:
        html = html_of(client, address)
        levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
