"""What all views have in common that answer one reader: kept by nobody, found by no search engine."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from dateline.public.page import page_whatever_happens

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def program_page(*methods: str) -> Callable[[View[P]], View[P]]:
    """A page made for one reader; any other method is answered with 405 and a sentence. HEAD goes with GET.

    Exempt from Django's check for forged posts, which wants a token that a stored page can't carry: `sent_form` checks
    where a form comes from instead.
    """
    allowed = (*methods, "HEAD") if "GET" in methods else methods

    def marked(view: View[P]) -> View[P]:
        @wraps(view)
        def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs) if request.method in allowed else _not_allowed(allowed)
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
            return response

        return csrf_exempt(answered)

    return marked


def _not_allowed(allowed: tuple[str, ...]) -> HttpResponse:
    response = page_whatever_happens(
        "fault.html",
        status=405,
        code="405 Method not allowed",
        heading="That can’t be done here",
        sentences=["This address can be read and, where it has a form, answered; nothing else. Nothing was changed."],
    )
    response["Allow"] = ", ".join(allowed)
    return response
