"""What a page depends on, noted down while the page is being rendered."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Sheet:
    """One page in the making: the keys its content depends on, and whether the press may keep it."""

    keys: set[str] = field(default_factory=set)
    keep: bool = False


_sheet: ContextVar[Sheet | None] = ContextVar("sheet", default=None)


def depends_on(*keys: str) -> None:
    """Note that the page being rendered shows what these keys stand for, such as `story:318621`, `section:world`.

    The page is rendered anew once an act touches one of them. Outside the press this does nothing.
    Keys hold no blanks: they travel in a header, separated by blanks.
    """
    sheet = _sheet.get()
    if sheet is not None:
        sheet.keys.update(keys)


def keep_sheet() -> None:
    """Say that the press may keep the page being rendered. Outside the press this does nothing."""
    sheet = _sheet.get()
    if sheet is not None:
        sheet.keep = True


@contextmanager
def collecting() -> Iterator[Sheet]:
    """A fresh sheet that gathers the keys of everything rendered inside the block, by this thread."""
    sheet = Sheet()
    token = _sheet.set(sheet)
    try:
        yield sheet
    finally:
        _sheet.reset(token)
