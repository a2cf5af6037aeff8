"""The secret in a comment's own link: whoever has it may see, withdraw and appeal that comment, and nobody else.

It is made from the challenge the comment was sent with, so that a form sent twice leads to the same link; the database
knows only its hash.
"""

import base64
import hashlib

from django.utils.crypto import salted_hmac

_SALT = "dateline.comments.own-link"
_TOKEN_BYTES = 24


def token_of(nonce: str) -> str:
    """The secret for the comment sent with this challenge: 32 characters that can stand in an address."""
    digest = salted_hmac(_SALT, nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:_TOKEN_BYTES]).decode("ascii")


def digest_of_token(token: str) -> str:
    """What the database keeps of it: SHA-256, hex."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
