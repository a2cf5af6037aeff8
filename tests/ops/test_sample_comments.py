"""What the sample paper's readers say holds together, comes in once and shows what comments can be."""

import re
import tomllib
from typing import Any

import pytest

from dateline.comments.models import Comment, Decision, Discussion, Report
from dateline.comments.queries.openness import openness_of
from dateline.lib.plaintext import readable
from dateline.ops.sample_comments import fill_with_sample_comments
from dateline.ops.sample_files import SAMPLE
from dateline.record.models import Touch
from dateline.stories.actions.batch import publish_batch
from dateline.stories.drafts import StoryDraft
from tests.ops.test_sample_content import REAL_OUTLETS, story

COMMENTS: list[dict[str, Any]] = tomllib.loads((SAMPLE / "comments.toml").read_text(encoding="utf-8"))["comments"]
KEYS = {"id", "story", "at", "reader", "text"}
OPTIONAL_KEYS = {"answers", "state", "newsroom", "redacted", "report", "report_text"}

every_comment = pytest.mark.parametrize("comment", COMMENTS, ids=lambda comment: comment["id"])


@pytest.fixture
def stories(db: None) -> None:
    """The stories that are commented on, shortened."""
    drafts = []
    for name in sorted({comment["story"] for comment in COMMENTS}):
        told = story(SAMPLE / "stories" / name)
        drafts.append(
            StoryDraft(
                headline=told["headline"],
                body=({"type": "paragraph", "html": "<p>…</p>"},),
                number=None,
                published_at=told["published"],
                source_name=name,
                source_sha256=name,
            )
        )
    assert {outcome.kind for outcome in publish_batch(drafts, actor="test")} == {"imported"}


@every_comment
def test_a_comment_has_every_field_and_comes_after_what_it_is_about(comment: dict[str, Any]) -> None:
    by_id = {each["id"]: each for each in COMMENTS}
    answered = by_id.get(comment.get("answers", ""))

    assert KEYS <= set(comment) <= KEYS | OPTIONAL_KEYS
    assert comment["at"] > story(SAMPLE / "stories" / comment["story"])["published"]
    assert ("answers" in comment) == (answered is not None)
    if answered is not None:
        assert (answered["story"], answered["at"] < comment["at"]) == (comment["story"], True)


@every_comment
def test_a_comment_is_set_as_the_stories_are_and_names_nobody_real(comment: dict[str, Any]) -> None:
    text = comment["text"].strip()
    hosts = re.findall(r"https?://([^/\s]+)", text)

    assert text == readable(text, multiline=True)
    assert re.findall(r"[\"']", text + comment["reader"]) == []
    assert text.count("“") == text.count("”")
    assert REAL_OUTLETS.findall(text) == []
    assert [host for host in hosts if not host.endswith(".example")] == []


def test_the_sample_shows_what_comments_can_be() -> None:
    states = [comment.get("state", "approved") for comment in COMMENTS]

    assert 20 <= len(COMMENTS) <= 30
    assert len({comment["id"] for comment in COMMENTS}) == len(COMMENTS)
    assert (states.count("waiting"), states.count("approved")) == (2, len(COMMENTS) - 2)
    for mark in ("newsroom", "redacted", "report"):
        assert len([comment for comment in COMMENTS if mark in comment]) == 1
    assert len([comment for comment in COMMENTS if "https://" in comment["text"]]) == 1
    assert len([comment for comment in COMMENTS if re.search("[\u0600-\u06ff]", comment["text"])]) == 1
    assert len([comment for comment in COMMENTS if "\n\n" in comment["text"].strip()]) >= 2


def test_the_sample_comments_come_in_once(stories: None) -> None:
    first = fill_with_sample_comments()
    kept = (Comment.objects.count(), Decision.objects.count(), Report.objects.count(), Touch.objects.count())

    second = fill_with_sample_comments()

    assert (first, second) == (len(COMMENTS), 0)
    assert kept == (Comment.objects.count(), Decision.objects.count(), Report.objects.count(), Touch.objects.count())
    assert Comment.objects.filter(queue=Comment.Queue.NEW).count() == 2
    reported = Comment.objects.get(queue=Comment.Queue.REPORTED)
    assert (reported.state, reported.is_shown) == (Comment.State.APPROVED, True)
    shown = sum(discussion.shown for discussion in Discussion.objects.all())
    assert shown == Comment.objects.shown().count() == len(COMMENTS) - 2


def test_the_sample_discussions_are_open_however_old_the_sample_is(stories: None) -> None:
    fill_with_sample_comments()

    assert {openness_of(discussion.number).is_open for discussion in Discussion.objects.all()} == {True}


def test_a_discussion_an_editor_closed_stays_closed(stories: None) -> None:
    fill_with_sample_comments()
    Discussion.objects.update(openness=Discussion.Openness.CLOSED)

    fill_with_sample_comments()

    assert {discussion.openness for discussion in Discussion.objects.all()} == {"closed"}


def test_what_a_moderator_decided_on_the_sample_stays_decided(stories: None) -> None:
    fill_with_sample_comments()
    Comment.objects.update(queue="")

    fill_with_sample_comments()

    assert not Comment.objects.in_queue().exists()
