"""What happens to reader pages on their way out, and to any page when the database is gone."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from dateline.press.giving_back import can_be_given_back, given_back
from dateline.press.refusals import Refused
from dateline.public.database_down import BurstLog, is_database_down
from dateline.public.jinja import GENERATED_IN
from dateline.public.views.errors import unavailable

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_DESK = "/desk/"
# Of what is answered here to one reader, a missing page or a redirect is nobody else's either.
_TO_ONE_READER = ("/comments/", "/captcha/")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; "
        "script-src 'self'; worker-src 'self'; connect-src 'self'; media-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_NOT_STORED = Refused(503, "This can’t be stored just now. Please send it again in a minute.", retry_after_seconds=60)


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
        return _with_words_given_back(request) or unavailable()


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
        if request.path_info.startswith(_TO_ONE_READER):
            response.headers.setdefault("Cache-Control", "no-store")
        # The desk's preview is a reader page as well.
        if isinstance(response, HttpResponse):
            _print_time(response, started)
        return response


def _with_words_given_back(request: HttpRequest) -> HttpResponse | None:
    """What a reader typed, in a form that sends it again; None for requests that bring nothing typed."""
    if not request.path_info.startswith(_TO_ONE_READER) or not can_be_given_back(request.META):
        return None
    status, headers, body = given_back(_NOT_STORED, request.body).answer()
    return HttpResponse(body, status=int(status[:3]), headers=dict(headers))


def _print_time(response: HttpResponse, started: float) -> None:
    """Put the seconds, with four decimals, in the place of the mark that the template left."""
    seconds = f"{time.perf_counter() - started:.4f}"
    text, mark, rest = response.content.rpartition(GENERATED_IN.encode())
    if mark:
        response.content = text + seconds.encode() + rest
        response.headers["Content-Length"] = str(len(response.content))
