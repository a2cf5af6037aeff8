"""E-mail addresses as readers and importers give them: one spelling and one rule, wherever one is typed."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dateline.lib.plaintext import readable

# What the database has room for. Source: RFC 5321 section 4.5.3.1, less the angle brackets.
EMAIL_CHARACTERS = 254


def one_spelling(typed: str) -> str:
    """The address as it is kept and looked for: cleaned, in small letters. Nothing is checked."""
    return readable(typed, multiline=False).lower()


def is_email(text: str) -> bool:
    """Whether this can be an e-mail address that we have room for."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= EMAIL_CHARACTERS
