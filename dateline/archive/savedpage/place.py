"""The place and the agency a first paragraph begins with: `BAGHDAD, Dec 10 (Reuters) — …`."""

import re
from dataclasses import dataclass

_WORD = r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_])|\.)*"
_DATELINE = re.compile(
    rf"""(?P<place>{_WORD}(?:[ /]{_WORD}){{0,4}})
    (?P<country>,\s*{_WORD}(?:[ ]{_WORD}){{0,2}})?
    (?P<date>,?\s*(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d{{1,2}}(?:,?\s+\d{{4}})?)?
    \s*(?:\((?P<agency>[^()<>]{{2,40}})\))?
    \s*(?:[—–]|--|\s-\s|-(?=\s))\s*(?=\S)""",
    re.VERBOSE,
)
_BOLD = re.compile(r"<(b|strong)>([^<>]{3,90})</\1>")
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Dateline:
    """place: `BAGHDAD`, or `BAGHDAD, Iraq`. agency: `Reuters`, or empty. rest: the paragraph without them."""

    place: str
    agency: str
    rest: str


def dateline_of(html: str) -> Dateline | None:
    """The dateline a paragraph of inline HTML begins with; None unless a place in capitals and a dash stand there."""
    bold = _BOLD.match(html)
    html = bold[2] + html[bold.end() :] if bold else html
    found = _DATELINE.match(html)
    if not found or found.end() > _LONGEST or (bold and found.end() < len(bold[2].rstrip())):
        return None
    place, rest = found["place"], html[found.end() :]
    in_capitals = place == place.upper() and place != place.lower() and len(place) > 2
    if not in_capitals or rest[:1].islower():  # “NATO — the alliance — said” names no place
        return None
    return Dateline(place + (found["country"] or ""), (found["agency"] or "").strip(), rest)
