"""What can be wrong with a moderator's or a reader's act, in their words.

CommentError
├── NoSuchComment   there is none of that id, or it is not theirs
├── AlreadyDecided  somebody else was quicker
└── NotPossible     the comment's state, or the request itself, does not allow it
"""


class CommentError(Exception):
    """Anything an act on a comment can refuse. The message is for whoever asked for it."""


class NoSuchComment(CommentError):
    """There is no such comment."""

    def __init__(self) -> None:
        super().__init__("There is no such comment, or it was erased.")


class AlreadyDecided(CommentError):
    """Somebody else was quicker."""

    def __init__(self) -> None:
        super().__init__("Somebody else has decided on this comment meanwhile. Look again: it may be as you want it.")


class NotPossible(CommentError):
    """The comment's state, or the request itself, does not allow this."""
