"""The switch that only acts throw: what readers see may be written while it is on, and at no other time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_acting: ContextVar[bool] = ContextVar("acting", default=False)


@contextmanager
def acting() -> Iterator[None]:
    """Within this block an act is being performed, so public fields may be written."""
    token = _acting.set(True)
    try:
        yield
    finally:
        _acting.reset(token)


def is_acting() -> bool:
    """Whether an act is being performed here."""
    return _acting.get()
