"""What all views of reader pages have in common."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from dateline.press.printed import printed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def reader_page(view: View[P]) -> View[P]:
    """A page that the press may keep, answers GET and HEAD, and says 405 to the rest.

    It changes nothing, so it is exempt from the check for forged posts, which would answer 403 first.
    """
    return csrf_exempt(require_safe(printed(view)))
