"""Pictures in the form readers get."""

import logging
from collections.abc import Collection
from typing import Any

from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from dateline.stories.models import Picture

# One width serves phone and desk: a second one would double the library for a few kilobytes.
RENDITION = "max-1200x1200|format-webp|webpquality-75"

logger = logging.getLogger(__name__)


def public_pictures(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The public form of each of these pictures, by its id; makes the renditions that aren't there.

    A picture that was deleted, or whose file is gone or broken, is left out and logged: a story must not wait for it.
    """
    if not ids:
        return {}
    found = {}
    for picture in Picture.objects.filter(pk__in=ids):
        try:
            found[picture.pk] = _public(picture)
        except (SourceImageIOError, InvalidFilterSpecError, OSError, SyntaxError, ValueError):
            # Pillow raises SyntaxError and ValueError for files that only look like pictures.
            logger.exception("picture %s can't be shown and is left out", picture.pk)
    return found


def _public(picture: Picture) -> dict[str, Any]:
    """Address, size in pixels, text for those who can't see it, and credit."""
    rendition = picture.get_rendition(RENDITION)
    return {
        "url": rendition.url,
        "width": rendition.width,
        "height": rendition.height,
        "alt": picture.description or picture.title,
        "credit": picture.credit,
        "caption": "",
    }
