"""Proof of work: what a browser computes in the background, so that a thousand comments cost a machine an hour.

ALTCHA's first protocol (`altcha.v1`): find the number whose SHA-256, behind a salt, is the challenge. A script of
thirty lines does it with crypto.subtle, it ends after a known number of steps, and ALTCHA's own widget knows it. The
second protocol derives keys (PBKDF2, Argon2, scrypt) until one begins with a prefix: how long that takes is luck, and
most of its algorithms are not in crypto.subtle. docs/captcha.md says what a browser computes.
"""

import base64
import binascii
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any
from urllib.parse import parse_qs

from altcha.v1 import create_challenge, verify_solution

from dateline.captcha.answers import Kind
from dateline.captcha.challenges import LIVES_SECONDS
from dateline.captcha.seals import derived_key

# The largest number that may be the answer; on average half of it is tried. A telephone of 2020 does 50,000 in about a
# second. Those who listen instead of looking pay four times as much.
EFFORT = 50_000
SOUND_EFFORT = 4 * EFFORT

_SALT_BYTES = 12
_MOST_CHARACTERS = 2_048
_KEYS = {"algorithm": str, "challenge": str, "number": int, "salt": str, "signature": str}


class WorkState(Enum):
    """NONE: nothing was sent, as without script. DONE: honest work. OLD: it was. BAD: something else was sent."""

    NONE = auto()
    DONE = auto()
    OLD = auto()
    BAD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What came with a form.

    id: 64 hexadecimal digits, to be accepted once. effort: see EFFORT. reason: why it is bad, for the log.
    """

    state: WorkState
    id: str = ""
    effort: int = 0
    reason: str = ""


def new_work(*, story: int, kind: Kind) -> dict[str, Any]:
    """The challenge as JSON for a browser: algorithm, challenge, maxnumber, salt, signature. Good for ten minutes."""
    effort = SOUND_EFFORT if kind is Kind.SOUND else EFFORT
    challenge = create_challenge(
        algorithm="SHA-256",
        max_number=effort,
        salt_length=_SALT_BYTES,
        hmac_key=derived_key("work"),
        salt="",
        number=None,
        expires=datetime.fromtimestamp(int(time.time()) + LIVES_SECONDS, UTC),
        params={"story": str(story), "effort": str(effort)},
    )
    # The widget reads `maxnumber`; the library writes `maxNumber`.
    return {**{name: value for name, value in challenge.to_dict().items() if name != "maxNumber"}, "maxnumber": effort}


def check_work(payload: str, *, story: int, now: int) -> Work:
    """What the browser sent: base64 of the challenge as JSON with the `number` found; "" where nothing was computed."""
    if not payload:
        return Work(state=WorkState.NONE)
    solution = _parsed(payload)
    if solution is None:
        return _bad("it can’t be read")
    # Nothing in the salt is believed before the signature, which covers it, was checked.
    if not verify_solution(solution, derived_key("work"), check_expires=False)[0]:
        return _bad("the number or the signature is wrong")
    terms = parse_qs(solution["salt"].partition("?")[2])
    if terms.get("story") != [str(story)]:
        return _bad("it was done for another story")
    if int(terms["expires"][0]) <= now:
        return Work(state=WorkState.OLD, reason="it was done too long ago")
    return Work(state=WorkState.DONE, id=solution["challenge"], effort=int(terms["effort"][0]))


def _parsed(payload: str) -> Any:
    """The solution with every field of its type; None otherwise."""
    if len(payload) > _MOST_CHARACTERS:
        return None
    try:
        found = json.loads(base64.b64decode(payload, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    is_whole = isinstance(found, dict) and all(type(found.get(name)) is kind for name, kind in _KEYS.items())
    is_ours = is_whole and found["algorithm"] == "SHA-256"
    return {name: found[name] for name in _KEYS} if is_ours and found["salt"].isascii() else None


def _bad(reason: str) -> Work:
    return Work(state=WorkState.BAD, reason=reason)
