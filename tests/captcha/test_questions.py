"""Word questions: every table whole, every question right."""

import re

import pytest

from dateline.captcha.answers import QUESTION_ANSWERS
from dateline.captcha.questions import all_words, question_language, word_question

LANGUAGES = ["ar", "de", "en", "es", "fa", "fr", "he", "it", "pt", "ru", "tr", "ur", "zh"]


def test_the_languages_papers_are_written_in_have_tables() -> None:
    assert set(LANGUAGES) <= set(all_words())


@pytest.mark.parametrize("language", sorted(all_words()))
def test_a_table_is_whole(language: str) -> None:
    words = all_words()[language]

    assert len(words["numbers"]) == len(set(words["numbers"])) == 12
    assert words["plus"] != words["minus"]
    for template in (words["plus"], words["minus"]):
        assert sorted(re.findall(r"{\w}", template)) == ["{a}", "{b}"]


@pytest.mark.parametrize("answer", QUESTION_ANSWERS)
def test_a_question_has_the_answer_it_was_made_for(answer: int) -> None:
    numbers = all_words()["en"]["numbers"]
    for _ in range(10):
        match = re.fullmatch(r"What is (\w+) (plus|minus) (\w+)\? Answer in digits\.", word_question(str(answer), "en"))

        assert match is not None
        a, b = numbers.index(match[1]) + 1, numbers.index(match[3]) + 1
        assert answer == (a + b if match[2] == "plus" else a - b)


@pytest.mark.parametrize(("asked", "given"), [("fa", "fa"), ("pt-BR", "pt"), ("EN", "en"), ("xx", "en"), ("", "en")])
def test_a_language_without_table_is_asked_in_english(asked: str, given: str) -> None:
    assert question_language(asked) == given
