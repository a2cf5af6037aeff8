"""Tries and single use in Redis or Valkey, for papers with several machines."""

import logging

import redis

from dateline.captcha.ledger import GRACE_SECONDS, LedgerDown

logger = logging.getLogger(__name__)

# A reader waits for this; a Redis that needs longer is as good as down.
_REDIS_SECONDS = 0.5


class RedisLedger:
    """In Redis or Valkey, for papers with several machines. Does not take part in transactions.

    A key spent for a comment that was then not stored stays spent: the reader types another one. An answer takes half a
    second at most; without one, tries raise LedgerDown and spending is refused.
    """

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(
            url, socket_timeout=_REDIS_SECONDS, socket_connect_timeout=_REDIS_SECONDS, decode_responses=True
        )

    def count_try(self, nonce: str, *, expires: int) -> int | None:
        """See KeyLedger. One round trip."""
        try:
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.incr(_tries(nonce))
                pipe.expireat(_tries(nonce), expires + GRACE_SECONDS)
                pipe.exists(_spent(nonce))
                tries, _, is_spent = pipe.execute()
        except redis.RedisError as fault:
            logger.error("Redis does not count tries of security keys: %s", fault)
            raise LedgerDown from fault
        return None if is_spent else int(tries)

    def spend(self, nonce: str) -> bool:
        """See KeyLedger. Two round trips."""
        try:
            seconds = int(self._redis.ttl(_tries(nonce)))
            return seconds > 0 and bool(self._redis.set(_spent(nonce), "1", nx=True, ex=seconds))
        except redis.RedisError as fault:
            logger.error("Redis does not spend security keys: %s", fault)
            return False

    def sweep(self) -> int:
        """Nothing: Redis forgets by itself."""
        return 0

    def close(self) -> None:
        """Close the connections; for tests, a process keeps them."""
        self._redis.close()


def _tries(nonce: str) -> str:
    return f"dateline:key:{nonce}:tries"


def _spent(nonce: str) -> str:
    return f"dateline:key:{nonce}:spent"
