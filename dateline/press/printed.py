"""The mark of a view whose pages the press may keep."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from dateline.press.keys import keep_sheet

P = ParamSpec("P")
R = TypeVar("R")


def printed(view: Callable[P, R]) -> Callable[P, R]:
    """Let the press keep what this view answers with 200, 301, 410 or 451, and a 404 for a few seconds.

    Such a view answers everybody alike: it is called without cookies, without the reader's headers, and with no
    other query than `before` and `after`. It must call `depends_on` for whatever it shows, or queries that do,
    before it raises Http404 too: a page that depends on nothing is kept until the program changes.
    """

    @wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> R:
        keep_sheet()
        return view(*args, **kwargs)

    return marked
