"""The readers' style sheet: one file, at an address that changes with it.

It goes through the press like a page, which keeps it compressed; the server's own static files go out as they are.
"""

import hashlib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "static" / "public" / "site.css"
_DIGITS = 16


@cache
def style_sheet() -> bytes:
    """The style sheet's bytes, read once for each process."""
    return _FILE.read_bytes()


@cache
def style_digest() -> str:
    """16 hexadecimal digits that change with the style sheet."""
    return hashlib.sha256(style_sheet()).hexdigest()[:_DIGITS]


def style_address() -> str:
    """`/style/0123456789abcdef.css`: may be kept for good."""
    return f"/style/{style_digest()}.css"
