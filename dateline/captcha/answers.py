"""What a challenge asks for, and what counts as the same answer."""

import secrets
import unicodedata
from enum import StrEnum

from dateline.captcha.letters import ALPHABET

# Letters and digits whose English names are not taken for one another, even with noise: of B C D E G P T V Z 3 only 3,
# of A K J only J, of L M N only M, none of F S X, no 5 and I beside Y and 9.
SOUND_ALPHABET = "HJMQRWY34679"
KEY_LENGTH = 6
# Sums and differences of numbers from 1 to 12 come to this.
QUESTION_ANSWERS = range(2, 25)

_MOST_TYPED = 64
# What people type for a letter of the picture although the picture never shows it.
_LOOKALIKES = str.maketrans(dict(zip("FGHPQUVXY7", "E9KR9WWKKT", strict=True)))


class Kind(StrEnum):
    """How a reader is asked."""

    PICTURE = "picture"
    SOUND = "sound"
    QUESTION = "question"


def new_answer(kind: Kind) -> str:
    """A fresh answer from the system's source of chance."""
    if kind is Kind.QUESTION:
        return str(secrets.choice(QUESTION_ANSWERS))
    alphabet = ALPHABET if kind is Kind.PICTURE else SOUND_ALPHABET
    return "".join(secrets.choice(alphabet) for _ in range(KEY_LENGTH))


def normalised(typed: str, kind: Kind) -> str:
    """The answer without regard to case, blanks, hyphens, full-width forms and which script's digits were typed."""
    text = unicodedata.normalize("NFKC", typed[:_MOST_TYPED])
    text = "".join(_plain(sign) for sign in text).upper()
    if kind is Kind.QUESTION:
        return text.lstrip("0")
    return text.translate(_LOOKALIKES) if kind is Kind.PICTURE else text


def can_be_an_answer(normal: str, kind: Kind) -> bool:
    """Whether it has the shape of an answer; what has not is wrong and costs the reader no try."""
    if kind is Kind.QUESTION:
        return normal.isascii() and normal.isdigit() and len(normal) <= 2
    return normal.isascii() and normal.isalnum() and len(normal) == KEY_LENGTH


def _plain(sign: str) -> str:
    """A digit of any script as ASCII; nothing for blanks, hyphens and invisible signs; all else as it is."""
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    return "" if category in {"Zs", "Cf", "Cc", "Pd"} else sign
