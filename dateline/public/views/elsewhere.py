"""Every address that has none of the paper's forms: perhaps a former one."""

from django.http import Http404, HttpRequest, HttpResponse

from dateline.public.reader_page import reader_page


@reader_page
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Always 404; `not_found` in errors.py then looks whether a story used to stand here."""
    raise Http404
