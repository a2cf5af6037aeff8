"""Comments from elsewhere come in whole, once, and in their threads; and go out again as they came."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from dateline.base.models import User
from dateline.comments.actions.importing import IMPORTED_NEWSROOM, import_comments
from dateline.comments.actions.rights import erase_comments
from dateline.comments.drafts import CommentDraft, Outcome, UnreadableDraft, draft_as_line, draft_of_line
from dateline.comments.models import Comment, Decision, Discussion, Note, Report
from dateline.comments.queries.export import exported_comments
from dateline.record.models import Touch
from tests.comments.writing import comment_on

State = Comment.State
AT = datetime(2021, 12, 10, 4, 22, tzinfo=UTC)


def draft(called: str, number: int, **fields: Any) -> CommentDraft:
    """A comment as its source has it; any field can be given."""
    values: dict[str, Any] = {
        "source_id": called,
        "number": number,
        "at": AT,
        "text": f"What {called} says.",
        "name": "Ada",
    }
    return CommentDraft(**values | fields)


def bring_in(*drafts: CommentDraft) -> list[Outcome]:
    return import_comments(drafts, actor="a test")


def called(name: str) -> Comment:
    return Comment.objects.get(source_id=name)


def lines(**wanted: Any) -> list[str]:
    return [draft_as_line(each, with_personal_data=True) for each in exported_comments(**wanted)]


def test_a_comment_comes_in_whole(number: int) -> None:
    outcomes = bring_in(draft("a", number, text="Late,\r\n\u202eas ever.\x00", name=" Ada\nQuist "))

    comment = called("a")
    assert outcomes == [Outcome(kind="imported", source_id="a")]
    assert (comment.text, comment.name, comment.received_at) == ("Late,\nas ever.", "Ada Quist", AT)
    assert (comment.state, comment.queue, comment.is_shown, comment.thread) == (State.APPROVED, "", True, None)
    decision = comment.decisions.get()
    assert (decision.what, decision.phase, decision.note) == (Decision.What.RECEIVE, "import", "by a test")


def test_the_same_comments_again_change_nothing(number: int) -> None:
    drafts = [draft("a", number), draft("b", number, answers="a")]
    bring_in(*drafts)

    outcomes = bring_in(*drafts, draft("a", number, text="Something else."))

    assert [outcome.kind for outcome in outcomes] == ["unchanged"] * 3
    assert (Comment.objects.count(), Decision.objects.count(), Touch.objects.count()) == (2, 2, 1)
    assert called("a").text == "What a says."


def test_threads_are_two_levels_deep_whatever_they_were(number: int) -> None:
    bring_in(
        draft("a", number),
        draft("b", number, answers="a"),
        draft("c", number, answers="b"),
        draft("d", number, answers="c"),
    )

    a, b, c, d = map(called, "abcd")
    assert [row.thread for row in (a, b, c, d)] == [None, a, a, a]
    assert [row.answers for row in (a, b, c, d)] == [None, a, b, c]


def test_a_batch_may_hold_an_answer_before_what_it_answers(number: int) -> None:
    outcomes = bring_in(draft("c", number, answers="b"), draft("b", number, answers="a"), draft("a", number))

    assert [(outcome.source_id, outcome.kind) for outcome in outcomes] == [(name, "imported") for name in "cba"]
    assert (called("c").answers, called("c").thread) == (called("b"), called("a"))


def test_an_answer_may_come_in_a_later_import(number: int) -> None:
    bring_in(draft("a", number), draft("b", number, answers="a"))

    bring_in(draft("c", number, answers="b"))

    assert (called("c").answers, called("c").thread) == (called("b"), called("a"))
    assert called("a").replies == 2


def test_counts_are_right_at_once_and_all_pages_share_a_touch(number: int) -> None:
    own = comment_on(number, state=State.APPROVED, is_shown=True)
    Discussion.objects.create(number=number, shown=1)

    bring_in(
        draft("a", number),
        draft("b", number, answers="a"),
        draft("c", number, answers="a", state=State.REJECTED),
        draft("d", number, answers="a", state=State.WAITING),
        draft("e", number, state=State.REJECTED),
        draft("f", number, answers="e"),
        draft("g", number, state=State.WITHDRAWN, text="", name=""),
    )

    assert Discussion.objects.get(number=number).shown == 4
    assert [called(name).replies for name in "aeg"] == [1, 1, 0]
    assert [called(name).is_shown for name in "abcdefg"] == [True, True, False, False, True, True, False]
    assert [called(name).queue for name in "cd"] == ["", Comment.Queue.NEW]
    assert [touch.keys for touch in Touch.objects.all()] == [[f"comments:{number}"]]
    own.refresh_from_db()
    assert own.replies == 0


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"number": 5}, "no story has the number 5"),
        ({"number": -1}, "no story has the number -1"),
        ({"number": 10**30}, "no story has the number"),
        ({"text": "x" * 5001}, "more than 5,000 characters"),
        ({"name": "x" * 81}, "more than 80 characters"),
        ({"text": " \u200b\n"}, "it has no text"),
        ({"at": now() + timedelta(hours=1)}, "sent in the future"),
        ({"at": datetime(1, 1, 1, tzinfo=UTC)}, "before there was a web"),
        ({"email": "ada"}, "e-mail address is none"),
        ({"source_id": ""}, "its id must be"),
        ({"source_id": "x" * 201}, "its id must be"),
        ({"source_id": "a\x00"}, "its id must be"),
        ({"source_id": "a\ud800"}, "its id must be"),
        ({"answers": "a\x00"}, "which is not here"),
        ({"answers": "nobody"}, "it answers “nobody”, which is not here"),
        ({"answers": "z"}, "it answers “z”, which is not here"),
        ({"answers": "over there"}, "it answers a comment on another story"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_can_not_be_kept_is_refused_with_the_reason_and_the_rest_goes_on(
    number: int, fields: dict[str, Any], reason: str
) -> None:
    comment_on(number + 1, source_id="over there")

    bad, good = bring_in(
        draft(fields.pop("source_id", "z"), fields.pop("number", number), **fields), draft("a", number)
    )

    assert (bad.kind, good.kind) == ("refused", "imported")
    assert reason in bad.reason
    assert Comment.objects.filter(number=number).count() == 1


def test_whoever_gave_no_name_is_a_reader_but_for_those_who_withdrew(number: int) -> None:
    bring_in(draft("a", number, name=" \u200b"), draft("b", number, name="", text="", state=State.WITHDRAWN))

    assert (called("a").name, called("b").name) == ("A reader", "")


def test_a_text_of_just_the_right_length_is_kept(number: int) -> None:
    bring_in(draft("a", number, text="x" * 5000, name="y" * 80))

    assert (len(called("a").text), len(called("a").name)) == (5000, 80)


def test_what_was_withdrawn_elsewhere_brings_nothing_of_its_author_along(number: int) -> None:
    bring_in(draft("a", number, state=State.WITHDRAWN, email="ada@example.org", at=now()))

    assert (called("a").state, called("a").name, called("a").text, called("a").email) == ("withdrawn", "", "", "")


def test_two_that_answer_each_other_are_refused(number: int) -> None:
    outcomes = bring_in(
        draft("a", number, answers="b"), draft("b", number, answers="a"), draft("c", number, answers="a")
    )

    assert {outcome.kind for outcome in outcomes} == {"refused"}


def test_what_the_newsroom_said_elsewhere_is_the_newsrooms_here_and_nobody_can_log_in_with_it(number: int) -> None:
    bring_in(draft("a", number, is_newsroom=True, name="The Harbour Courier"), draft("b", number))

    user = User.objects.get(username=IMPORTED_NEWSROOM)
    assert (called("a").newsroom_user, called("b").newsroom_user) == (user, None)
    assert (user.is_active, user.has_usable_password()) == (False, False)


def test_an_address_older_than_30_days_is_not_taken_in(number: int) -> None:
    bring_in(
        draft("a", number, email="Ada@reader.example"),
        draft("b", number, email="Ada@reader.example", at=now() - timedelta(days=3)),
    )

    assert (called("a").email, called("b").email) == ("", "ada@reader.example")


def test_what_was_erased_does_not_come_back_with_the_next_import(number: int) -> None:
    bring_in(draft("a", number))
    erase_comments([called("a").pk], reason="")

    (outcome,) = bring_in(draft("a", number))

    assert (outcome.kind, called("a").text) == ("unchanged", "")


def a_discussion(number: int, editor: User) -> None:
    """Everything a discussion can hold, written here."""
    at = now() - timedelta(days=1)
    first = comment_on(number, state=State.APPROVED, is_shown=True, queue="", received_at=at, email="b@reader.example")
    answer = comment_on(number, thread=first, answers=first, state=State.APPROVED, is_shown=True, queue="")
    comment_on(number, thread=first, answers=answer, state=State.REJECTED, queue="", is_redacted=True)
    comment_on(number, thread=first, answers=first, state=State.APPROVED, is_shown=True, newsroom_user=editor)
    comment_on(number, text="سلام! “Well” — said\n\nshe.", name="لیلا")
    comment_on(number, state=State.WITHDRAWN, queue="", text="", name="")
    bring_in(draft("from elsewhere", number), draft("its answer", number, answers="from elsewhere"))


def test_what_was_exported_and_imported_is_exported_the_same(number: int, editor: User) -> None:
    a_discussion(number, editor)
    before = lines()
    empty_the_paper()

    outcomes = bring_in(*map(draft_of_line, before))

    assert [outcome.kind for outcome in outcomes] == ["imported"] * 8
    assert lines() == before
    assert Discussion.objects.get(number=number).shown == 5


def test_a_papers_own_export_is_unchanged_in_it(number: int, editor: User) -> None:
    a_discussion(number, editor)

    outcomes = bring_in(*map(draft_of_line, lines()))

    assert {outcome.kind for outcome in outcomes} == {"unchanged"}
    assert Comment.objects.count() == 8


def test_another_paper_under_the_same_name_has_other_comments(number: int) -> None:
    """As on a developer's machine, where every paper is at 127.0.0.1."""
    comment_on(number)
    before = lines()
    empty_the_paper()
    pk = draft_of_line(before[0]).source_id.split("-")[1]
    comment_on(number, pk=int(pk), received_at=AT, text="Said in the other paper.")

    (outcome,) = bring_in(*map(draft_of_line, before))

    assert outcome.kind == "imported"


def test_an_export_can_be_of_one_story_or_from_one_day_on(number: int) -> None:
    comment_on(number, text="old", received_at=AT)
    comment_on(number, text="new")
    comment_on(number + 1, text="elsewhere")

    assert [json.loads(line)["text"] for line in lines(number=number)] == ["old", "new"]
    assert [json.loads(line)["text"] for line in lines(since=AT + timedelta(seconds=1))] == ["new", "elsewhere"]


def test_addresses_are_exported_only_where_they_are_asked_for(number: int) -> None:
    comment_on(number, email="b@reader.example")

    (exported,) = exported_comments()

    assert "email" not in json.loads(draft_as_line(exported, with_personal_data=False))
    assert json.loads(draft_as_line(exported, with_personal_data=True))["email"] == "b@reader.example"


def test_batches_follow_each_other_without_a_gap(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.comments.queries.export._BATCH", 2)
    monkeypatch.setattr("dateline.comments.actions.importing.BATCH", 2)
    bring_in(*(draft(f"c{at}", number, answers=f"c{at - 1}" if at else None) for at in range(5)))

    assert [each.source_id for each in exported_comments()] == ["c0", "c1", "c2", "c3", "c4"]
    assert called("c0").replies == 4
    assert Touch.objects.count() == 3


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no JSON object"),
        ('{"id": "a", "number": 1}', "“at” is missing"),
        ('{"id": "a", "number": 1, "at": "2021-12-10T04:22:00Z", "colour": 1}', "there is no field “colour”"),
        ('{"id": 1, "number": 1, "at": "2021-12-10T04:22:00Z"}', "“id” must be text"),
        ('{"id": "a", "number": "1", "at": "2021-12-10T04:22:00Z"}', "“number” must be a whole number"),
        ('{"id": "a", "number": true, "at": "2021-12-10T04:22:00Z"}', "“number” must be a whole number"),
        ('{"id": "a", "number": 1, "at": "yesterday"}', "“at” must be a moment"),
        ('{"id": "a", "number": 1, "at": "2021-12-10T04:22:00"}', "must name a time zone"),
        ('{"id": "a", "number": 1, "at": "0001-01-01T00:00:00+14:00"}', "“at” must be a moment"),
        ('{"id": "a", "number": 1, "at": "2021-12-10T04:22:00Z", "state": "spam"}', "must be one of waiting"),
        ('{"id": "a", "number": 1, "at": "2021-12-10T04:22:00Z", "state": 1}', "“state” must be text"),
        ('{"id": "a", "number": 1, "at": "2021-12-10T04:22:00Z", "newsroom": 1}', "must be true or false"),
    ],
)
def test_a_line_that_is_no_comment_says_why(line: str, reason: str) -> None:
    with pytest.raises(UnreadableDraft, match=reason):
        draft_of_line(line)


def test_half_of_a_surrogate_pair_does_no_harm(number: int) -> None:
    line = f'{{"id": "a", "number": {number}, "at": "2021-12-10T04:22:00Z", "text": "Well\\ud800.", "answers": null}}'

    bring_in(draft_of_line(line))

    assert called("a").text == "Well."


def empty_the_paper(rows: Iterable[type] = (Note, Report, Decision)) -> None:
    """No comments, as in a paper that has only stories."""
    for model in rows:
        model.objects.all().delete()  # type: ignore[attr-defined]
    Comment.objects.update(thread=None, answers=None, is_shown=False)
    Comment.objects.all().delete()
    Discussion.objects.all().delete()
