"""Ids as they come in forms and addresses."""

# As many as any 64-bit number may have, so that no database is asked for more than it can hold.
_DIGITS = 18


def id_in(text: str) -> int | None:
    """The id that this text is, in ASCII digits; None for anything else, "" and numbers no row can have among them."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
