"""The real press before the real pages: what is decided about comments is on every page with the next request."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.conf import LazySettings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.utils.timezone import now

from dateline.base.models import User
from dateline.comments.actions.answering import reply_as_newsroom
from dateline.comments.actions.deciding import approve_comment, reject_comment
from dateline.comments.actions.housekeeping import close_old_discussions
from dateline.comments.actions.rights import withdraw_comment
from dateline.comments.actions.ruling import save_rules, switch_story
from dateline.comments.models import Comment, Discussion, Rules
from dateline.comments.models.moderation import Reason
from dateline.comments.tokens import digest_of_token
from dateline.press.record_log import RecordLog
from dateline.press.wsgi import Press
from dateline.record import queries
from dateline.stories.actions.acts import kill
from dateline.stories.models import Story
from dateline.stories.reading import story_url
from tests.newsroom import draft_story, publish
from tests.press.paper import HOST, ListRecord, Program, ask, press_of

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "The morning ferry has been late since the dredging began."
TOKEN = "a secret"
PK = 900_001


@pytest.fixture
def number() -> int:
    """The number of a story that was published just now."""
    live = publish(draft_story())
    assert live.number is not None
    return live.number


@pytest.fixture
def comment(number: int) -> Comment:
    """Ada's, which waits."""
    return Comment.objects.create(
        pk=PK, number=number, name="Ada", text=TEXT, received_at=now(), queue="new", token_digest=digest_of_token(TOKEN)
    )


@pytest.fixture
def press(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """The press as it stands before the program; its bell rings with every commit."""
    settings.ALLOWED_HOSTS = [HOST]
    # PostgreSQL drops no test database to which a thread of the press is still connected.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    configuration = press_of(Program(), ListRecord(), tmp_path)._configuration
    made = Press(WSGIHandler(), configuration, log=RecordLog(), heard=lambda: queries.head().tick)
    yield made
    made.room.close()
    connections.close_all()


def shown_on(press: Press, number: int) -> set[str]:
    """On which of its pages the comment stands, by the last part of their addresses; two readers get the same."""
    paths = {f"/news/{number}/comments/{part}": part for part in ("", "oldest/", "most-replied/", "feed/", f"{PK}/")}
    paths[story_url(number, "ferry-to-vell-runs-again-after-storm")] = "story"
    found: list[set[str]] = []
    for _ in range(2):
        answers = {part: ask(press, path) for path, part in paths.items()}
        assert {answer.status for part, answer in answers.items() if part != f"{PK}/"} == {200}
        found.append({part for part, answer in answers.items() if TEXT.encode() in answer.body})
    assert found[0] == found[1]
    return found[0]


def counted(press: Press) -> bool:
    """Whether the front says that there is a comment."""
    return b"1 comment" in ask(press, "/").body


def within_a_second(is_so: Callable[[], bool]) -> bool:
    """Whether it is so now, or soon."""
    until = monotonic() + 1
    while not is_so() and monotonic() < until:
        sleep(0.02)
    return is_so()


EVERYWHERE = {"story", "", "oldest/", "most-replied/", "feed/", f"{PK}/"}


def test_what_is_decided_is_on_every_page_with_the_next_request(
    press: Press, number: int, comment: Comment, editor: User
) -> None:
    assert shown_on(press, number) == set()
    assert not counted(press)

    approve_comment(comment.pk, user=editor)
    assert shown_on(press, number) == EVERYWHERE
    assert counted(press)

    reject_comment(comment.pk, user=editor, reason=Reason.SPAM)
    assert shown_on(press, number) == set()
    assert not counted(press)
    assert ask(press, f"/news/{number}/comments/{PK}/").status == 404

    approve_comment(comment.pk, user=editor)
    assert shown_on(press, number) == EVERYWHERE

    reply_as_newsroom(comment.pk, user=editor, text="Thank you for telling us.")
    withdraw_comment(TOKEN)
    assert shown_on(press, number) == set()
    assert b"Thank you for telling us." in ask(press, f"/news/{number}/comments/{PK}/").body


def test_a_story_that_was_removed_takes_its_comments_from_every_page_and_brings_them_back(
    press: Press, number: int, comment: Comment, editor: User
) -> None:
    approve_comment(comment.pk, user=editor)
    assert shown_on(press, number) == EVERYWHERE

    kill(Story.objects.get(number=number), note="By order of the court.", legal_authority="The court of Vell")
    for part in ("", "oldest/", "most-replied/", "feed/", f"{PK}/"):
        answer = ask(press, f"/news/{number}/comments/{part}")
        assert answer.status == 451
        assert TEXT.encode() not in answer.body

    publish(Story.objects.get(number=number), next_note="The court changed its mind.", next_act="restore")
    assert shown_on(press, number) == EVERYWHERE


def test_rules_switches_and_age_open_and_close_the_form_on_the_stored_page(
    press: Press, number: int, editor: User
) -> None:
    def is_open() -> bool:
        return b"<textarea" in ask(press, f"/news/{number}/comments/").body

    assert is_open()
    switch_story(number, user=editor, openness=Discussion.Openness.CLOSED)
    assert not is_open()
    switch_story(number, user=editor, openness=Discussion.Openness.BY_RULES)
    assert is_open()
    # What concerns every page rings no bell; it is looked for four times a second.
    save_rules(None, user=editor, moderation=Rules.Moderation.CLOSED)
    assert within_a_second(lambda: not is_open())
    save_rules(None, user=editor, moderation=Rules.Moderation.BEFORE, closes_after_days=14)
    assert within_a_second(is_open)

    # It grows old; nobody touches it but the worker.
    close_old_discussions(now() - timedelta(minutes=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stories_story SET published_at = %s", [now() - timedelta(days=14, seconds=30)])
    assert is_open()
    close_old_discussions(now())
    assert not is_open()


def test_a_part_of_the_comments_survives_a_new_slug(press: Press, number: int, comment: Comment, editor: User) -> None:
    approve_comment(comment.pk, user=editor)
    Comment.objects.create(
        number=number,
        name="Bram",
        text="Before it was late, too.",
        state="approved",
        is_shown=True,
        received_at=now() - timedelta(days=1),
    )
    publish(Story.objects.get(number=number), next_note="Another slug.", slug="another-slug")

    answer = ask(press, f"/news/{number}/comments/", query=f"before={PK}")

    assert answer.status == 200
    assert b"Before it was late, too." in answer.body
    assert b"another-slug" in answer.body
