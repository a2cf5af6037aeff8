"""Whether a failure means that the database does not answer, and a log that says so once for each burst."""

import logging
import time

from django.db import InterfaceError, OperationalError

logger = logging.getLogger(__name__)

BURST_SECONDS = 60.0


def is_database_down(failure: BaseException) -> bool:
    """True where the database is gone, locked, full or read-only; False for our own mistakes in using it."""
    return isinstance(failure, OperationalError | InterfaceError)


class BurstLog:
    """Says a failure at most once in BURST_SECONDS: a flood of readers must not fill the disk with one fact."""

    def __init__(self) -> None:
        self._said_at: float | None = None

    def say(self, failure: BaseException) -> None:
        """Log the failure with its trace, unless one was logged in this burst."""
        now = time.monotonic()
        if self._said_at is None or now - self._said_at >= BURST_SECONDS:
            self._said_at = now
            logger.error("The database does not answer; readers get 503.", exc_info=failure)
