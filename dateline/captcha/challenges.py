"""A challenge: asked once, carried by the reader in a cookie, checked without anything having been stored.

The cookie holds `<expires>.<nonce>.<kind>.<tag>.<seal>`. The tag says that the paper made it for this story, the seal
whether an answer is right. Neither tells the answer to anybody without the paper's secret.
"""

import hmac
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from dateline.captcha.answers import Kind, can_be_an_answer, new_answer, normalised
from dateline.captcha.ledger import MOST_TRIES, KeyLedger, LedgerDown, the_ledger
from dateline.captcha.seals import is_ours, seal_of, tag_of

LIVES_SECONDS = 600
COOKIE_PREFIX = "key-"
# A reader with several tabs and a few refreshes; whoever brings more answers the newest ones.
MOST_CHALLENGES = 6

# More than any browser keeps for one path, and few enough to cost nothing.
_MOST_COOKIES = 200
_SHAPE = re.compile(r"([0-9]{10})\.([0-9a-f]{32})\.(picture|sound|question)\.([0-9a-f]{32})\.([0-9a-f]{32})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """What a cookie says. expires: Unix seconds. nonce: 32 hexadecimal digits. tag, seal: see seals.py."""

    expires: int
    nonce: str
    kind: Kind
    tag: str
    seal: str

    @property
    def asked_at(self) -> int:
        """When the reader was asked, in Unix seconds."""
        return self.expires - LIVES_SECONDS

    @property
    def cookie_name(self) -> str:
        """One for each challenge, so that several tabs do not disturb each other."""
        return COOKIE_PREFIX + self.nonce[:8]

    @property
    def cookie_value(self) -> str:
        """What `find_challenges` reads again."""
        return f"{self.expires}.{self.nonce}.{self.kind}.{self.tag}.{self.seal}"

    def is_for(self, story: int) -> bool:
        """Whether the paper made this challenge for this story."""
        tag = tag_of(story=story, expires=self.expires, nonce=self.nonce, kind=self.kind)
        return hmac.compare_digest(tag, self.tag)

    def is_answered_by(self, normal: str, *, story: int) -> bool:
        """Whether the normalised answer is right; takes the same time either way."""
        seal = seal_of(normal, story=story, expires=self.expires, nonce=self.nonce, kind=self.kind)
        return hmac.compare_digest(seal, self.seal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Minted:
    """A new challenge together with its answer, which must reach the reader only drawn, spoken or asked."""

    story: int
    challenge: Challenge
    answer: str

    @property
    def cookie_name(self) -> str:
        """See Challenge."""
        return self.challenge.cookie_name

    @property
    def cookie_value(self) -> str:
        """See Challenge."""
        return self.challenge.cookie_value


class Outcome(Enum):
    """What came of a typed key."""

    RIGHT = auto()
    WRONG = auto()
    EXPIRED = auto()
    SPENT = auto()
    NOT_ASKED = auto()
    TOO_MANY_TRIES = auto()
    OTHER_STORY = auto()
    UNAVAILABLE = auto()


_SENTENCES = {
    Outcome.RIGHT: "",
    Outcome.WRONG: "The security key did not match. Your text is kept; please type the new key.",
    Outcome.EXPIRED: "The security key was older than ten minutes. Your text is kept; please type the new key.",
    Outcome.SPENT: "This security key was used already. Your text is kept; please type the new key.",
    Outcome.NOT_ASKED: (
        "No security key was asked for here, or it ran out, or cookies are switched off. "
        "Your text is kept; please type the new key."
    ),
    Outcome.TOO_MANY_TRIES: "This security key was tried too often. Your text is kept; please type the new key.",
    Outcome.OTHER_STORY: "This security key belongs to another story. Your text is kept; please type the new key.",
    Outcome.UNAVAILABLE: "Security keys can’t be checked just now. Your text is kept; please send it again soon.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCheck:
    """What came of a typed key, and of which challenge. nonce, kind, asked_at: empty where no challenge is meant."""

    outcome: Outcome
    nonce: str = ""
    kind: Kind | None = None
    asked_at: int = 0

    @property
    def is_right(self) -> bool:
        """Whether the comment may go on; spend the nonce in the transaction that stores it."""
        return self.outcome is Outcome.RIGHT

    @property
    def sentence(self) -> str:
        """What the reader is told; "" when the key is right."""
        return _SENTENCES[self.outcome]


def mint(story: int, kind: Kind) -> Minted:
    """A new challenge for this story, good for ten minutes. Stores nothing."""
    expires, nonce, answer = int(time.time()) + LIVES_SECONDS, secrets.token_hex(16), new_answer(kind)
    tag = tag_of(story=story, expires=expires, nonce=nonce, kind=kind)
    seal = seal_of(normalised(answer, kind), story=story, expires=expires, nonce=nonce, kind=kind)
    challenge = Challenge(expires=expires, nonce=nonce, kind=kind, tag=tag, seal=seal)
    return Minted(story=story, challenge=challenge, answer=answer)


def find_challenges(cookies: Mapping[str, str], *, story: int, now: int) -> list[Challenge]:
    """The live challenges of this story, newest first, six at most. Rubbish and forgeries are passed over."""
    live = [one for one in _shaped(cookies) if one.expires > now]
    return [one for one in live if one.is_for(story)][:MOST_CHALLENGES]


def check_key(cookies: Mapping[str, str], typed: str, *, story: int, now: int) -> KeyCheck:
    """Compare what was typed with every live challenge of the story.

    Each answer costs the right challenge a try, or, where none is right, all of them; nothing else is written. Call it
    outside the transaction that stores the comment, lest a failure there give tries back.
    """
    challenges = find_challenges(cookies, story=story, now=now)
    if not challenges:
        return _why_none(cookies, story=story)
    answered = [one for one in challenges if _is_right(one, typed, story=story)]
    try:
        return _counted(answered, challenges, typed, ledger=the_ledger())
    except LedgerDown:
        return KeyCheck(outcome=Outcome.UNAVAILABLE)


def _shaped(cookies: Mapping[str, str]) -> list[Challenge]:
    """Everything that looks like a challenge, newest first, authentic or not."""
    values = [(name, value) for name, value in cookies.items() if name.startswith(COOKIE_PREFIX)]
    found = (_read(name, value) for name, value in values[:_MOST_COOKIES])
    return sorted((one for one in found if one), key=lambda one: (-one.expires, one.nonce))


def _read(name: str, value: str) -> Challenge | None:
    match = _SHAPE.fullmatch(value)
    if match is None or name != COOKIE_PREFIX + match[2][:8]:
        return None
    return Challenge(expires=int(match[1]), nonce=match[2], kind=Kind(match[3]), tag=match[4], seal=match[5])


def _why_none(cookies: Mapping[str, str], *, story: int) -> KeyCheck:
    """No challenge of this story is alive: say why, as far as the cookies tell."""
    ours = [one for one in _shaped(cookies) if is_ours(one.tag, expires=one.expires, nonce=one.nonce, kind=one.kind)]
    if not ours:
        return KeyCheck(outcome=Outcome.NOT_ASKED)
    expired = [one for one in ours if one.is_for(story)]
    return _about((expired or ours)[0], Outcome.EXPIRED if expired else Outcome.OTHER_STORY)


def _is_right(challenge: Challenge, typed: str, *, story: int) -> bool:
    return challenge.is_answered_by(normalised(typed, challenge.kind), story=story)


def _counted(answered: list[Challenge], live: list[Challenge], typed: str, *, ledger: KeyLedger) -> KeyCheck:
    """Count the try, then say what came of it: counting first leaves nothing to a hundred guesses sent at once."""
    if answered:
        return _about(answered[0], _after(ledger, answered[0], Outcome.RIGHT))
    tried = [one for one in live if can_be_an_answer(normalised(typed, one.kind), one.kind)]
    outcomes = [_after(ledger, one, Outcome.WRONG) for one in tried]
    if not outcomes or Outcome.WRONG in outcomes:
        return _about(live[0], Outcome.WRONG)
    return _about(tried[0], outcomes[0])


def _after(ledger: KeyLedger, challenge: Challenge, outcome: Outcome) -> Outcome:
    """The outcome, unless the challenge is used up."""
    tries = ledger.count_try(challenge.nonce, expires=challenge.expires)
    if tries is None:
        return Outcome.SPENT
    return outcome if tries <= MOST_TRIES else Outcome.TOO_MANY_TRIES


def _about(challenge: Challenge, outcome: Outcome) -> KeyCheck:
    return KeyCheck(outcome=outcome, nonce=challenge.nonce, kind=challenge.kind, asked_at=challenge.asked_at)
