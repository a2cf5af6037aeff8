"""Learns a model from the newsroom's decisions.

The only module that loads scikit-learn: run it in a process of its own.
"""

from array import array
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from dateline.comments.spam.features import BUCKETS, features_of
from dateline.comments.spam.model import LEAST_DECISIONS, LEAST_OF_EACH_KIND, NEWEST_DECISIONS, SpamModel, Trial

_TESTED_SHARE = 5
# How much the model may believe in single words; chosen on invented comments, where it matters little.
_TRUST = 10.0
_ROUNDS_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Example:
    """One decision: a comment the newsroom accepted or rejected as spam. One rejected for another reason is none."""

    text: str
    name: str
    is_spam: bool


def train(examples: Iterable[Example], *, newest: int = NEWEST_DECISIONS) -> SpamModel | None:
    """A model of the newest decisions, or None below 200 of them, or 20 of either kind: too little to learn from.

    examples: the oldest first; read once, and never more than `newest` of them held. The same examples give the same
    model, bit for bit, on the same machine. The model's trial is a rehearsal: the first four fifths foretell the last.
    """
    decisions = deque(examples, maxlen=newest)
    rejected = sum(example.is_spam for example in decisions)
    accepted = len(decisions) - rejected
    if len(decisions) < LEAST_DECISIONS or min(accepted, rejected) < LEAST_OF_EACH_KIND:
        return None
    verdicts = np.array([example.is_spam for example in decisions])
    table = _table(decisions)
    weights, bias = _learned(table, verdicts)
    return SpamModel(
        weights=array("f", weights.tolist()),
        bias=bias,
        accepted=accepted,
        rejected=rejected,
        trial=_trial(table, verdicts),
    )


def _table(examples: Iterable[Example]) -> Any:
    """A sparse matrix: a row for each example, a column for each bucket."""
    starts, buckets, values = array("l", [0]), array("i"), array("f")
    for example in examples:
        features = features_of(example.text, name=example.name)
        buckets.extend(features.buckets)
        values.extend(features.values)
        starts.append(len(buckets))
    table = csr_matrix(
        (np.frombuffer(values, np.float32), np.frombuffer(buckets, np.intc), np.array(starts)),
        shape=(len(starts) - 1, BUCKETS),
        copy=True,
    )
    table.sum_duplicates()
    return table


def _learned(table: Any, verdicts: Any) -> tuple[Any, float]:
    rarity = _rarity(table)
    scaled = table.copy()
    scaled.data *= rarity[scaled.indices]
    # liblinear gives the same numbers every time, on one core; the default took all cores and fifty times as long.
    regression = LogisticRegression(
        C=_TRUST, class_weight="balanced", solver="liblinear", max_iter=_ROUNDS_AT_MOST, random_state=0
    )
    regression.fit(scaled, verdicts)
    return regression.coef_[0] * rarity, float(regression.intercept_[0])


def _rarity(table: Any) -> Any:
    """How much each bucket says: what is in every comment says nothing. The model's weights carry it afterwards."""
    seen = np.bincount(table.indices, minlength=BUCKETS)
    return (np.log((1 + table.shape[0]) / (1 + seen)) / np.log(1 + table.shape[0])).astype(np.float32)


def _trial(table: Any, verdicts: Any) -> Trial:
    older = len(verdicts) - len(verdicts) // _TESTED_SHARE
    if verdicts[:older].all() or not verdicts[:older].any():
        return Trial(tested=0, precision=None, recall=None, false_alarms=None)
    weights, bias = _learned(table[:older], verdicts[:older])
    guesses, truth = table[older:] @ weights + bias > 0, verdicts[older:]
    return Trial(
        tested=len(truth),
        precision=_share(truth[guesses]),
        recall=_share(guesses[truth]),
        false_alarms=_share(guesses[~truth]),
    )


def _share(flags: Any) -> float | None:
    return float(np.mean(flags)) if len(flags) else None
