"""Whether this process may make the paper's database file: only the one that sets up a newsroom may."""

_allowed = False


def allow_creating() -> None:
    """From now on a database file that is not there is made anew (`dateline init`, developers' commands)."""
    global _allowed
    _allowed = True


def creating_is_allowed() -> bool:
    """Whether `allow_creating` was called in this process."""
    return _allowed
