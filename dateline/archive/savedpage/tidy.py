"""Text without what no reader sees: control characters, torn halves of characters, runs of spaces."""

import re

_LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Surrogates and the two non-characters can't be stored as UTF-8 or shown; U+FEFF is a stray byte order mark.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# A no-break space on its own is meant (“12 km”, « ça »); in a run of spaces it is leftover markup.
_SPACES = re.compile(r"[ \t\n]+|(?:[ \t\n]+\u00a0|\u00a0[ \t\n\u00a0])[ \t\n\u00a0]*")


def visible(text: str) -> str:
    """The text with one kind of line end (a line feed) and no control characters but tabs."""
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """The text as one line: no control characters, single spaces, nothing at either end."""
    return _SPACES.sub(" ", visible(text)).strip()


def same_text(text: str) -> str:
    """A key that is equal for two printings of the same line: case, quotation marks and punctuation do not count."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
