"""What makes a challenge ours: keyed hashes, each with a key of its own derived from the paper's secret.

Source: RFC 2104 (HMAC) with SHA-256, shortened to 128 bits and, for the two halves of a tag, to 64.
"""

import hmac
from hashlib import sha256

from django.conf import settings

_TAG_HALF, _SEAL = 16, 32


def tag_of(*, story: int, expires: int, nonce: str, kind: str) -> str:
    """32 hexadecimal digits that only this paper can give: 16 say that it made the challenge, 16 for which story."""
    facts = f"{expires}.{nonce}.{kind}"
    return _code("tag", facts)[:_TAG_HALF] + _code("story", f"{story}.{facts}")[:_TAG_HALF]


def is_ours(tag: str, *, expires: int, nonce: str, kind: str) -> bool:
    """Whether the paper made this challenge, for whatever story."""
    ours = tag_of(story=0, expires=expires, nonce=nonce, kind=kind)
    return hmac.compare_digest(ours[:_TAG_HALF], tag[:_TAG_HALF])


def seal_of(answer: str, *, story: int, expires: int, nonce: str, kind: str) -> str:
    """32 hexadecimal digits that say whether an answer is right, to whoever knows the paper's secret."""
    return _code("seal", f"{story}.{expires}.{nonce}.{kind}.{answer}")[:_SEAL]


def derived_key(purpose: str) -> bytes:
    """A key for one purpose; knowing it tells nothing about the secret or about another purpose's key."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"dateline.captcha.{purpose}".encode(), sha256)


def _code(purpose: str, facts: str) -> str:
    return hmac.new(derived_key(purpose), facts.encode(), sha256).hexdigest()
