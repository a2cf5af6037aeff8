"""Short plain answers for requests that get no page: no template, no database, nothing of the request in them."""

from http import HTTPStatus

Headers = list[tuple[str, str]]

# How long those wait for their refusal who may be a flood: a program that floods the paper waits for each answer.
FLOODS_PAUSE_SECONDS = 1.0


class Refused(Exception):
    """The request gets no page.

    status: 400 to 599. sentence: what the reader is told. retry_after_seconds: when asking again makes sense.
    pause_seconds: for how long the answer is to be held back where that takes no thread (a flood waits for it).
    """

    def __init__(
        self, status: int, sentence: str, *, retry_after_seconds: int | None = None, pause_seconds: float = 0.0
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.retry_after_seconds = retry_after_seconds
        self.pause_seconds = pause_seconds

    def answer(self) -> tuple[str, Headers, bytes]:
        """Status line, headers and body. No cache may keep it."""
        body = f"{self.sentence}\n".encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if self.retry_after_seconds is not None:
            headers.append(("Retry-After", str(self.retry_after_seconds)))
        if self.status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", "GET, HEAD, POST"))
        return status_line(self.status), headers, body


def busy() -> Refused:
    """Every lane for this kind of request is full: the reader may come back in a moment."""
    return Refused(503, "The paper is very busy. Please try again in a moment.", retry_after_seconds=2)


def crowded() -> Refused:
    """More readers write than the paper takes in."""
    return Refused(
        503,
        "Very many readers are writing at this moment. Please wait ten seconds and try again.",
        retry_after_seconds=10,
        pause_seconds=FLOODS_PAUSE_SECONDS,
    )


def status_line(status: int) -> str:
    """`404 Not Found`; statuses without a name get a plain one."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"
