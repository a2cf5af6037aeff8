"""What the newsroom's own spam model says of a comment."""

import logging
import time
from dataclasses import dataclass

from dateline.comments.models import TrainedModel
from dateline.comments.spam.features import features_of
from dateline.comments.spam.model import ModelUnreadable, Opinion, SpamModel

# A model is trained once an hour at most; a minute later every process judges by the new one.
_LOOK_SECONDS = 60.0

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Loaded:
    """The model in the memory of this process; None before there is one. looked_at: on the monotonic clock."""

    row_id: int = 0
    model: SpamModel | None = None
    looked_at: float = float("-inf")


_loaded = _Loaded()


def opinion_on(*, name: str, text: str) -> Opinion | None:
    """What the newest model thinks; None while there is none."""
    model = current_model()
    return None if model is None else model.judge(features_of(text, name=name))


def current_model() -> SpamModel | None:
    """The newest model, read from the database once a minute at most; one that can't be read counts as none."""
    if time.monotonic() - _loaded.looked_at < _LOOK_SECONDS:
        return _loaded.model
    _loaded.looked_at = time.monotonic()
    newest = TrainedModel.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if newest != _loaded.row_id:
        _loaded.row_id, _loaded.model = newest, _read(newest) if newest else None
    return _loaded.model


def forget_model() -> None:
    """Read it anew when it is asked for next; for whoever has just trained one, and for tests."""
    _loaded.row_id, _loaded.model, _loaded.looked_at = 0, None, float("-inf")


def _read(row_id: int) -> SpamModel | None:
    try:
        return SpamModel.from_bytes(bytes(TrainedModel.objects.get(pk=row_id).content))
    except ModelUnreadable as fault:
        logger.warning("the spam model of row %s can't be read, and is silent: %s", row_id, fault)
        return None
