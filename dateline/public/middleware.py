"""What happens to reader pages on their way out, and to any page when the database is gone."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from dateline.public.database_down import BurstLog, is_database_down
from dateline.public.jinja import GENERATED_IN
from dateline.public.views.errors import unavailable

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_DESK = "/desk/"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class DatabaseDownMiddleware:
    """Turns a view's failure to reach the database into a short 503 page, and logs it once for each burst."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response
        self._log = BurstLog()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 for a database that does not answer; any other failure goes its way."""
        if not is_database_down(exception):
            return None
        self._log.say(exception)
        return unavailable()


class ReaderPageMiddleware:
    """Prints the time a page took into it, and sets the headers that keep scripts and strangers out of it."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, measured from here: everything outside is the press and the server."""
        started = time.perf_counter()
        response = self._get_response(request)
        if not request.path_info.startswith(_DESK):
            for name, value in _HEADERS.items():
                response.headers.setdefault(name, value)
        # The desk's preview is a reader page as well.
        if isinstance(response, HttpResponse):
            _print_time(response, started)
        return response


def _print_time(response: HttpResponse, started: float) -> None:
    """Put the seconds, with four decimals, in the place of the mark that the template left."""
    seconds = f"{time.perf_counter() - started:.4f}"
    text, mark, rest = response.content.rpartition(GENERATED_IN.encode())
    if mark:
        response.content = text + seconds.encode() + rest
        response.headers["Content-Length"] = str(len(response.content))
