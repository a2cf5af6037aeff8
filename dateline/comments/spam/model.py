"""What the newsroom's decisions add up to: a number for each bucket. Plain Python, so that web processes stay small."""

import hashlib
import json
import zlib
from array import array
from collections import defaultdict
from dataclasses import asdict, dataclass
from math import exp, isfinite
from struct import Struct

from dateline.comments.spam.features import BUCKETS, Features

# What training takes: so many decisions, so many of either kind, and of more than this the newest.
LEAST_DECISIONS = 200
LEAST_OF_EACH_KIND = 20
NEWEST_DECISIONS = 20_000

_FORMAT = b"dateline spam model 1\n"
_CHECKSUM_BYTES = 32
# Little-endian on every machine.
_PACKED = Struct(f"<{BUCKETS}f")
_REASONS = 3
# Beyond this a probability is 0 or 1 to sixteen digits.
_CERTAIN = 36.0


class ModelUnreadable(ValueError):
    """These bytes are no model of this version: damaged, of another release, or something else altogether."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model thinks of a comment.

    probability: that it is spam, 0 to 1, as if half of all comments were. reasons: up to three, the weightiest first,
    each a thing in the comment that speaks for what is likelier: `the word “casino”`, `three links`.
    """

    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """How well a model that knew only the older decisions foretold the newest ones.

    tested: how many decisions. precision: of those it called spam, the share the newsroom rejected as spam. recall: of
    the spam, the share it called so. false_alarms: of what the newsroom accepted, the share it called spam. Shares are
    0 to 1, or None where there was nothing to divide.
    """

    tested: int
    precision: float | None
    recall: float | None
    false_alarms: float | None

    def in_words(self) -> str:
        """What is known: `93 % of what it called spam was, 88 % of spam was found, 2 % of the approved called spam`."""
        shares = (
            (self.precision, "of what it called spam was"),
            (self.recall, "of spam was found"),
            (self.false_alarms, "of the approved called spam"),
        )
        told = (f"{100 * share:.0f} % {of_what}" for share, of_what in shares if share is not None)
        return ", ".join(told)


@dataclass(frozen=True, slots=True)
class SpamModel:
    """A trained model. weights: `BUCKETS` numbers. accepted, rejected: the decisions it learned from."""

    weights: "array[float]"
    bias: float
    accepted: int
    rejected: int
    trial: Trial

    @property
    def trained_on(self) -> int:
        """The number of decisions the model learned from."""
        return self.accepted + self.rejected

    def judge(self, features: Features) -> Opinion:
        """What the model thinks of a comment with these features. Takes about a thousandth of a second."""
        weights = self.weights
        by_source: defaultdict[str, float] = defaultdict(float)
        for bucket, value, source in zip(features.buckets, features.values, features.sources, strict=True):
            by_source[source] += weights[bucket] * value
        score = self.bias + sum(by_source.values())
        side = 1.0 if score > 0 else -1.0
        telling = sorted(by_source, key=lambda source: (-side * by_source[source], source))[:_REASONS]
        return Opinion(_probability(score), tuple(source for source in telling if side * by_source[source] > 0))

    def to_bytes(self) -> bytes:
        """The model for keeping, at most 132 KB: a format line, a line of JSON, packed weights, a SHA-256 of it all."""
        facts = {
            "buckets": len(self.weights),
            "bias": self.bias,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "trial": asdict(self.trial),
        }
        head = json.dumps(facts, sort_keys=True).encode() + b"\n"
        body = _FORMAT + head + zlib.compress(_PACKED.pack(*self.weights), 9)
        return body + hashlib.sha256(body).digest()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "SpamModel":
        """The model that `to_bytes` wrote. Raises ModelUnreadable for anything else, whoever wrote it."""
        head, packed = _opened(kept)
        try:
            facts = json.loads(head)
            trial = Trial(**facts["trial"])
            bias, accepted, rejected = float(facts["bias"]), int(facts["accepted"]), int(facts["rejected"])
        except (ValueError, KeyError, TypeError) as error:
            raise ModelUnreadable("the spam model's description makes no sense") from error
        weights = _weights(packed)
        if facts.get("buckets") != BUCKETS or not isfinite(bias + sum(weights)):
            raise ModelUnreadable("the spam model's numbers make no sense")
        return cls(weights=weights, bias=bias, accepted=accepted, rejected=rejected, trial=trial)


def _probability(score: float) -> float:
    return 1 / (1 + exp(-max(-_CERTAIN, min(_CERTAIN, score))))


def _opened(kept: bytes) -> tuple[bytes, bytes]:
    body, checksum = kept[:-_CHECKSUM_BYTES], kept[-_CHECKSUM_BYTES:]
    if not body.startswith(_FORMAT):
        raise ModelUnreadable("this is no spam model, or one of another version")
    if hashlib.sha256(body).digest() != checksum:
        raise ModelUnreadable("the spam model is damaged: its checksum does not match")
    head, _, packed = body.removeprefix(_FORMAT).partition(b"\n")
    return head, packed


def _weights(packed: bytes) -> "array[float]":
    try:
        # Never more than is expected, plus the one byte that shows there was more.
        unpacked = zlib.decompressobj().decompress(packed, _PACKED.size + 1)
    except zlib.error as error:
        raise ModelUnreadable("the spam model's weights cannot be unpacked") from error
    if len(unpacked) != _PACKED.size:
        raise ModelUnreadable("the spam model has another number of weights")
    return array("f", _PACKED.unpack(unpacked))
