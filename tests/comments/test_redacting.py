"""Words can only be taken out of a comment, and readers see where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.base.models import User
from dateline.comments.actions.deciding import approve_comment
from dateline.comments.actions.redacting import MARK, redact_comment, without_removed
from dateline.comments.errors import NotPossible
from dateline.comments.models import Comment
from dateline.record.models import Touch
from tests.comments.writing import comment_on

pytestmark = pytest.mark.django_db

OLD = "The mayor is a liar, and he lives in Quay Street 14.\n\nAsk him!"


@pytest.mark.parametrize(
    ("kept", "result"),
    [
        ("The mayor is a, and he lives in Quay Street 14. Ask him!", "The mayor is a […], and he lives in Quay"),
        ("The mayor is a liar, and he lives in. Ask him!", "he lives in […].\n\nAsk him!"),
        ("mayor is a liar, and he lives in Quay Street 14. Ask him!", "[…] mayor is"),
        ("The mayor is a liar, and he lives in Quay Street 14. Ask", "\n\nAsk […]"),
        ("The mayor is a […], and he lives in […]. Ask him!", "a […], and he lives in […].\n\nAsk him!"),
        ("mayor him", "[…] mayor […] him[…]"),
    ],
)
def test_every_gap_gets_a_mark_and_line_breaks_stay(kept: str, result: str) -> None:
    assert result in without_removed(OLD, kept=kept)


@pytest.mark.parametrize(
    "kept", [OLD.replace("liar", "saint"), OLD + " Really.", "him mayor", OLD, "", " […] ", "The mayors is a liar"]
)
def test_anything_added_nothing_removed_and_nothing_left_are_refused(kept: str) -> None:
    with pytest.raises(NotPossible):
        without_removed(OLD, kept=kept)


def test_marks_of_an_earlier_redaction_stay() -> None:
    once = without_removed(OLD, kept=OLD.replace(" liar", ""))

    twice = without_removed(once, kept=once.replace(" him", ""))

    assert twice == "The mayor is a […], and he lives in Quay Street 14.\n\nAsk […]!"


@given(st.lists(st.sampled_from(["ash", "oak", "elm", "!", ","]), min_size=2, max_size=12), st.data())
def test_what_is_left_is_exactly_what_was_kept(words: list[str], data: st.DataObject) -> None:
    keep = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    kept = [word for word, is_kept in zip(words, keep, strict=True) if is_kept]
    if not kept or len(kept) == len(words):
        return

    result = without_removed(" ".join(words), kept=" ".join(kept))

    assert [word for word in result.split() if word != MARK] == kept
    assert MARK in result


def test_a_comment_of_signs_costs_no_more_than_another() -> None:
    assert without_removed("!" * 5_000, kept="!" * 4_000).count("!") == 4_000


def test_the_row_says_so_and_no_copy_of_the_old_text_is_handed_out(number: int, editor: User) -> None:
    comment = comment_on(number, text=OLD)
    approve_comment(comment.pk, user=editor)

    redact_comment(comment.pk, user=editor, text=OLD.replace(" Quay Street 14", ""), note="An address.")

    comment.refresh_from_db()
    assert comment.text == "The mayor is a liar, and he lives in […].\n\nAsk him!"
    assert comment.is_redacted
    assert Touch.objects.latest("tick").withdraws
    assert list(comment.decisions.values_list("what", "note")) == [("approve", ""), ("redact", "An address.")]


def test_a_refused_redaction_writes_nothing(number: int, editor: User) -> None:
    comment = comment_on(number, text=OLD)

    with pytest.raises(NotPossible, match="saint"):
        redact_comment(comment.pk, user=editor, text=OLD.replace("liar", "saint"))

    assert Comment.objects.get(pk=comment.pk).text == OLD
    assert not comment.decisions.exists()
