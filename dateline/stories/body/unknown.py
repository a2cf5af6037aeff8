"""Blocks of a type nobody knows (any more): they render nothing, and the log says so once."""

import logging

logger = logging.getLogger(__name__)

_reported: set[str] = set()


def report_unknown(kind: str) -> None:
    """Log a type once for each process."""
    if kind not in _reported:
        _reported.add(kind)
        logger.warning("blocks of the unknown type %r render nothing", kind)
