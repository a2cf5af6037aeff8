"""A reader page: a template, rendered with the sections that stand at its head."""

from typing import Any

from django.db import DatabaseError
from django.http import HttpResponse
from django.template.loader import render_to_string

from dateline.stories.queries import nav_sections
from dateline.stories.reading import Shelf


def page(template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """The template's page with the paper's sections, as `nav`; the section's slug in `here` is marked there."""
    return _rendered(template, status=status, nav=nav_sections(), context=context)


def page_whatever_happens(template: str, *, status: int, **context: Any) -> HttpResponse:
    """As `page`, but a database that does not answer only costs the sections."""
    try:
        nav = nav_sections()
    except DatabaseError:
        nav = ()
    return _rendered(template, status=status, nav=nav, context=context)


def page_without_database(template: str, *, status: int, **context: Any) -> HttpResponse:
    """A page without the sections; no copy of it may be kept."""
    response = _rendered(template, status=status, nav=(), context=context)
    response["Cache-Control"] = "no-store"
    return response


def with_retry_after(response: HttpResponse, seconds: int | None) -> HttpResponse:
    """The response, saying in how many seconds it makes sense to come back; as it is where nobody knows."""
    if seconds is not None:
        response["Retry-After"] = str(seconds)
    return response


def _rendered(template: str, *, status: int, nav: tuple[Shelf, ...], context: dict[str, Any]) -> HttpResponse:
    defaults = {"nav": nav, "here": "", "here_is_page": False}
    return HttpResponse(render_to_string(template, {**defaults, **context}, using="jinja2"), status=status)
