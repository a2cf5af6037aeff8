"""What the newsroom's decisions add up to, kept as bytes and asked for an opinion."""

import hashlib
import json
import subprocess
import sys
import zlib
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.comments.spam.features import BUCKETS, features_of
from dateline.comments.spam.model import ModelUnreadable, SpamModel, Trial
from tests.timing import seconds_for

TRIAL = Trial(tested=50, precision=0.9, recall=None, false_alarms=0.02)


def model_of(scores: dict[str, float], *, bias: float = 0.0) -> SpamModel:
    """A model that knows these words and no others."""
    weights = array("f", bytes(4 * BUCKETS))
    for word, score in scores.items():
        features = features_of(word)
        at = features.sources.index(f"the word “{word}”")
        weights[features.buckets[at]] = score / features.values[at]
    return SpamModel(weights=weights, bias=bias, accepted=150, rejected=100, trial=TRIAL)


def kept_as(facts: dict[str, object], *, weights: bytes, packed: bytes | None = None) -> bytes:
    packed = zlib.compress(weights) if packed is None else packed
    body = b"dateline spam model 1\n" + json.dumps(facts).encode() + b"\n" + packed
    return body + hashlib.sha256(body).digest()


FACTS: dict[str, object] = {
    "buckets": BUCKETS,
    "bias": 0.5,
    "accepted": 150,
    "rejected": 100,
    "trial": {"tested": 50, "precision": 0.9, "recall": None, "false_alarms": 0.02},
}
WEIGHTS = bytes(4 * BUCKETS)


def test_word_of_spam_makes_spam_likelier_and_is_the_first_reason() -> None:
    model = model_of({"casino": 40.0, "bonus": 20.0, "spins": 10.0, "free": 5.0, "ferry": -40.0})

    opinion = model.judge(features_of("casino bonus spins free"))

    assert opinion.probability > 0.9
    assert opinion.reasons == ("the word “casino”", "the word “bonus”", "the word “spins”")


def test_reasons_speak_for_what_is_likelier() -> None:
    model = model_of({"casino": 10.0, "ferry": -40.0})

    opinion = model.judge(features_of("the ferry passed the casino"))

    assert opinion.probability < 0.1
    assert opinion.reasons == ("the word “ferry”",)


def test_model_that_knows_nothing_is_undecided_and_gives_no_reasons() -> None:
    opinion = model_of({}).judge(features_of("hello there"))

    assert opinion.probability == 0.5
    assert opinion.reasons == ()


@pytest.mark.parametrize(("bias", "probability"), [(1e30, 1.0), (-1e30, 0.0)])
def test_certainty_beyond_measure_is_still_a_probability(bias: float, probability: float) -> None:
    assert model_of({}, bias=bias).judge(features_of("hello")).probability == pytest.approx(probability)


def test_model_is_the_same_after_keeping() -> None:
    model = model_of({"casino": 40.0}, bias=-0.25)

    again = SpamModel.from_bytes(model.to_bytes())

    assert again == model
    assert again.trained_on == 250
    assert again.to_bytes() == model.to_bytes()


def test_bytes_are_written_alike_on_every_machine() -> None:
    facts = json.dumps(FACTS, sort_keys=True).encode()
    weights = array("f", WEIGHTS)
    weights[1] = 1.0
    kept = SpamModel(weights=weights, bias=0.5, accepted=150, rejected=100, trial=TRIAL).to_bytes()

    line, head, rest = kept[:-32].split(b"\n", 2)

    assert (line, head) == (b"dateline spam model 1", facts)
    assert zlib.decompress(rest)[:8] == b"\0\0\0\0\0\0\x80?"


@pytest.mark.parametrize(
    ("kept", "reason"),
    [
        (b"", "no spam model"),
        (b"PK\x03\x04" * 100, "no spam model"),
        (model_of({}).to_bytes().replace(b"model 1", b"model 2"), "another version"),
        (model_of({}).to_bytes()[:-1], "damaged"),
        (model_of({}).to_bytes() + b"x", "damaged"),
        (kept_as(FACTS, weights=WEIGHTS[:-4]), "another number of weights"),
        (kept_as(FACTS, weights=bytes(10_000_000)), "another number of weights"),
        (kept_as(FACTS, weights=b"", packed=b"rubbish"), "cannot be unpacked"),
        (kept_as(FACTS | {"buckets": 7}, weights=WEIGHTS), "numbers make no sense"),
        (kept_as(FACTS | {"bias": float("nan")}, weights=WEIGHTS), "numbers make no sense"),
        (kept_as(FACTS, weights=b"\xff" * 4 * BUCKETS), "numbers make no sense"),
        (kept_as(FACTS | {"bias": "much"}, weights=WEIGHTS), "description makes no sense"),
        (kept_as(FACTS | {"trial": {"tested": 1}}, weights=WEIGHTS), "description makes no sense"),
        (kept_as({}, weights=WEIGHTS), "description makes no sense"),
    ],
)
def test_bytes_that_are_no_model_are_refused_with_the_reason(kept: bytes, reason: str) -> None:
    with pytest.raises(ModelUnreadable, match=reason):
        SpamModel.from_bytes(kept)


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 3_000))
def test_no_damage_goes_unnoticed(rubbish: bytes, at: int) -> None:
    kept = model_of({"casino": 1.0}).to_bytes()
    damaged = kept[:at] + rubbish + kept[at + len(rubbish) :]

    if damaged == kept:
        assert SpamModel.from_bytes(damaged)
    else:
        with pytest.raises(ModelUnreadable):
            SpamModel.from_bytes(damaged)


def test_longest_comment_is_judged_in_two_milliseconds() -> None:
    model = model_of({"casino": 1.0})
    text = " ".join(f"word{number}" for number in range(1_000))[:5_000]
    features = features_of(text)

    assert seconds_for(lambda: model.judge(features)) < 0.002


def test_process_that_asks_for_opinions_loads_no_arithmetic_library() -> None:
    program = (
        "import sys, dateline.comments.spam.model; "
        "print({name.partition('.')[0] for name in sys.modules} & {'sklearn', 'numpy', 'scipy', 'django'})"
    )

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "set()"
