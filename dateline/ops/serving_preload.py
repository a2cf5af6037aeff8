"""Loading the program before it forks: what is loaded once is in memory once, and no reader waits for it."""

import logging
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import get_resolver
from django.utils.module_loading import import_string

from dateline.ops.serving_front import FrontedApplication

# One page of readers and one of the desk bring in nearly all templates, queries and forms.
_TYPICAL = ("/", "/archive/", "/desk/login/")

logger = logging.getLogger(__name__)


def preloaded_application() -> FrontedApplication:
    """The paper's WSGI application with everything loaded that a first request would load, and no open connection."""
    django.setup()
    application: FrontedApplication = import_string(settings.WSGI_APPLICATION)
    # Reading one attribute makes Django import every view.
    get_resolver().url_patterns  # noqa: B018
    _compile_templates()
    for path in _TYPICAL:
        _render(path)
    connections.close_all()
    return application


def _compile_templates() -> None:
    """The readers' templates: compiling one takes longer than rendering it a hundred times."""
    for engine in engines.all():
        if isinstance(engine, Jinja2):
            for name in engine.env.list_templates():
                engine.env.get_template(name)


def _render(path: str) -> None:
    """Have Django make a page that nobody reads. Whatever goes wrong goes wrong again, for somebody who is told."""
    paper = urlsplit(settings.PAPER_URL)
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": paper.netloc, "wsgi.url_scheme": paper.scheme}
    setup_testing_defaults(environ)
    program: Callable[..., Iterable[bytes]] = get_wsgi_application()
    try:
        response = program(environ, lambda status, headers, exc_info=None: None)
        list(response)
        close = getattr(response, "close", None)
        if close is not None:
            close()
    except Exception:
        logger.warning("The page %s could not be made before the start", path, exc_info=True)
