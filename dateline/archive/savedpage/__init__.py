"""Saved pages, plain text or HTML, become drafts of stories. Only importers load this: trafilatura comes with it."""

from dateline.archive.savedpage.decoding import MAX_BYTES, TOO_LARGE
from dateline.archive.savedpage.errors import UnreadablePage
from dateline.archive.savedpage.parsing import parse_saved_page

__all__ = ["MAX_BYTES", "TOO_LARGE", "UnreadablePage", "parse_saved_page"]
