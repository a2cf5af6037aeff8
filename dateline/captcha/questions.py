"""Word questions: a small sum in the reader's language, for whoever neither sees the picture nor hears the sound."""

import json
import random
from functools import cache
from pathlib import Path
from typing import TypedDict

_TABLES = Path(__file__).with_name("question_words.json")
_FALLBACK = "en"
_LARGEST = 12

_chance = random.SystemRandom()


class Words(TypedDict):
    """numbers: the words for 1 to 12. plus, minus: whole questions with {a} and {b} for two of these words."""

    numbers: list[str]
    plus: str
    minus: str


def word_question(answer: str, language: str) -> str:
    """A question with this answer ("2" to "24"), in the language (`fa`, `pt-br`) or else in English.

    Drawn anew each time from all sums and differences of numbers from 1 to 12 that come to the answer.
    """
    words = words_for(language)
    kind, a, b = _chance.choice(_ways(int(answer)))
    template = words["plus"] if kind == "plus" else words["minus"]
    return template.format(a=words["numbers"][a - 1], b=words["numbers"][b - 1])


def words_for(language: str) -> Words:
    """The table of a language or, where there is none, of English."""
    return all_words()[question_language(language)]


def question_language(language: str) -> str:
    """The code of the table a language gets."""
    code = language.lower().partition("-")[0]
    return code if code in all_words() else _FALLBACK


@cache
def all_words() -> dict[str, Words]:
    """Every table by its language code."""
    tables: dict[str, Words] = json.loads(_TABLES.read_text(encoding="utf-8"))
    return tables


@cache
def _ways(answer: int) -> list[tuple[str, int, int]]:
    numbers = range(1, _LARGEST + 1)
    sums = [("plus", a, answer - a) for a in numbers if answer - a in numbers]
    return sums + [("minus", a, a - answer) for a in numbers if a - answer in numbers]
