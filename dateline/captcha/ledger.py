"""Tries and single use: what must be remembered of a challenge, by whoever checks it, until it expires.

Two places to remember: the database (one machine, or several that share PostgreSQL) and Redis or Valkey. Which one is
DATELINE_CACHE_URL's to say.
"""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.timezone import now

from dateline.captcha.models import UsedKey

MOST_TRIES = 3

# Kept a little longer than the challenge lives, for clocks that differ between machines.
GRACE_SECONDS = 60


class LedgerDown(Exception):
    """The tries can't be counted just now, so that nothing may pass."""


class KeyLedger(Protocol):
    """Remembers tries and single use. Every version fails closed: when in doubt, a key is not good."""

    def count_try(self, nonce: str, *, expires: int) -> int | None:
        """Which try this is, from 1; None when the key is spent. expires: Unix seconds. Raises LedgerDown."""

    def spend(self, nonce: str) -> bool:
        """Use the key up, in the transaction that stores what came with it.

        False when it is spent already, or was never tried. Of many at once, one gets True.
        """

    def sweep(self) -> int:
        """Forget what has expired; how many that were."""


class TableLedger:
    """In the database. Inside a transaction what it writes shares the transaction's fate."""

    def count_try(self, nonce: str, *, expires: int) -> int | None:
        """See KeyLedger. Counts one beyond MOST_TRIES at most: repeating a key that is used up costs no write."""
        known = UsedKey.objects.filter(pk=nonce).first()
        if known is not None and known.spent:
            return None
        if known is not None and known.tries > MOST_TRIES:
            return known.tries
        return self._count(nonce, expires)

    @transaction.atomic
    def _count(self, nonce: str, expires: int) -> int | None:
        # Who comes first makes the row, everybody counts on it: the database settles the order.
        row = UsedKey(nonce=nonce, expires_at=datetime.fromtimestamp(expires + GRACE_SECONDS, UTC))
        UsedKey.objects.bulk_create([row], ignore_conflicts=True)
        if not UsedKey.objects.filter(pk=nonce, spent=False).update(tries=F("tries") + 1):
            return None
        return UsedKey.objects.values_list("tries", flat=True).get(pk=nonce)

    def spend(self, nonce: str) -> bool:
        """See KeyLedger. One conditional update."""
        return bool(UsedKey.objects.filter(pk=nonce, spent=False).update(spent=True))

    def sweep(self) -> int:
        """See KeyLedger."""
        return UsedKey.objects.filter(expires_at__lt=now()).delete()[0]


class NullLedger:
    """Remembers nothing, for tests of other things: every try is the first, every key can be spent."""

    def count_try(self, nonce: str, *, expires: int) -> int | None:
        """See KeyLedger."""
        return 1

    def spend(self, nonce: str) -> bool:
        """See KeyLedger."""
        return True

    def sweep(self) -> int:
        """See KeyLedger."""
        return 0


def the_ledger() -> KeyLedger:
    """The one the settings choose."""
    return _ledger_at(settings.CACHE_URL)


def sweep() -> int:
    """Forget the expired keys; the worker calls it now and then."""
    return the_ledger().sweep()


@lru_cache(maxsize=4)
def _ledger_at(url: str) -> KeyLedger:
    if not url:
        return TableLedger()
    # Loaded only where it is chosen: the client library takes 12 MB in every process.
    shared: KeyLedger = import_string("dateline.captcha.redis_ledger.RedisLedger")(url)
    return shared
