"""Lines such as `News ID: 318621`, and lines that belong to the page but not to the story."""

import json
import re
from importlib.resources import files

from dateline.archive.savedpage.tidy import one_line

_NAMES: dict[str, list[str]] = json.loads((files(__package__) / "labels.json").read_text(encoding="utf-8"))
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names}
_LABEL = re.compile(
    rf"({'|'.join(map(re.escape, sorted(_FIELD_OF, key=len, reverse=True)))})\s*[:：]\s*(.*)", re.IGNORECASE
)
# A label without a colon is only believed where nothing else can be meant.
_BARE_NUMBER = re.compile(r"(?:news|story|article)\s+id\s*#?\s*([0-9۰-۹٠-٩]{1,9})", re.IGNORECASE)
_NUMBER = re.compile(r"#?\s*([0-9۰-۹٠-٩]{1,9})\b(?!\s*[-/.:]?\s*\d)")
_LONGEST = 300
_LONGEST_FURNITURE = 1_000
_LONGEST_VALUE = 120
_FEW_WORDS = 5

# From the first of these on, a page holds its form for readers' answers and its footer.
_END = re.compile(
    r"(?:security\s+(?:key|code)\s*:|captcha\s+refresh|page\s+generated\s+in\s+[\d/.,]+\s*sec|کد\s+امنیتی\s*:|رمز\s+الأمان\s*:)",
    re.IGNORECASE,
)
_SHARE = r"facebook|twitter|x|telegram|whatsapp|linkedin|reddit|pinterest|instagram|e-?mail|print|pdf"
_FURNITURE = re.compile(
    rf"""(?:
      (?:share|tweet|send|print|e-?mail|save|copy\s+link)(?:\s+(?:this|the))?(?:\s+(?:story|article|page|news|link))?
        (?:\s+(?:on|via|to|by)\s+(?:{_SHARE}|a?\s*friend))?\s*:?
      | (?:share\s+(?:on|via)\s+)?(?:{_SHARE})(?:\s*[|/,·•]?\s*(?:{_SHARE}))+
      | (?:leave|post|add|write|send)\s+(?:us\s+)?(?:a|your)\s+(?:comment|reply)s?\s*:?
      | (?:no|\d+)\s+comments? | (?:your\s+)?(?:name|e-?mail|comments?)\s*:
      | (?:back\s+to\s+)?(?:top|home)(?:\s+of\s+page)? | printable\s+version | print\s+version | short\s+link\s*:?
      | skip\s+to\s+(?:main\s+)?content | advertisements? | sponsored(?:\s+content)? | loading\s*(?:\.{{3}}|…)?
      | (?:related|more)\s+(?:news|stories|articles|content|topics|links)\s*:? | most\s+(?:read|viewed|popular)\s*:?
      | (?:read|see|watch)\s+(?:also|more)\s*:.* | also\s+read\s*:.* | related\s*:.* | \#\s*comments?
      | (?:copyright|©|\(c\)).{{0,200}} | .{{0,150}}\ball\s+rights\s+reserved\b.{{0,60}}
      | (?:sign\s+up|subscribe)\s+(?:for|to)\s+(?:our|the)\b.{{0,100}}
      | (?:we|this\s+(?:web)?site)\s+uses?\s+cookies\b.{{0,600}}
      | .{{0,200}}\b(?:accept|reject)\s+(?:all\s+)?cookies\b.{{0,100}}
    )\W*""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_BYLINE_NAME = (
    r"[^\W\d_a-z](?:[\w'’.-])*(?:\s+(?:(?:van|von|der|den|de|da|di|del|la|bin|ibn|al|el)\s+)?[^\W\d_a-z][\w'’.-]*){1,3}"
)
_BYLINE = re.compile(rf"[Bb][Yy]:?\s+({_BYLINE_NAME}(?:(?:,\s*|,?\s+and\s+|\s*&\s*){_BYLINE_NAME})*)")
_BARS = re.compile(r"\s*[|·•]\s*")
_NAME_SEPARATORS = re.compile(r"\s*[,;&،؛]\s*(?:and\s+)?|\s+and\s+|\s+و\s+")


def parts_of(line: str) -> list[str]:
    """What a line such as `News ID: 318621 | 10 December 2021 | by Jane Roe` holds; as a rule one part."""
    return [part for part in map(str.strip, _BARS.split(line)) if part]


def label_in(line: str) -> tuple[str, str] | None:
    """Which field a line states, and its value: `("number", "318621")`; the value may be empty. None for other lines.

    The fields are the keys of labels.json.
    """
    if len(line) > _LONGEST:
        return None
    line = one_line(line)
    if bare := _BARE_NUMBER.fullmatch(line):
        return "number", bare[1]
    found = _LABEL.fullmatch(line)
    return (_FIELD_OF[found[1].lower()], found[2].strip()) if found else None


def is_plain_value(value: str) -> bool:
    """Whether a label's value is a name, a date, a few words, and not the rest of a sentence."""
    return len(value) <= _LONGEST_VALUE and not (value.endswith((".", "!", "?")) and len(value.split()) > _FEW_WORDS)


def number_in(value: str) -> int | None:
    """The number a label's value begins with, in whatever digits; None when that is no number of a story."""
    found = _NUMBER.match(value.strip())
    return (int(found[1]) or None) if found else None


def ends_the_story(line: str) -> bool:
    """Whether the page's form and footer begin here: “Security Key:”, “Captcha refresh”, “Page Generated in …”."""
    return _END.match(line[:_LONGEST].lstrip()) is not None


def is_furniture(line: str) -> bool:
    """Whether a whole line belongs to the page, not to the story: share buttons, copyright, cookie notes, the form."""
    if len(line) > _LONGEST_FURNITURE:
        return False
    line = one_line(line)
    return ends_the_story(line) or _FURNITURE.fullmatch(line) is not None


def names_in_byline(line: str) -> tuple[str, ...]:
    """The people in a line that is nothing but a byline, such as `By Jane Roe and John Doe`; empty for other lines."""
    found = _BYLINE.fullmatch(one_line(line)) if len(line) <= _LONGEST else None
    return people(found[1]) if found else ()


def people(names: str) -> tuple[str, ...]:
    """The names in `Jane Roe, John Doe and Ann Other`."""
    return tuple(dict.fromkeys(name for name in _NAME_SEPARATORS.split(one_line(names)) if name))
