"""Taking words out of a comment, with a mark where they were."""

import re
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction

from dateline.base.models import User
from dateline.comments.actions.deciding import log_decision, refuse_withdrawn
from dateline.comments.actions.showing import locked_comment, show_change
from dateline.comments.errors import NotPossible
from dateline.comments.models import Comment, Decision

MARK = "[…]"
_TOKEN = re.compile(r"\[…\]|\w+|[^\w\s]")


@transaction.atomic
def redact_comment(comment_id: int, *, user: User, text: str, note: str = "") -> Comment:
    """Take words out of the comment; each gap gets the mark `[…]`, and the page says that the newsroom did it.

    text: the comment as it is now, with words or signs removed; marks and white space in it do not count. note: for
    colleagues. Raises NoSuchComment; NotPossible for a withdrawn comment, for a text with anything added or nothing
    removed, and for one that leaves nothing. The old text is kept nowhere; no page with it is handed out from now on.
    """
    comment = locked_comment(comment_id)
    refuse_withdrawn(comment)
    comment.text, comment.is_redacted = without_removed(comment.text, kept=text), True
    Comment.objects.filter(pk=comment.pk).update(text=comment.text, is_redacted=True)
    show_change(comment, withdraws=True)
    log_decision(comment, Decision.What.REDACT, user=user, note=note)
    return comment


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


def without_removed(old: str, *, kept: str) -> str:
    """The old text with only the words of `kept` left and a mark in every gap; its line breaks stay its own.

    Raises NotPossible where `kept` has a word that is not in the old text at that place, lacks none, or has none.
    """
    before = [token for token in _tokens(old) if token.word != MARK]
    wanted = [token.word for token in _tokens(kept) if token.word != MARK]
    if not wanted:
        raise NotPossible("Nothing would be left of it. Reject the comment instead.")
    left = _find([token.word for token in before], wanted)
    if len(left) == len(before):
        raise NotPossible("Nothing was taken out. Remove the words that readers should not see.")
    return _joined(old, [before[index] for index in left], is_first=left[0] == 0, is_last=left[-1] == len(before) - 1)


def _tokens(text: str) -> list[_Token]:
    return [_Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def _find(before: list[str], wanted: list[str]) -> list[int]:
    """Where in `before` each wanted word stands.

    Whatever begins and ends alike is matched from both ends first, so that the mark of a single gap is where the
    moderator made it; the rest from the left. One pass: a comment of five thousand exclamation marks costs no more
    than another, which can't be said of difflib.
    """
    tail = 0
    head = _alike(before, wanted)
    while tail < min(len(before), len(wanted)) - head and before[-1 - tail] == wanted[-1 - tail]:
        tail += 1
    found, at, end = list(range(head)), head, len(before) - tail
    for word in wanted[head : len(wanted) - tail]:
        while at < end and before[at] != word:
            at += 1
        if at >= end:
            raise NotPossible(f"Words can only be taken out, and “{word[:40]}” is not in the comment at that place.")
        found.append(at)
        at += 1
    return found + list(range(end, len(before)))


def _alike(before: list[str], wanted: list[str]) -> int:
    for index, (old, new) in enumerate(zip(before, wanted, strict=False)):
        if old != new:
            return index
    return min(len(before), len(wanted))


def _joined(old: str, left: list[_Token], *, is_first: bool, is_last: bool) -> str:
    parts = [] if is_first else [MARK + _white_before(old, left[0].start)]
    for token, following in pairwise(left):
        parts.append(token.word + _between(old, token.end, following.start))
    parts.append(left[-1].word)
    if not is_last:
        parts.append(_white_after(old, left[-1].end) + MARK)
    return "".join(parts).strip()


def _between(old: str, end: int, start: int) -> str:
    gap = old[end:start]
    return gap if not gap.strip() else _white_after(old, end) + MARK + _white_before(old, start)


def _white_after(old: str, end: int) -> str:
    return old[end : end + len(old[end:]) - len(old[end:].lstrip())]


def _white_before(old: str, start: int) -> str:
    return old[len(old[:start].rstrip()) : start]
