"""A body as readers get it: plain data, cleaned, with nothing left to look up. docs/stories.md shows each block."""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from dateline.lib import gmt
from dateline.lib.languages import direction_of
from dateline.stories.body.html import clean_inline, paragraphs
from dateline.stories.body.unknown import report_unknown

logger = logging.getLogger(__name__)

Block = dict[str, Any]
Pictures = Mapping[int, Block]


def public_body(raw: Iterable[Block], pictures: Pictures) -> list[Block]:
    """The blocks of a StreamField's raw data, ready for a template.

    `pictures` has the public form of each picture of the library by its id. A block of a type nobody knows (any more)
    gives nothing and is logged once; a block whose content is broken gives nothing as well: one bad block must not take
    a story off the air.
    """
    blocks: list[Block] = []
    for item in raw:
        kind = str(item.get("type"))
        make = _MAKERS.get(kind)
        if make is None:
            report_unknown(kind)
            continue
        try:
            blocks.extend(make(item.get("value"), pictures))
        except (KeyError, TypeError, ValueError, AttributeError):
            logger.exception("a %s block can't be read and is left out", kind)
    return blocks


def picture_ids(raw: Iterable[Block]) -> set[int]:
    """The ids of the pictures a body needs; a block that names none it could be is passed over."""
    values = [item.get("value") for item in raw if item.get("type") == "image"]
    named = [value.get("picture") for value in values if isinstance(value, dict)]
    return {int(pk) for pk in named if isinstance(pk, int) or (isinstance(pk, str) and pk.isdecimal())}


def _paragraph(value: str, _: Pictures) -> list[Block]:
    return [{"type": "paragraph", "html": html} for html in paragraphs(value)]


def _subheading(value: str, _: Pictures) -> list[Block]:
    return [{"type": "subheading", "text": value.strip()}] if value.strip() else []


def _quote(value: Block, _: Pictures) -> list[Block]:
    language = _text(value, "language")
    return [
        {
            "type": "quote",
            **_texts(value, "text", "speaker", "role", "outlet", "medium"),
            "language": language,
            "direction": direction_of(language) if language else "",
        }
    ]


def _social(value: Block, _: Pictures) -> list[Block]:
    texts = _texts(value, "text", "author", "handle", "network")
    return [{"type": "social", **texts, "at": _moment(value.get("at")), "url": _web_address(value)}]


def _image(value: Block, pictures: Pictures) -> list[Block]:
    picture = pictures.get(int(value["picture"]))
    if picture is None:
        return []
    return [{"type": "image", "picture": picture | {"caption": _text(value, "caption")}}]


def _list(value: Block, _: Pictures) -> list[Block]:
    items = [clean_inline(" ".join(paragraphs(str(item["value"])))) for item in value["items"]]
    return [{"type": "list", "ordered": bool(value.get("ordered")), "items": [item for item in items if item]}]


def _table(value: Block, _: Pictures) -> list[Block]:
    rows = [["" if cell is None else str(cell) for cell in row] for row in value["data"]]
    return [
        {
            "type": "table",
            "caption": _text(value, "table_caption"),
            "header_row": bool(
                value.get("first_row_is_table_header") or value.get("table_header_choice") in {"row", "both"}
            ),
            "header_column": bool(
                value.get("first_col_is_header") or value.get("table_header_choice") in {"column", "both"}
            ),
            "rows": rows,
        }
    ]


def _embed(value: Block, _: Pictures) -> list[Block]:
    url = _web_address(value)
    return [{"type": "embed", "url": url, **_texts(value, "title", "provider")}] if url else []


def _correction(value: Block, _: Pictures) -> list[Block]:
    return [{"type": "correction", "at": _moment(value["at"]), "text": _text(value, "text")}]


def _live(value: Block, _: Pictures) -> list[Block]:
    html = "<br>".join(paragraphs(str(value["text"])))
    return [{"type": "live", "at": _moment(value["at"]), "headline": _text(value, "headline"), "html": html}]


def _text(value: Block, name: str) -> str:
    return str(value.get(name) or "").strip()


def _texts(value: Block, *names: str) -> Block:
    return {name: _text(value, name) for name in names}


def _web_address(value: Block) -> str:
    url = _text(value, "url")
    return url if url.startswith(("https://", "http://")) else ""


def _moment(value: Any) -> str:
    """ISO 8601 in UTC, or "" where there is none. What carries no zone was entered in GMT, like everything here."""
    at = value if isinstance(value, datetime) else parse_datetime(str(value)) if value else None
    if at is None:
        return ""
    return gmt.iso(at if at.tzinfo else at.replace(tzinfo=UTC))


_MAKERS: dict[str, Callable[[Any, Pictures], list[Block]]] = {
    "paragraph": _paragraph,
    "subheading": _subheading,
    "quote": _quote,
    "social": _social,
    "image": _image,
    "list": _list,
    "table": _table,
    "embed": _embed,
    "correction": _correction,
    "live": _live,
}
