"""Addresses of readers, as far as they are kept: a keyed hash whose key is random, changes daily and is deleted.

On the day itself, and for as long as a ban needs it, the same address gives the same hash. Once the day's salt is
deleted (after 30 days), nothing leads back from a hash to an address.
"""

import hashlib
import hmac
import secrets
from datetime import UTC, date, datetime

from dateline.comments.models import AddressSalt, Ban

_SALT_BYTES = 32


def digests_under_bans(visitor: str, at: datetime) -> set[str]:
    """The hashes this address had on the days from which bans still run at this moment."""
    running = Ban.objects.filter(until__gt=at)
    salts = AddressSalt.objects.filter(day__in=running.values("day")).values_list("salt", flat=True)
    return {_digest(visitor, bytes(salt)) for salt in salts}


def digest_at(visitor: str, at: datetime) -> str:
    """The hash of this address on the day (GMT) of a moment, hex; makes the day's salt where there is none yet."""
    return _digest(visitor, _salt_of(at.astimezone(UTC).date()))


def _digest(visitor: str, salt: bytes) -> str:
    return hmac.new(salt, visitor.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _salt_of(day: date) -> bytes:
    known = AddressSalt.objects.filter(day=day).first()
    if known is None:
        # Two processes may ask at once: the first row stands, and both read it.
        new = AddressSalt(day=day, salt=secrets.token_bytes(_SALT_BYTES))
        AddressSalt.objects.bulk_create([new], ignore_conflicts=True)
        known = AddressSalt.objects.get(day=day)
    return bytes(known.salt)
