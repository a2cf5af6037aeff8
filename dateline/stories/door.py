"""Where Wagtail's publish and unpublish are led to the acts.

The model can't import the acts that import it, so they are put here when the app starts (apps.py). There is one door:
before it is set, publishing fails.
"""

from collections.abc import Callable
from typing import Any

_publish: Callable[..., Any] | None = None
_unpublish: Callable[..., Any] | None = None


def open_door(*, publish: Callable[..., Any], unpublish: Callable[..., Any]) -> None:
    """Say which functions perform what Wagtail calls publish and unpublish."""
    global _publish, _unpublish
    _publish, _unpublish = publish, unpublish


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
