"""Pictures and the small files every site has, for a paper that stands on one machine."""

from pathlib import Path

from django.conf import settings
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.templatetags.static import static
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from dateline.public.errors import NoSuchPage
from dateline.public.reader_page import reader_page
from dateline.public.style import style_address, style_digest, style_sheet

# By name, and by no list of the machine's: what is shown must be the same everywhere.
_SHOWN = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
_KEPT_SECONDS = 30 * 24 * 3600
_YEAR_SECONDS = 365 * 24 * 3600


@csrf_exempt
@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the paper's media: pictures are shown, anything else is only handed over for saving.

    404 for what is not a file within MEDIA_ROOT, whatever dots or links the name has.
    """
    path = _within_media(name)
    modified = int(path.stat().st_mtime)
    if parse_http_date_safe(request.headers.get("If-Modified-Since", "")) == modified:
        return HttpResponseNotModified()
    kind = _SHOWN.get(path.suffix.lower())
    response = FileResponse(
        path.open("rb"), as_attachment=kind is None, content_type=kind or "application/octet-stream"
    )
    response.headers["Last-Modified"] = http_date(modified)
    response.headers["Cache-Control"] = f"public, max-age={_KEPT_SECONDS}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@reader_page
def style(request: HttpRequest, digest: str) -> HttpResponse:
    """The style sheet; an address from before it changed leads to the one of today."""
    if digest != style_digest():
        return HttpResponseRedirect(style_address())
    response = HttpResponse(style_sheet(), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable"
    return response


@reader_page
def robots(request: HttpRequest) -> HttpResponse:
    """Everything is open to programs but the desk."""
    return HttpResponse("User-agent: *\nDisallow: /desk/\n", content_type="text/plain; charset=utf-8")


@reader_page
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask for the old name."""
    return HttpResponsePermanentRedirect(static("public/favicon.svg"))


def _within_media(name: str) -> Path:
    root = Path(settings.MEDIA_ROOT).resolve()
    try:
        path = (root / name).resolve()
        found = path.is_relative_to(root) and path.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise NoSuchPage("There is no such file.")
    return path
