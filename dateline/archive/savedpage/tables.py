"""Tables that hold figures, told from tables that hold a page's columns."""

from collections.abc import Iterator

from dateline.archive.savedpage.labels import label_in
from dateline.archive.savedpage.reading import Block
from dateline.archive.savedpage.tree import Element, text_of

_LONGEST_CELL = 200
_WIDEST = 60


def is_data_table(table: Element) -> bool:
    """Whether a table is one to readers: two rows and columns at least, short cells, no menu, no layout."""
    if table.get("role") in {"presentation", "none"} or table.find(".//table") is not None:
        return False
    if any(sum(_span(cell, "colspan") for cell in _cells(row)) > _WIDEST for row in table.iter("tr")):
        return False
    rows = [[text_of(cell) for cell in _cells(row)] for row in table.iter("tr")]
    texts = [text for row in rows for text in row]
    linked = sum(len(text_of(link)) for link in table.iter("a"))
    return (
        sum(len(row) > 1 for row in rows) * 2 > len(rows) > 1
        and all(len(text) <= _LONGEST_CELL for text in texts)
        and not any(label_in(text) for text in texts)
        and linked * 2 <= sum(map(len, texts))
    )


def table_block(table: Element) -> Block:
    """The table as a block: every row as long as the longest, cells that span others followed by empty ones."""
    sources = list(table.iter("tr"))
    rows = _padded(_spread(sources))
    first, body = sources[0], sources[1:]
    caption = table.find("caption")
    return {
        "type": "table",
        "caption": text_of(caption) if caption is not None else "",
        "header_row": first.getparent().tag == "thead" or all(cell.tag == "th" for cell in _cells(first)),
        "header_column": all(next((cell.tag == "th" for cell in _cells(row)), False) for row in body),
        "rows": rows,
    }


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in row if cell.tag in {"td", "th"})


def _spread(sources: list[Element]) -> list[list[str]]:
    """The rows' texts with an empty text wherever a cell reaches over from the left or from above."""
    rows: list[list[str]] = []
    taken: dict[tuple[int, int], bool] = {}
    for y, source in enumerate(sources):
        row: list[str] = []
        for cell in _cells(source):
            while taken.get((y, len(row))):
                row.append("")
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            taken |= {(y + down, len(row) + right): True for down in range(1, height) for right in range(width)}
            row += [text_of(cell), *[""] * (width - 1)]
        rows.append(row)
    return rows


def _span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return max(1, min(int(value), _WIDEST)) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _padded(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows if any(row)]
