"""Comments as moderators see them: with their story, what readers and colleagues said, what was decided last."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from dateline.comments.models import Comment, Decision, Note, Reason, Report
from dateline.stories.models import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """What a moderator needs to know of the story a comment is on. `id` is the desk's."""

    id: int
    number: int
    headline: str
    section: str
    is_public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One comment of the list.

    story: None for a number without a story, as an import may leave it. reports: the open ones, each reason in words
    with how many there are. last: the last thing that was decided.
    """

    comment: Comment
    story: StoryLine | None
    answered: str
    reports: tuple[tuple[str, int], ...]
    notes: tuple[Note, ...]
    last: Decision | None

    @property
    def reports_in_all(self) -> int:
        """How many readers complain."""
        return sum(count for _, count in self.reports)


def rows_of(comments: Sequence[Comment]) -> tuple[Row, ...]:
    """These comments as rows, in their order; five queries, however many there are."""
    ids = [comment.pk for comment in comments]
    stories = story_lines(comment.number for comment in comments)
    answered = _names(comments)
    reports, notes, last = _reports(ids), _notes(ids), _last_decisions(ids)
    return tuple(
        Row(
            comment=comment,
            story=stories.get(comment.number),
            answered=answered.get(comment.answers_id or 0, ""),
            reports=tuple(reports[comment.pk]),
            notes=tuple(notes[comment.pk]),
            last=last.get(comment.pk),
        )
        for comment in comments
    )


def row_of(comment_id: int) -> Row | None:
    """One comment as a row; None where there is none of that id."""
    found = rows_of(list(Comment.objects.filter(pk=comment_id)))
    return found[0] if found else None


def story_lines(numbers: Iterable[int]) -> dict[int, StoryLine]:
    """The stories of these numbers, in one query, without their texts."""
    fields = ("pk", "number", "headline", "section__name", "state")
    return {
        number or 0: StoryLine(
            id=pk, number=number or 0, headline=headline, section=section or "", is_public=state in Story.PUBLIC_STATES
        )
        for pk, number, headline, section, state in Story.objects.filter(number__in=set(numbers)).values_list(*fields)
    }


def _names(comments: Sequence[Comment]) -> dict[int, str]:
    ids = {comment.answers_id for comment in comments if comment.answers_id}
    # Asked even for none: the number of queries does not depend on what is in the list.
    return dict(Comment.objects.filter(pk__in=ids or {0}).order_by().values_list("pk", "name"))


def _reports(ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = Report.objects.filter(comment__in=ids, closed_at=None).order_by()
    for comment, reason, count in (
        rows.values_list("comment", "reason").annotate(reports=Count("pk")).order_by("-reports", "reason")
    ):
        found[comment].append((str(Reason(reason).label), count))
    return found


def _notes(ids: Sequence[int]) -> dict[int, list[Note]]:
    found: dict[int, list[Note]] = defaultdict(list)
    for note in Note.objects.filter(comment__in=ids).select_related("user").order_by("pk"):
        found[note.comment_id].append(note)
    return found


def _last_decisions(ids: Sequence[int]) -> dict[int, Decision]:
    rows = Decision.objects.filter(comment__in=ids).select_related("user").order_by("pk")
    return {decision.comment_id: decision for decision in rows}
