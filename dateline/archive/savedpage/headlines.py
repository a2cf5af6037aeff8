"""The headline among a page's many titles."""

import re
from collections.abc import Iterable, Sequence

from dateline.archive.savedpage.facts import Facts
from dateline.archive.savedpage.runs import Run
from dateline.archive.savedpage.tidy import one_line, same_text

MAX_LENGTH = 300
_GENERIC = re.compile(
    r"untitled(?:\s+document|\s+page)?|home(?:\s*page)?|index|welcome|news|article|story|document|menu|"
    r"page|new page \d+|"
    r"(?:error\s*)?(?:40[0-9]|50[0-9])\b.*|(?:page|file|object)\s+not\s+found|not\s+found|access\s+denied|forbidden|"
    r"(?:log|sign)\s*in|just\s+a\s+moment.*|[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+(?:\||»|«|::|·|•)\s+|\s+[–—-]\s+")
_SHORTEST_KEY = 8
# Where the page does not name the paper: how long the last part of a title may be to be the paper's name.
_MOST_NAME_WORDS = 4
_FEWEST_WORDS = 3


def find_headline(facts: Facts, runs: Sequence[Run], *, below_labels: str) -> str:
    """The story's headline as the page prints it; empty when there is none.

    A heading counts when the page's own title agrees with it; then what the page states (JSON-LD, Open Graph), then a
    line of the text that its title repeats, then a lone `<h1>`, then the title without the paper's name.
    below_labels: the line under “News ID:” and “Published:”, empty without them; counts where there is no heading.
    """
    names = {same_text(name) for name in facts.site_names}
    stated = [_without_site(line, names) for line in facts.headlines]
    title = _without_site(facts.title, names)
    first_headings = [run.text for run in runs if run.element.tag == "h1"]
    if first_headings:
        below_labels = ""
    repeated = [same_text(line) for line in (*facts.headlines, facts.title)]
    agreed = [line for line in (*first_headings, below_labels) if _is_repeated(line, repeated)]
    lines = sorted((run.text for run in runs if _is_repeated(run.text, repeated)), key=len, reverse=True)
    lone = first_headings if len(first_headings) == 1 else []
    return _first_good([*agreed, below_labels, *stated, *lines, *lone, title], names)


def _first_good(candidates: Iterable[str], names: set[str]) -> str:
    for line in map(one_line, candidates):
        key = same_text(line)
        if key and len(line) <= MAX_LENGTH and key not in names and not _GENERIC.fullmatch(line):
            return line
    return ""


def _is_repeated(line: str, titles: Iterable[str]) -> bool:
    """Whether a title of the page contains the line; a word or two do not count."""
    key = same_text(line)
    return len(key) >= _SHORTEST_KEY and any(key in title for title in titles)


def _without_site(title: str, names: set[str]) -> str:
    """`Bridge opens | The Harbour Courier` without the paper."""
    parts = [part for part in _SEPARATOR.split(title) if part]
    own = [part for part in parts if same_text(part) not in names]
    if len(own) < len(parts):
        return title if not own else _joined(title, own)
    *before, last = parts or [""]
    looks_like_a_name = len(last.split()) <= _MOST_NAME_WORDS and len(" ".join(before).split()) >= _FEWEST_WORDS
    return _joined(title, before) if looks_like_a_name and not names and len(" ".join(before)) > len(last) else title


def _joined(title: str, parts: Sequence[str]) -> str:
    """The stretch of the title from the first part to the last, its own separators between them."""
    start = title.index(parts[0])
    return title[start : title.rindex(parts[-1]) + len(parts[-1])]
