"""Everything a moderator may want to know before deciding on one comment."""

from dataclasses import dataclass

from dateline.comments.models import Comment, Decision, Discussion, Note, Report
from dateline.comments.queries.rows import Row, row_of

_AROUND = 10
_EARLIER = 20
_LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One comment and what is around it.

    discussion: the story's switch, an unsaved one where nobody has touched it. thread: up to ten comments before this
    one, itself and up to ten after it; `first` is the one that began it, where it is not among them. earlier: others of
    the same reader, newest first, at most twenty. reports, notes and decisions: at most a hundred of each.
    """

    row: Row
    discussion: Discussion
    first: Comment | None
    thread: tuple[Comment, ...]
    earlier: tuple[Comment, ...]
    reports: tuple[Report, ...]
    notes: tuple[Note, ...]
    decisions: tuple[Decision, ...]

    @property
    def appeal(self) -> Decision | None:
        """The last one in which its author asked to look again; None without."""
        return next((made for made in reversed(self.decisions) if made.is_appeal), None)


def context_of(comment_id: int) -> Context | None:
    """The context of a comment, in a fixed number of queries; None where there is none of that id."""
    row = row_of(comment_id)
    if row is None:
        return None
    comment = row.comment
    first, thread = _thread(comment)
    discussion = Discussion.objects.filter(pk=comment.number).first() or Discussion(number=comment.number)
    return Context(
        row=row,
        discussion=discussion,
        first=first,
        thread=thread,
        earlier=_earlier(comment),
        reports=tuple(comment.reports.order_by("-pk")[:_LISTED]),
        notes=row.notes,
        decisions=tuple(reversed(comment.decisions.select_related("user").order_by("-pk")[:_LISTED])),
    )


def _thread(comment: Comment) -> tuple[Comment | None, tuple[Comment, ...]]:
    first_id = comment.thread_id_or_own
    first = Comment.objects.filter(pk=first_id).first()
    answers = Comment.objects.filter(thread_id=first_id)
    before = list(answers.filter(pk__lt=comment.pk).order_by("-pk")[:_AROUND])
    after = list(answers.filter(pk__gt=comment.pk).order_by("pk")[:_AROUND])
    return (first if first_id != comment.pk else None), (*reversed(before), comment, *after)


def _earlier(comment: Comment) -> tuple[Comment, ...]:
    others = Comment.objects.exclude(pk=comment.pk).order_by("-received_at", "-pk")
    # Two questions: an index answers each, which can't be said of one with an "or". What is not known is not asked.
    by_address = others.of_address(comment.address_digest)[:_EARLIER]
    by_email = others.of_email(comment.email)[:_EARLIER]
    found = {other.pk: other for other in (*by_address, *by_email)}
    return tuple(sorted(found.values(), key=lambda other: (other.received_at, other.pk), reverse=True)[:_EARLIER])
