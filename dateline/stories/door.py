"""Where Wagtail's publish, unpublish and preview are led to: the acts, and the readers' own page.

The model can't import what imports it, so the functions are put here when the apps start (apps.py of stories, public).
There is one door: before it is set, publishing fails.
"""

from collections.abc import Callable
from typing import Any

_publish: Callable[..., Any] | None = None
_unpublish: Callable[..., Any] | None = None
_preview: Callable[..., Any] | None = None


def open_door(*, publish: Callable[..., Any], unpublish: Callable[..., Any]) -> None:
    """Say which functions perform what Wagtail calls publish and unpublish."""
    global _publish, _unpublish
    _publish, _unpublish = publish, unpublish


def show_previews(preview: Callable[..., Any]) -> None:
    """Say which function answers for a story that is not public yet: (story, request) to a response."""
    global _preview
    _preview = preview


def through_preview(*args: Any) -> Any:
    """The story as readers would get it."""
    if _preview is None:
        raise RuntimeError("nobody shows previews")
    return _preview(*args)


def through_publish(*args: Any, **kwargs: Any) -> Any:
    """Publish through the acts."""
    if _publish is None:
        raise RuntimeError("the acts are not registered")
    return _publish(*args, **kwargs)


def through_unpublish(*args: Any, **kwargs: Any) -> Any:
    """Unpublish through the acts."""
    if _unpublish is None:
        raise RuntimeError("the acts are not registered")
    return _unpublish(*args, **kwargs)
