"""Saved pages from files and folders into the newsroom."""

import logging
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.archive.pipeline import Item, Reconciliation, take_in
from dateline.archive.savedpage import MAX_BYTES, TOO_LARGE, UnreadablePage, parse_saved_page
from dateline.stories.models import Outlet

logger = logging.getLogger(__name__)

PAGE_ENDINGS = frozenset({".txt", ".html", ".htm", ".xhtml"})

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Source:
    """One file to read. name: with the folder it was found in. reason: why it can't be read, if so."""

    path: Path
    name: str
    reason: str = ""


def import_pages(paths: Iterable[Path], *, actor: str, progress: Progress | None = None) -> Reconciliation:
    """Import saved pages, plain text or HTML, and say what became of each.

    paths: files, read whatever they are called, and folders, of which every .txt, .html, .htm and .xhtml is read, at
    any depth, except hidden ones and the `…_files` folders that browsers put beside a page; other files are counted as
    passed over.
    actor: who imports, for the log. progress: called with (files read so far, files in all).
    A file that can't be read is refused by name and the rest goes on. Importing the same files again changes nothing.
    """
    sources, passed_over = _sources(paths)
    return take_in(_items(sources, progress), actor=actor, passed_over=passed_over)


def _sources(paths: Iterable[Path]) -> tuple[list[_Source], int]:
    sources: list[_Source] = []
    passed_over = 0
    for path in paths:
        if os.path.isdir(path):
            found, others = _in_folder(path)
            sources += found
            passed_over += others
        else:
            sources.append(_Source(path, path.name))
    return sources, passed_over


def _in_folder(folder: Path) -> tuple[list[_Source], int]:
    sources: list[_Source] = []
    passed_over = 0

    def unreadable(error: OSError) -> None:
        place = Path(str(error.filename))
        sources.append(_Source(place, str(place), f"the folder can't be read: {_spoken(error)}"))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(each for each in folders if not _is_aside(each, names))
        pages = [name for name in sorted(names) if _is_page(name)]
        passed_over += len(names) - len(pages)
        inside = Path(place).relative_to(folder)
        sources += [_Source(Path(place, name), str(folder.name / inside / name)) for name in pages]
    return sources, passed_over


def _is_page(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in PAGE_ENDINGS


def _is_aside(folder: str, names: Sequence[str]) -> bool:
    """Whether a folder is hidden, or holds the pictures and scripts a browser saved along with a page beside it."""
    stem = folder.removesuffix("_files")
    return folder.startswith(".") or (
        stem != folder and any(f"{stem}{ending}" in names for ending in PAGE_ENDINGS if ending != ".txt")
    )


def _items(sources: Sequence[_Source], progress: Progress | None) -> Iterator[Item]:
    outlets = frozenset(Outlet.objects.values_list("name", flat=True))
    for position, source in enumerate(sources, start=1):
        yield _item(source, outlets)
        if progress:
            progress(position, len(sources))


def _item(source: _Source, outlets: Collection[str]) -> Item:
    try:
        return Item(name=source.name, draft=parse_saved_page(_content(source), source.name, outlets=outlets))
    except UnreadablePage as error:
        return Item(name=source.name, draft=None, reason=error.reason)
    except OSError as error:
        return Item(name=source.name, draft=None, reason=f"the file can't be read: {_spoken(error)}")
    except Exception:
        # A fault of ours, met at one page in a hundred thousand, must not cost the others.
        logger.exception("failed to read the saved page %s", source.name)
        return Item(name=source.name, draft=None, reason="Dateline failed to read it; the log says how")


def _content(source: _Source) -> bytes:
    if source.reason:
        raise UnreadablePage(source.reason)
    if not source.path.exists():
        raise UnreadablePage("there is no such file")
    if not source.path.is_file():
        # Reading a pipe or a device could take for ever.
        raise UnreadablePage("this is not a file")
    with source.path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise UnreadablePage(TOO_LARGE)
    return content


def _spoken(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()
