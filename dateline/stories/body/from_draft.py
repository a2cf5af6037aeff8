"""An importer's blocks (docs/archive.md lists them) as the StreamField stores them."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

Block = dict[str, Any]


def stream_data(body: Iterable[Block]) -> list[Block]:
    """The raw data of a StreamField. A block of an unknown type is kept as it is: nothing is lost."""
    return [
        {
            "type": block["type"],
            "value": _VALUES.get(block["type"], _fields)(block),
            "id": str(uuid4()),
        }
        for block in body
    ]


def _fields(block: Block) -> Any:
    return {name: value for name, value in block.items() if name != "type"}


def _paragraph(block: Block) -> str:
    html = str(block["html"])
    return html if html.lstrip().startswith("<p>") else f"<p>{html}</p>"


def _subheading(block: Block) -> str:
    return str(block["text"])


def _list(block: Block) -> Block:
    items = [{"type": "item", "value": str(item), "id": str(uuid4())} for item in block["items"]]
    return {"ordered": bool(block.get("ordered")), "items": items}


def _table(block: Block) -> Block:
    return {
        "data": [[str(cell) for cell in row] for row in block["rows"]],
        "first_row_is_table_header": bool(block.get("header_row")),
        "first_col_is_header": bool(block.get("header_column")),
        "table_caption": str(block.get("caption", "")),
        "cell": [],
    }


def _live(block: Block) -> Block:
    return {"at": block["at"], "headline": block.get("headline", ""), "text": block["html"]}


def _moment(block: Block) -> Block:
    value: Block = _fields(block)
    return value | {"at": value.get("at") or None}


_VALUES: dict[str, Callable[[Block], Any]] = {
    "paragraph": _paragraph,
    "subheading": _subheading,
    "list": _list,
    "table": _table,
    "live": _live,
    "social": _moment,
}
