"""What a story's page says was done to it, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.stories.reading import Notice

_VERBS = {
    "publish": "Published",
    "update": "Updated",
    "clarify": "Clarified",
    "correct": "Corrected",
    "retract": "Retracted",
    "kill": "Removed",
    "restore": "Restored",
}
_AT_THE_FOOT = {"update", "clarify"}


@dataclass(frozen=True, slots=True)
class Notices:
    """A story's notices by their place on its page; each list newest first."""

    top: tuple[Notice, ...]
    foot: tuple[Notice, ...]


def placed(notices: Iterable[Notice]) -> Notices:
    """Corrections and whatever is graver above the text, updates and clarifications below it."""
    newest_first = tuple(notices)[::-1]
    return Notices(
        top=tuple(notice for notice in newest_first if notice.act not in _AT_THE_FOOT),
        foot=tuple(notice for notice in newest_first if notice.act in _AT_THE_FOOT),
    )


def verb_of(act: str) -> str:
    """`Corrected` for `correct`: what readers are told was done."""
    return _VERBS.get(act, "Changed")
