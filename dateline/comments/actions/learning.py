"""The spam model: when it is time to train one, from what, and where it is kept.

What is learnt is "would be rejected": spam, insults and hatred stand on one side, everything that was approved on the
other. A comment rejected for another reason (beside the point, a false claim) is neither. Only moderators teach; what a
rule let through did not.

Nothing here loads scikit-learn: the worker lives for months, and has a process of its own do the training.
"""

import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from dateline.base.models import Task
from dateline.base.tasks import NotNow, queue_task
from dateline.comments.models import Decision, Reason, TrainedModel
from dateline.comments.queries.learning import forget_model
from dateline.comments.spam.model import LEAST_DECISIONS, LEAST_OF_EACH_KIND, NEWEST_DECISIONS, SpamModel

logger = logging.getLogger(__name__)

LEARN = "train the spam model"
TIME_LIMIT_SECONDS = 300
MODELS_KEPT = 3

_PAUSE = timedelta(hours=1)
_LEAST_NEW = 50
_LEAST_NEW_PERCENT = 10
_AS_SPAM = (Reason.SPAM, Reason.ABUSE, Reason.HATE)

Lesson = tuple[str, str, bool]


def lessons() -> Iterator[Lesson]:
    """(text, name, whether it was rejected), one a comment, the oldest first: of the newest 20,000 decisions.

    The last decision on a comment counts. What was withdrawn or erased since teaches nothing.
    """
    newest = list(_teaching().order_by("-pk").values_list("pk", "comment_id")[:NEWEST_DECISIONS])
    last_of = {comment_id: pk for pk, comment_id in reversed(newest)}
    chosen = sorted(last_of.values())
    for start in range(0, len(chosen), 500):
        rows = Decision.objects.filter(pk__in=chosen[start : start + 500]).exclude(comment__text="").order_by("pk")
        for what, reason, text, name in rows.values_list("what", "reason", "comment__text", "comment__name"):
            if what == Decision.What.APPROVE or reason in _AS_SPAM:
                yield text, name, what == Decision.What.REJECT


def needs_training(moment: datetime) -> bool:
    """Whether there is enough to learn from, and enough that is new: 50 decisions, or a tenth if that is more.

    Never twice within an hour. No more rows are counted than it takes to say yes.
    """
    accepted = _teaching().filter(what=Decision.What.APPROVE)
    rejected = _teaching().filter(reason__in=_AS_SPAM)
    newest = TrainedModel.objects.order_by("-pk").values_list("at", "decisions").first()
    if newest is None:
        has_both = _has(accepted, LEAST_OF_EACH_KIND) and _has(rejected, LEAST_OF_EACH_KIND)
        return has_both and _has(accepted | rejected, LEAST_DECISIONS)
    at, decisions = newest
    if at > moment - _PAUSE:
        return False
    return _has((accepted | rejected).filter(at__gt=at), max(_LEAST_NEW, decisions * _LEAST_NEW_PERCENT // 100))


def queue_learning() -> bool:
    """Queue the training if it is time; whether it is. For the worker, now and then."""
    moment = now()
    is_time = needs_training(moment) and not Task.objects.filter(kind=LEARN, run_at__gt=moment - _PAUSE).exists()
    if is_time:
        queue_task(LEARN, "", run_at=moment)
    return is_time


def learn_in_a_process_of_its_own(argument: str) -> None:
    """The task: have `dateline comments train` do it, with the lowest claim on the processor. Raises NotNow."""
    command = [sys.executable, "-m", "dateline.ops.main", "comments", "train"]
    try:
        done = subprocess.run(  # noqa: S603 (nothing of it comes from outside)
            command, capture_output=True, text=True, timeout=TIME_LIMIT_SECONDS + 10, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotNow(f"training the spam model took longer than {TIME_LIMIT_SECONDS} s") from None
    if done.returncode != 0:
        raise NotNow(f"training the spam model failed: {(done.stderr.strip().splitlines() or ['no word'])[-1][:300]}")


@transaction.atomic
def keep_model(model: SpamModel, *, at: datetime) -> None:
    """Use this model from now on; the three newest are kept. at: the moment whose decisions it knows."""
    TrainedModel.objects.create(at=at, content=model.to_bytes(), decisions=model.trained_on)
    kept = list(TrainedModel.objects.order_by("-pk").values_list("pk", flat=True)[:MODELS_KEPT])
    TrainedModel.objects.exclude(pk__in=kept).delete()
    forget_model()


def _has(decisions: QuerySet[Decision], count: int) -> bool:
    return len(decisions.order_by("at", "pk").values_list("pk")[:count]) >= count


def _teaching() -> QuerySet[Decision]:
    """What moderators decided, themselves; also what they rejected for reasons that teach nothing."""
    return Decision.objects.filter(what__in=(Decision.What.APPROVE, Decision.What.REJECT), user__isnull=False)
