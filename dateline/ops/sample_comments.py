"""What readers of the sample paper have said: brought in as comments from anywhere are, then reported by a reader."""

import tomllib
from typing import Any

from django.db import transaction

from dateline.comments.actions.importing import import_comments
from dateline.comments.actions.reporting import file_report
from dateline.comments.actions.showing import locked_comment
from dateline.comments.drafts import CommentDraft
from dateline.comments.models import Comment, Discussion, Report
from dateline.ops.sample_files import ACTOR, SAMPLE
from dateline.stories.models import Story

_PREFIX = "sample: "


def fill_with_sample_comments() -> int:
    """Bring the sample comments in; how many were new. A second time changes nothing."""
    comments = tomllib.loads((SAMPLE / "comments.toml").read_text(encoding="utf-8"))["comments"]
    files = {comment["story"] for comment in comments}
    numbers = dict(Story.objects.filter(source_name__in=files).values_list("source_name", "number"))
    # The sample paper grows older and its discussions stay open, for whoever tries it out.
    for number in sorted(filter(None, numbers.values())):
        Discussion.objects.get_or_create(number=number, defaults={"openness": Discussion.Openness.OPEN})
    outcomes = import_comments([_draft(comment, numbers[comment["story"]] or 0) for comment in comments], actor=ACTOR)
    for comment, outcome in zip(comments, outcomes, strict=True):
        if outcome.kind == "refused":
            raise ValueError(f"{comment['id']}: {outcome.reason}")
        if "report" in comment:
            _report(comment)
    return sum(outcome.kind == "imported" for outcome in outcomes)


def _draft(comment: dict[str, Any], number: int) -> CommentDraft:
    return CommentDraft(
        source_id=_PREFIX + comment["id"],
        number=number,
        at=comment["at"],
        name=comment["reader"],
        text=comment["text"],
        answers=_PREFIX + comment["answers"] if "answers" in comment else None,
        state=Comment.State(comment.get("state", "approved")),
        is_newsroom=comment.get("newsroom", False),
        is_redacted=comment.get("redacted", False),
    )


@transaction.atomic
def _report(comment: dict[str, Any]) -> None:
    """A reader's report without their form: that wants a security key, and nobody is here to read it."""
    row = locked_comment(Comment.objects.get(source_id=_PREFIX + comment["id"]).pk)
    nonce = f"sample {comment['id']}"[:32]
    if not Report.objects.filter(nonce=nonce).exists():
        words = {"reason": comment["report"], "text": comment["report_text"]}
        file_report(Report(comment=row, at=comment["at"], nonce=nonce, **words))
