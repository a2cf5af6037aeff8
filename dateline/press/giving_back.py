"""Nothing typed is lost: a reader whose message is refused unread gets it back, in a form that sends it again.

No template and no style sheet: this page is made for crowds and floods, and costs a few microseconds.
"""

from html import escape
from urllib.parse import parse_qsl

from dateline.press.asking import Environ
from dateline.press.refusals import Headers, Refused, status_line

# Several times the longest comment there may be, in letters of three bytes, each percent-encoded.
MOST_BYTES = 64 * 1024
MOST_FIELDS = 50
URLENCODED = "application/x-www-form-urlencoded"
# What the reader sees and may still change; every other field is sent again as it came.
_TEXT = "text"
_HEADERS: Headers = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
    # Not `no-referrer`: with it a browser would not say from where the form is sent again.
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
]


class GivenBack(Refused):
    """A refusal that hands the reader's words back. fields: names and values as they were sent, in their order."""

    def __init__(self, refused: Refused, fields: list[tuple[str, str]]) -> None:
        super().__init__(
            refused.status,
            refused.sentence,
            retry_after_seconds=refused.retry_after_seconds,
            pause_seconds=refused.pause_seconds,
        )
        self._fields = fields

    def answer(self) -> tuple[str, Headers, bytes]:
        """Status line, headers and a small page of its own."""
        body = _page(self.sentence, self._fields).encode()
        headers = [*_HEADERS, ("Content-Length", str(len(body)))]
        if self.retry_after_seconds is not None:
            headers.append(("Retry-After", str(self.retry_after_seconds)))
        return status_line(self.status), headers, body


def can_be_given_back(environ: Environ) -> bool:
    """Whether the request brings a form, short enough to be read for nothing but that."""
    length = environ.get("CONTENT_LENGTH", "")
    return (
        environ["REQUEST_METHOD"] == "POST"
        and environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() == URLENCODED
        and length.isascii()
        and length.isdecimal()
        and 0 < int(length) <= MOST_BYTES
    )


def given_back(refused: Refused, body: bytes) -> Refused:
    """The refusal with the form's words in it; the plain one when they can't be read. body: as it was sent."""
    try:
        fields = parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return refused
    return GivenBack(refused, fields) if any(value for name, value in fields if name == _TEXT) else refused


def _page(sentence: str, fields: list[tuple[str, str]]) -> str:
    # Without an action a form is sent to the address of its page, which is the one it was sent to before.
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        "<title>Not sent yet</title></head><body><main><h1>Not sent yet</h1>"
        f"<p>{escape(sentence)} Nothing of what you wrote is lost.</p>"
        f'<form method="post">{"".join(_field(name, value) for name, value in fields)}'
        '<p><button type="submit">Send</button></p></form></main></body></html>\n'
    )


def _field(name: str, value: str) -> str:
    if name == _TEXT:
        # The first line break after the tag is not part of the text: without one here, the reader's own would go.
        return (
            '<p><label for="text">Your text</label></p>'
            f'<p><textarea id="text" name="text" rows="12" cols="60" dir="auto">\n{escape(value)}</textarea></p>'
        )
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
