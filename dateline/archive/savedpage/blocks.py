"""Runs of text become blocks: paragraphs, subheadings, lists, tables, quotations, posts."""

import re
from collections.abc import Iterator, Sequence

from dateline.archive.savedpage.dates import UnbelievableDate, moment_in
from dateline.archive.savedpage.outlets import known_name
from dateline.archive.savedpage.reading import Block, paragraph
from dateline.archive.savedpage.runs import Run
from dateline.archive.savedpage.tables import is_data_table, table_block
from dateline.archive.savedpage.tree import Element
from dateline.lib import gmt

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = ("ul", "ol", "dl", "dir")
_POST_CREDIT = re.compile(r"[—–-]+\s*(?P<author>.{1,100}?)\s*\(@(?P<handle>\w{1,50})\)\s*(?P<date>.*)")
_CREDIT = re.compile(r"[—–]\s*(?=\S)")
_LONGEST_CREDIT = 150
_SENTENCE_END = re.compile(r"[.!?…۔؟][\"'”’»)\]]*$")
_TO_OUTLET = re.compile(r",?\s+(?:to|told)\s+(?:the\s+)?([A-Z].*)$")


def blocks_of(runs: Sequence[Run]) -> Iterator[Block]:
    """The blocks that the story's runs form; runs of one list, table or quotation become one block."""
    tables: dict[Element, bool] = {}
    holders = [_holder(run, tables) for run in runs]
    position = 0
    while position < len(runs):
        holder = holders[position]
        if holder is None:
            yield _single(runs[position])
            position += 1
            continue
        end = position + 1
        while end < len(runs) and holders[end] is holder:
            end += 1
        yield _gathered(holder, runs[position:end])
        position = end


def is_caption(run: Run) -> bool:
    """Whether the run describes a picture; without the picture, which is not taken, it would hang in the air."""
    return any(ancestor.tag == "figcaption" for ancestor in (run.element, *run.element.iterancestors()))


def _holder(run: Run, tables: dict[Element, bool]) -> Element | None:
    """The table of figures, the outermost list or the quotation in which the run stands.

    tables: remembers which tables hold figures; each is looked at once.
    """
    around = [run.element, *run.element.iterancestors()]
    table = next((element for element in around if element.tag == "table"), None)
    if table is not None:
        if table not in tables:
            tables[table] = is_data_table(table)
        if tables[table]:
            return table
        around = around[: around.index(table)]
    holders = [element for element in around if element.tag == "blockquote" or _is_list(element)]
    return holders[-1] if holders else None


def _is_list(element: Element) -> bool:
    """Whether an element is a list to readers, not a frame around whole stories."""
    return element.tag in _LISTS and next(element.iter(*_HEADINGS, "table", "blockquote"), None) is None


def _single(run: Run) -> Block:
    if run.element.tag in _HEADINGS or run.element.getparent().tag in _HEADINGS:
        return {"type": "subheading", "text": run.text}
    return paragraph(run.html)


def _gathered(holder: Element, runs: Sequence[Run]) -> Block:
    if holder.tag == "table":
        return table_block(holder)
    if holder.tag in _LISTS:
        return {"type": "list", "ordered": holder.tag == "ol", "items": _items(runs)}
    return _post(runs) or _quote(runs)


def _items(runs: Sequence[Run]) -> list[str]:
    """The HTML of each item; an item of several paragraphs has a line break between them."""
    items: dict[Element, list[str]] = {}
    for run in runs:
        around = [run.element, *run.element.iterancestors()]
        item = next((element for element in around if element.tag in {"li", "dt", "dd"}), run.element)
        items.setdefault(item, []).append(run.html)
    return ["<br>".join(parts) for parts in items.values()]


def _quote(runs: Sequence[Run]) -> Block:
    said, credit = list(runs), ""
    if len(runs) > 1 and _is_credit(runs[-1], after=runs[-2]):
        credit = _CREDIT.sub("", said.pop().text, count=1)
    to = _TO_OUTLET.search(credit)
    speaker, _, role = (credit[: to.start()] if to else credit).partition(", ")
    return {
        "type": "quote", "text": "\n".join(run.text for run in said), "speaker": speaker, "role": role,
        "outlet": known_name(to[1]) if to else "", "medium": "", "language": "", "direction": "",
    }  # fmt: skip


def _is_credit(run: Run, *, after: Run) -> bool:
    """Whether the last run of a quotation says whose it is: it is marked so, or is no sentence and follows one."""
    if len(run.text) > _LONGEST_CREDIT:
        return False
    if _SENTENCE_END.search(after.text) and not _SENTENCE_END.search(run.text) and run.text[0].isupper():
        return True
    only = run.element[0] if len(run.element) == 1 and not (run.element.text or "").strip() else None
    in_cite = only is not None and only.tag == "cite"
    in_footer = any(ancestor.tag == "footer" for ancestor in run.element.iterancestors())
    return in_cite or in_footer or _CREDIT.match(run.text) is not None


def _post(runs: Sequence[Run]) -> Block | None:
    """A post that was embedded with its text, as Twitter's own code did; None for ordinary quotations."""
    found = _POST_CREDIT.fullmatch(runs[-1].text) if len(runs) > 1 else None
    if not found:
        return None
    links = [link.get("href") or "" for link in runs[-1].element.iter("a")]
    address = next((link for link in links if link.startswith("https://")), "")
    return {
        "type": "social", "text": "\n".join(run.text for run in runs[:-1]), "author": found["author"],
        "handle": found["handle"], "network": _network(address), "at": _iso(found["date"]), "url": address,
    }  # fmt: skip


def _network(address: str) -> str:
    return "Twitter" if re.match(r"https://(?:\w+\.)?(?:twitter|x)\.com/", address) else ""


def _iso(text: str) -> str:
    try:
        at = moment_in(text)
    except UnbelievableDate:
        return ""
    return gmt.iso(at) if at else ""
