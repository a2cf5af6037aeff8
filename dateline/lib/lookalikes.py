"""Words as they are read, not as they are spelled: `vіаgrа` in Cyrillic, `c4sin0`, `v i a g r a`.

For comparing only: what comes out is not fit to be shown.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

# Letters of other scripts, by the Latin letter (or letters) they pass for in ordinary fonts.
_LATIN_LOOKS = {
    "a": "аɑαᴀ", "b": "вьʙβᏼ", "c": "сϲᴄ", "d": "ԁɗᴅ", "e": "еєεᴇəɛ", "f": "ғƒꜰ", "g": "ɡԍɢ", "h": "һнʜհ",
    "i": "іɩιıɪ", "j": "јʝᴊϳ", "k": "кκᴋҝ", "l": "ӏʟḷł", "m": "мᴍ", "n": "пηɴո", "o": "оοσᴏօøө", "p": "рρᴘ",
    "q": "ԛգ", "r": "гʀᴦ",
    "s": "ѕꜱʂ", "t": "тτᴛ", "u": "υᴜս", "v": "ѵνᴠ", "w": "ԝωᴡш", "x": "хχҳ", "y": "уγʏү", "z": "ᴢʐ",
    "ae": "ӕ", "oe": "œ",
}  # fmt: skip
_LATIN = str.maketrans({look: letter for letter, looks in _LATIN_LOOKS.items() for look in looks})
# Digits and signs that stand for letters inside a word. Whether 1 is an l or an i, nobody knows: see `Word.loose`.
_SIGNS = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s"})
_SIGNS |= str.maketrans({"€": "e", "!": "l", "|": "l"})
# One letter, two code points: Arabic and Persian keyboards. Boxed letters and flags are letters too.
_SAME_LETTER = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ـ": "", "’": "'", "ʼ": "'", "‘": "'"})
_SAME_LETTER |= {first + at: chr(97 + at) for first in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6) for at in range(26)}
_SAME_LETTER |= {first + at: str(at) for first in (0x0660, 0x06F0, 0x0966) for at in range(10)}
# Two signs stand for whole sentences, of 18 letters and of 8. Written out, a comment of them is a book: initials do.
_SAME_LETTER |= str.maketrans({"ﷺ": " ص ", "ﷻ": " ج "})
# Marks that can be put on any letter or left out, and what is not seen at all. The vowel signs of India stay: they are
# letters. Ranges are those of the Unicode blocks.
_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u061c\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e8\u06ea-\u06ed\u115f\u1160\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\U000e0000-\U000e01ef]+"
)
# Scripts that put no space between words: each character counts as one.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
# No lone character from here on passes for a Latin letter.
_FIRST_ALONE = "\u2190"
_INDIC = "\u0900-\u0963\u0970-\u0dff"
_PICTURES = "\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff"
_LETTER = rf"(?:[^\W_{_UNSPACED}]|[{_INDIC}])"
_WORD = re.compile(
    rf"[{_UNSPACED}{_PICTURES}]|(?<![@$€])[@$€]*+{_LETTER}(?:{_LETTER}|[@$€]|'(?={_LETTER})|[!|](?={_LETTER}))*",
    re.IGNORECASE,
)
# Three or more lone letters with one and the same sign, or a blank, between them. The first is no digit: those are
# telephone numbers.
_SPACED_OUT = re.compile(r"(?<![\w.])([^\W\d_])([ .\-_*/|·])[\w@$](?:\2[\w@$])+(?!\w)")
_RUN = re.compile(r"(\D)\1{2,}")
_DOUBLE = re.compile(r"(\D)\1+")
_UNSURE = re.compile(r"[a-z@$€'][1!|]|[1!|][a-z]|(\D)\1\1")


class Word(NamedTuple):
    """One word of a text, as it is read.

    loose: the same for a word that is spelled as no honest word is (`c1ick`, `seeeex`), where one sign may stand for
    either of two letters and the number of equal letters says nothing; empty for all other words.
    """

    read: str
    loose: str


def folded(text: str) -> str:
    """The words of the text as they are read, with single spaces between them: for comparing texts.

    Case, accents, invisible characters and punctuation go; look-alikes become Latin letters where Latin is written;
    signs used as letters become letters; a letter that is repeated stands twice at most; spaced-out words are joined.
    Pictures count as words. Empty when there are none.
    """
    return " ".join(word.read for word in words_of(text))


def words_of(text: str) -> Iterator[Word]:
    """The words of `folded`, one by one."""
    plain = _plain(text)
    looks_latin = _is_mostly_latin(plain)
    for match in _WORD.finditer(_SPACED_OUT.sub(_joined, plain)):
        yield _word(match.group().replace("'", ""), looks_latin=looks_latin)


def _word(spelled: str, *, looks_latin: bool) -> Word:
    if len(spelled) == 1 and spelled >= _FIRST_ALONE:
        return Word(spelled, "")
    if not spelled.isascii() or not spelled.isalpha():
        latin = _with_letters_for_signs(_in_latin(spelled, looks_latin=looks_latin))
    else:
        latin = spelled
    read = _RUN.sub(r"\1\1", latin)
    return Word(read, loose(read) if _UNSURE.search(spelled) else "")


def loose(read: str) -> str:
    """The word with l and i for one letter, and each run of a letter for one of it."""
    return _DOUBLE.sub(r"\1", read.replace("l", "i"))


def _plain(text: str) -> str:
    text = text.casefold()
    if text.isascii():
        return text
    text = text.translate(_SAME_LETTER)
    # Apart, so that the marks can be taken off; and together again, because Korean syllables come apart as well.
    return normalize("NFKC", _UNSEEN.sub("", normalize("NFKD", text))).casefold()


def _is_mostly_latin(plain: str) -> bool:
    if plain.isascii():
        return True
    latin = sum(char.isascii() and char.isalpha() for char in plain)
    return 2 * latin > sum(map(str.isalpha, plain))


def _joined(match: re.Match[str]) -> str:
    return match.group().replace(match.group(2), "")


def _in_latin(word: str, *, looks_latin: bool) -> str:
    """The word in Latin letters if it mixes scripts, or could be Latin to the eye in a text that is.

    A Russian word among Russian ones stays Russian.
    """
    if word.isascii():
        return word
    in_latin = word.translate(_LATIN)
    is_mixed = any("a" <= char <= "z" for char in word)
    return in_latin if is_mixed or (looks_latin and in_latin.isascii()) else word


def _with_letters_for_signs(word: str) -> str:
    """`c4sin0` -> `casino`. Figures (`1918`) and what ends in several (`covid19`, `casino777`) keep their digits."""
    letters = word.rstrip("0123456789")
    digits = word[len(letters) :]
    if not any(map(str.isalpha, letters)):
        return word
    return letters.translate(_SIGNS) + (digits.translate(_SIGNS) if len(digits) == 1 else digits)
