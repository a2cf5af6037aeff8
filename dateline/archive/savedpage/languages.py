"""The language of a story, where its letters or the page say so."""

import re

_ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_HEBREW_SCRIPT = re.compile(r"[\u0590-\u05ff\ufb1d-\ufb4f]")
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE)
# Letters only some languages of the Arabic script use, most particular first.
_PARTICULAR = (("ur", re.compile("[ٹڈڑںے]")), ("ckb", re.compile("[ەێۆڕڵ]")), ("fa", re.compile("[پچژگکی]")))
_OF_SCRIPT = {"arabic": {"ar", "fa", "ur", "ckb", "ps", "sd", "ug", "ku", "az"}, "hebrew": {"he", "yi"}}
_ENOUGH = 0.02


def language_of(text: str, *, declared: str) -> str:
    """`fa`, `ar`, `he`, …: what the page declares (`fa-IR`) unless its letters say otherwise; empty when nobody says.

    Letters decide only between the Arabic, Hebrew and other scripts, and within the Arabic one by letters of their own:
    pages that call Persian text `en` are common.
    """
    tag = _TAG.fullmatch(declared.strip())
    language = tag[1].lower() if tag else ""
    script = _script_of(text)
    if not script:
        in_another_script = any(language in languages for languages in _OF_SCRIPT.values())
        return "" if in_another_script else language
    if language in _OF_SCRIPT[script]:
        return language
    return "he" if script == "hebrew" else _within_arabic(text)


def _script_of(text: str) -> str:
    letters = sum(map(str.isalpha, text)) or 1
    if len(_ARABIC_SCRIPT.findall(text)) * 2 > letters:
        return "arabic"
    return "hebrew" if len(_HEBREW_SCRIPT.findall(text)) * 2 > letters else ""


def _within_arabic(text: str) -> str:
    letters = len(_ARABIC_SCRIPT.findall(text))
    for language, particular in _PARTICULAR:
        if len(particular.findall(text)) > letters * _ENOUGH:
            return language
    return "ar"
