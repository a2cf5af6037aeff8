"""Which agencies, broadcasters and papers a story credits."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from dateline.archive.savedpage.tidy import one_line

_KNOWN: dict[str, str] = {
    alias: outlet["name"]
    for outlet in json.loads((files(__package__) / "outlets.json").read_text(encoding="utf-8"))
    for alias in (outlet["name"], *outlet["aliases"])
}
# A mention becomes one private-use letter, so that the patterns below read like sentences. It keeps its place in line.
_MARK = "\ue000"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MANY = rf"(?:the\s+)?{_MARK}(?:(?:\s*,\s*|\s*,?\s+(?:and|or)\s+|\s*[&/]\s*)(?:the\s+)?{_MARK}){{0,8}}"
_KIND = (
    r"(?:(?:the|an?|its|by|state|official|semi-official|public|local|national|international|private|state-run|state-owned|"
    r"[A-Z][a-z]+(?:ese|ish|an|i)|French|British|news|agency|agencies|outlets?|broadcasters?|media|television|TV|radio|channel|"
    r"network|newspapers?|daily|weekly|magazine|website|site|service|wire|papers?)[\s,]+){0,6}"
)
_AFTER_KIND = (
    r"(?:['’]s?)?(?:\s+(?:news|agency|TV|television|radio|channel|network|newspaper|daily|magazine|website|correspondents?|"
    r"reporters?|journalists?|World|Service)|\s+[A-Z][a-z]+\s+(?:service|edition)){0,3}"
)
_AFTER_VERB = (
    r"(?:reports?|reported|reporting|said|says|saying|quoted|quotes|quoting|cited|cites|citing|wrote|writes|added|noted|"
    r"announced|broadcast|aired|published|revealed|learned|learnt|confirmed|interviewed|put\s+the|poll|interview|footage)"
)
_BEFORE = (
    r"(?:[Aa]ccording\s+to|[Tt]old|[Tt]ells|[Tt]elling|[Rr]eported\s+(?:by|in|on)|[Rr]eports?\s+(?:by|in|from|on)|"
    r"[Qq]uoted\s+(?:by|in)|[Cc]ited\s+(?:by|in)|[Cc]iting|[Qq]uoting|[Ii]nterview(?:ed)?\s+(?:with|by|on|to)|[Ss]peaking\s+(?:to|with|on)|"
    r"[Ss]poke\s+(?:to|with)|[Pp]ublished\s+(?:by|in|on)|[Bb]roadcast\s+(?:by|on)|[Aa]ired\s+(?:by|on)|[Ss]een\s+by|"
    r"[Oo]btained\s+by|[Rr]eviewed\s+by|[Cc]arried\s+by|[Ww]rote\s+(?:in|for)|[Ww]riting\s+(?:in|for)|[Ss]tatement\s+to|"
    r"[Ss]aid\s+in\s+an?\s+\w+\s+to|[Cc]redit:|[Ss]ource:|[Pp]er|via)"
)
_CREDITS = tuple(
    re.compile(pattern)
    for pattern in (
        # “according to the French news agency AFP”; not “according to the Guardian Council”.
        rf"\b{_BEFORE}\s+{_KIND}{_MANY}(?!\s+(?!{_DAY})[A-Z][a-z])",
        # “AFP and Press TV reported”, “BBC's Persian service said on Monday”.
        rf"{_MANY}{_AFTER_KIND},?(?:\s+(?:has|have|had|also|later|earlier|first|on\s+{_DAY}|{_DAY}))*\s+{_AFTER_VERB}\b",
        # “a Reuters poll”, “said CNN.”
        rf"\b(?:[Aa]n?|[Tt]he)\s+{_MARK}\s+(?:tally|count|poll|survey|report|investigation|analysis|interview|witness|"
        r"correspondent|reporter|journalist|photographer)\b",
        rf"\b(?:said|reported|wrote)\s+{_MANY}(?=\s*(?:[.,;:]|$))",
        # “(Reuters)” and “— AFP” where a sentence or paragraph ends or begins.
        rf"\(\s*{_MANY}\s*\)",
        rf"[—–]\s*{_MANY}\s*\.?\s*$",
        # Persian, then Arabic: “according to”, “quoting”.
        rf"(?:به\s+گزارش|به\s+نقل\s+از|در\s+گفت\s*و\s*گو\s+با|در\s+گفت‌وگو\s+با)\s+(?:\w+\s+){{0,2}}{_MARK}",
        rf"(?:وفقا?ً?\s+ل|بحسب|حسب|نقلا?ً?\s+عن|نقلت|ذكرت|أفادت|قالت|أوردت)\s*(?:وكالة\s+)?(?:الأنباء\s+|أنباء\s+)?{_MARK}",
        rf"{_MARK}[\s,،]+(?:گزارش\s+داد|نوشت|اعلام\s+کرد|خبر\s+داد)",
    )
)
_ADDRESS = re.compile(r"\S+://\S+")
_SEPARATORS = re.compile(r"\s*[,;/،؛|]\s*|\s+(?:and|&|و)\s+")


def credited_in(paragraphs: Iterable[str], *, also: Iterable[str] = ()) -> tuple[str, ...]:
    """The outlets that plain-text paragraphs attribute something to, in order, each once, by their usual name.

    Known are those of outlets.json and those in `also`, the newsroom's own list. “according to Reuters”, “AFP reported”
    credit an outlet; a mention alone does not.
    """
    names = _names(frozenset(also))
    return tuple(dict.fromkeys(name for paragraph in paragraphs for name in _credits(paragraph, names)))


def named_in_label(value: str) -> tuple[str, ...]:
    """The outlets in the value of a “Source:” or “Credit:” line, known ones by their usual name."""
    names = (one_line(name).rstrip(".") for name in _SEPARATORS.split(_ADDRESS.sub("", value)))
    return tuple(dict.fromkeys(known_name(name) for name in names if name))


def known_name(name: str) -> str:
    """The usual name of a known outlet (`Reuters` for `Thomson Reuters`), else the name itself."""
    return _KNOWN.get(name, name)


def is_known(name: str) -> bool:
    """Whether outlets.json has the name or the alias."""
    return name in _KNOWN


@dataclass(frozen=True, slots=True)
class _Names:
    """Names and aliases with the usual name of each, and a pattern that finds them."""

    usual: dict[str, str]
    pattern: re.Pattern[str]


@lru_cache(maxsize=4)
def _names(also: frozenset[str]) -> _Names:
    usual = {name: name for name in also if name.strip()} | _KNOWN
    initials = "".join(sorted({re.escape(name[0]) for name in usual}))
    longest_first = "|".join(re.escape(name) for name in sorted(usual, key=len, reverse=True))
    # The look at the first letter is for speed: most places in a text are passed over without trying hundreds of names.
    return _Names(usual, re.compile(rf"(?<![\w-])(?=[{initials}])(?:{longest_first})(?![\w-])"))


def _credits(paragraph: str, names: _Names) -> Iterator[str]:
    mentions = [names.usual[found[0]] for found in names.pattern.finditer(paragraph)]
    if not mentions:
        return
    marked = names.pattern.sub(_MARK, paragraph.replace(_MARK, ""))
    credited = {place for pattern in _CREDITS for found in pattern.finditer(marked) for place in _places(marked, found)}
    yield from (mentions[place] for place in sorted(credited))


def _places(marked: str, found: re.Match[str]) -> range:
    """Which mentions, counted from the paragraph's beginning, stand within the match."""
    first = marked.count(_MARK, 0, found.start())
    return range(first, first + found[0].count(_MARK))
