"""A story's blocks as HTML: one template with one macro for each type, in templates/blocks/.

A new type of block needs a file there and nothing else.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import TemplateError
from markupsafe import Markup

logger = logging.getLogger(__name__)

_FOLDER = Path(__file__).parent / "templates" / "blocks"
_reported: set[str] = set()


def body_html(blocks: Iterable[Mapping[str, Any]], *, place: str = "") -> Markup:
    """The blocks of a snapshot, in order. `place`, such as `BAGHDAD`, runs into the first paragraph.

    A block of an unknown type, or of a form its template can't print, gives nothing and is logged once for its type:
    one block of old data must not take a story off the air.
    """
    printed = []
    for block in blocks:
        kind = str(block.get("type"))
        printed.append(_block_html(kind, block, place if kind == "paragraph" else ""))
        if kind == "paragraph":
            place = ""
    return Markup("").join(printed)


def _block_html(kind: str, block: Mapping[str, Any], place: str) -> Markup:
    macro = _macros().get(kind)
    if macro is None:
        _report_once(kind, "no template for blocks of the type %r: they render nothing")
        return Markup()
    try:
        return macro(block, place)
    except (TemplateError, TypeError, ValueError, AttributeError):
        _report_once(f"broken {kind}", "a block can't be printed and renders nothing: %s", with_trace=True)
        return Markup()


@cache
def _macros() -> dict[str, Callable[[Mapping[str, Any], str], Markup]]:
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    names = sorted(path.name for path in _FOLDER.glob("*.html"))
    return {
        name.removesuffix(".html"): vars(engine.env.get_template(f"blocks/{name}").module)["render"] for name in names
    }


def _report_once(what: str, message: str, *, with_trace: bool = False) -> None:
    if what not in _reported:
        _reported.add(what)
        logger.warning(message, what, exc_info=with_trace)
