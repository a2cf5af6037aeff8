"""The form where a reader answers, as templates print it: empty on stored pages, filled on answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.http import HttpResponse

from dateline.captcha.answers import Kind
from dateline.captcha.asking import ask
from dateline.captcha.challenges import Minted, mint
from dateline.captcha.questions import word_question
from dateline.captcha.sound import has_voice
from dateline.comments.emails import EMAIL_CHARACTERS
from dateline.comments.models.comment import NAME_CHARACTERS, TEXT_CHARACTERS
from dateline.stories.reading import ReaderStory

# What the buttons beside the key ask for.
_AIDS = {"refresh": Kind.PICTURE, "listen": Kind.SOUND, "question": Kind.QUESTION}
_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentForm:
    """What the form shows.

    number: the story's. language: its readers'. values: what was typed, by field. kind: how the key is asked for.
    minted, question: the challenge and the words of a question that is printed into the page; None and "" for pictures
    and sounds, which bring their own. sentence, field: what is wrong, and with which field; both may be "". is_folded:
    whether it stands behind a summary.
    """

    number: int
    language: str
    values: Mapping[str, str]
    kind: Kind = Kind.PICTURE
    minted: Minted | None = None
    question: str = ""
    sentence: str = ""
    field: str = ""
    is_folded: bool = False

    # What fits into the fields, in characters.
    name_characters: ClassVar[int] = NAME_CHARACTERS
    email_characters: ClassVar[int] = EMAIL_CHARACTERS
    text_characters: ClassVar[int] = TEXT_CHARACTERS

    @property
    def can_speak(self) -> bool:
        """Whether this machine has a voice that reads keys aloud."""
        return has_voice()

    def value(self, name: str) -> str:
        """What was typed into this field, or ""."""
        return self.values.get(name, "")

    def is_wrong(self, name: str) -> bool:
        """Whether the sentence is about this field."""
        return bool(self.sentence) and self.field == name

    def ask_with(self, response: HttpResponse) -> None:
        """Set the cookie of the question that this form asks, if it does."""
        if self.minted:
            ask(response, self.minted)


def empty_form(story: ReaderStory, *, answers: int | None = None) -> CommentForm:
    """The form as stored pages show it; with `answers` it answers that comment."""
    values = {"answers": str(answers)} if answers else {}
    return CommentForm(number=story.number, language=story.content["language"], values=values, is_folded=True)


def wants_another_key(values: Mapping[str, str]) -> bool:
    """Whether one of the buttons beside the key was pressed, and not Send."""
    return values.get("do") in _AIDS


def filled_form(
    number: int, values: Mapping[str, str], *, story: ReaderStory | None, sentence: str = "", field: str = ""
) -> CommentForm:
    """The form with all that was typed, asking for a new key in the way the reader chose.

    story: of that number, None where there is none. Where a sound is wanted and this machine has no voice, the form
    asks a question in words: in the story's language, in the paper's own where there is no story.
    """
    language = str(story.content["language"] if story and story.content else settings.PAPER_LANGUAGE)
    kind = _AIDS.get(values.get("do", "")) or _KINDS.get(values.get("aid", ""), Kind.PICTURE)
    if kind is Kind.SOUND and not has_voice():
        kind = Kind.QUESTION
    minted = mint(number, kind) if kind is Kind.QUESTION else None
    return CommentForm(
        number=number,
        language=language,
        values=values,
        kind=kind,
        minted=minted,
        question=word_question(minted.answer, language) if minted else "",
        sentence=sentence,
        field=field,
    )
