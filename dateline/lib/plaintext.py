"""What readers type, as text that can be shown: no hidden characters, nothing that turns the line round."""

import re
from unicodedata import category, combining, normalize

_ZWNJ, _ZWJ = "\u200c", "\u200d"
# Every sign that any of Unicode, Python or an old Mac takes for the end of a line or of a page.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Invisible, though Unicode counts them as letters or marks: joiners of marks, fillers of empty syllables, selectors of
# Mongolian. U+FE0E and U+FE0F, which choose between a letter and its picture, are not among them.
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
# Of the format characters these are seen: number and verse signs of Arabic, Syriac and Kaithi.
_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_JOINERS = re.compile("(?<=(.))?[\u200c\u200d]*([\u200c\u200d])(?=(.))?", re.DOTALL)
# From here on Unicode has scripts that join their letters, and pictures; before it, Latin, Greek and Cyrillic.
_FIRST_JOINING = "\u0590"
_MARKS_AT_MOST = 4
# Putting marks into NFC's order takes the square of their number: thirty thousand on one letter hold a processor for a
# second. No language has more than a few. Source: Unicode Standard Annex 15, section 13 (Stream-Safe Text Format).
_MARKS_PUT_IN_ORDER = 30
_BLANK_LINES = re.compile("\n{3,}")


def readable(text: str, *, multiline: bool) -> str:
    """The text in NFC, without what no reader sees; may be empty.

    Dropped: control characters, lone halves of surrogate pairs, everything that embeds, overrides or isolates a
    direction, every other invisible format character, and the marks above four on one letter. The joiners U+200C and
    U+200D stay where they mean something: between letters of scripts that join (Persian), between pictures (a family).
    Flags that are spelled with invisible letters (Scotland's) become a plain black flag: invisible letters can say
    anything.

    multiline: line ends become line feeds, two in a row at most, with no blanks before them; otherwise every run of
    white space becomes one space, as a name needs it. Nothing but white space goes from letters that run right to left.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    if not text.isascii() or not text.isprintable():
        text = normalize("NFC", _without_endless_marks("".join(filter(_is_seen, text))))
    if not text.isascii():
        # A joiner or a mark that goes may leave two characters side by side that are one in NFC.
        text = normalize("NFC", _JOINERS.sub(_joiner, _without_towers(text)))
    if not multiline:
        return " ".join(text.split())
    return _BLANK_LINES.sub("\n\n", "\n".join(map(str.rstrip, text.split("\n")))).strip()


def cut(text: str, most: int) -> str:
    """The first characters of the text, `most` at the most, never torn between a letter and its marks."""
    if len(text) <= most:
        return text
    end = max(most, 0)
    while end and (_belongs_to_what_precedes(text[end]) or text[end - 1] == _ZWJ):
        end -= 1
    return text[:end].rstrip()


def _is_seen(char: str) -> bool:
    if char.isalnum():
        return char not in _FILLERS
    kind = category(char)
    if kind == "Cc":
        return char == "\n"
    if kind == "Cf":
        return char in _VISIBLE_FORMATS or char in (_ZWNJ, _ZWJ)
    # U+FFFE, U+FFFF and their like in every plane are no characters. Other unassigned ones may be next year's pictures.
    return kind != "Cs" and char not in _FILLERS and not (kind == "Cn" and _is_never_assigned(ord(char)))


def _is_never_assigned(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _without_endless_marks(text: str) -> str:
    """The text with so many marks in a row at most that it can be put into NFC in time in proportion to its length."""
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if combining(char) else 0
        if marks <= _MARKS_PUT_IN_ORDER:
            kept.append(char)
    return "".join(kept)


def _without_towers(text: str) -> str:
    """The text with four marks on a letter at most: real words need three or four, towers of them hide other lines."""
    kept, marks = [], 0
    for char in text:
        # Spacing marks (Mc) stand beside a letter and pile up nowhere. Joiners must not start the count again.
        kind = category(char) if char > "\u02ff" else ""
        if kind in ("Mn", "Me"):
            marks += 1
        elif kind not in ("Mc", "Cf"):
            marks = 0
        if marks <= _MARKS_AT_MOST or kind not in ("Mn", "Me"):
            kept.append(char)
    return "".join(kept)


def _joiner(match: re.Match[str]) -> str:
    before, joiner, after = match.groups(default="")
    return joiner if _joins(before) and _joins(after) and category(after)[0] != "M" else ""


def _joins(char: str) -> bool:
    return char >= _FIRST_JOINING and category(char)[0] in "LMS"


def _belongs_to_what_precedes(char: str) -> bool:
    return category(char)[0] == "M" or char in (_ZWNJ, _ZWJ) or "\U0001f3fb" <= char <= "\U0001f3ff"
