"""The languages stories are written in, and which way they run."""

_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


def direction_of(language: str) -> str:
    """`rtl` for languages written from right to left, else `ltr`. Source: Unicode CLDR, script metadata."""
    return "rtl" if language.lower().partition("-")[0] in _RIGHT_TO_LEFT else "ltr"
