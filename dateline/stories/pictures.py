"""Pictures in the form readers get."""

from typing import Any

from dateline.stories.models import Picture

# One width serves phone and desk: a second one would double the library for a few kilobytes.
RENDITION = "max-1200x1200|format-webp|webpquality-75"


def public_picture(picture: Picture) -> dict[str, Any]:
    """Address, size in pixels, text for those who can't see it, and credit. Makes the rendition if it isn't there."""
    rendition = picture.get_rendition(RENDITION)
    return {
        "url": rendition.url,
        "width": rendition.width,
        "height": rendition.height,
        "alt": picture.description or picture.title,
        "credit": picture.credit,
        "caption": "",
    }
