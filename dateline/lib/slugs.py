"""The decoration in an address: a few readable words made from a headline."""

import re

from anyascii import anyascii

_MAX_LENGTH = 80
# Pages of a story stand under its number: /news/318621/comments/, /news/318621/history/, /news/318621/v/2/.
RESERVED_SLUGS = {"comments", "history", "v"}


def slug_of(text: str, *, fallback: str = "story") -> str:
    """Lower-case ASCII words joined by hyphens, at most 80 characters, cut between words.

    Other scripts are transliterated; `fallback` where nothing is left, and for words that name a story's own pages.
    """
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", anyascii(text)).lower())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:_MAX_LENGTH]
        if len(longer) > _MAX_LENGTH:
            break
        slug = longer
    return slug if slug and slug not in RESERVED_SLUGS else fallback
