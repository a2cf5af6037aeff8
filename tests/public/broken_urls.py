"""The paper's addresses and a few that fail, each in its own way."""

from collections.abc import Callable
from typing import Never

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest
from django.urls import include, path

from dateline.config.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

FAILURES: dict[str, Exception] = {
    "bug": ZeroDivisionError("secret detail"),
    "query": ProgrammingError("secret detail"),
    "gone": OperationalError("secret detail"),
    "closed": InterfaceError("secret detail"),
    "closed-door": PermissionDenied("secret detail"),
    "nonsense": SuspiciousOperation("secret detail"),
}


def fail(request: HttpRequest, how: str) -> Never:
    """Fail in the way the address names."""
    raise FAILURES[how]


def without_sessions(get_response: object) -> Callable[[HttpRequest], Never]:
    """A middleware that needs the database before any view does, and does not find it."""

    def middleware(request: HttpRequest) -> Never:
        raise OperationalError("secret detail")

    return middleware


urlpatterns = [path("fail/<how>/", fail), path("", include("dateline.public.urls"))]
