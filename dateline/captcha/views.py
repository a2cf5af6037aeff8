"""The picture, the sound, the question and the work of a key. Each asks a reader once and stores nothing."""

import re
from collections.abc import Callable
from functools import wraps
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from dateline.base.buckets import Buckets
from dateline.base.visitors import visitor_of
from dateline.captcha.answers import Kind
from dateline.captcha.asking import ask
from dateline.captcha.challenges import mint
from dateline.captcha.picture import draw
from dateline.captcha.questions import question_language, word_question
from dateline.captcha.sound import NoVoice, has_voice, speak
from dateline.captcha.work import new_work

SECONDS_BETWEEN = 6
AT_ONCE = 20
_DRAWINGS_AT_ONCE = 2
_RETRY_DRAWING_SECONDS = 2

_NUMBER = re.compile(r"[1-9][0-9]{0,11}")

visitors = Buckets(per_second=1 / SECONDS_BETWEEN, burst=AT_ONCE)
drawing = BoundedSemaphore(_DRAWINGS_AT_ONCE)

View = Callable[[HttpRequest], HttpResponse]
Answer = Callable[[HttpRequest, int], HttpResponse]


def _asked(content_type: str) -> Callable[[Answer], View]:
    """What all four share: GET and HEAD only, a story's number, a visitor's limit, headers; HEAD mints nothing."""

    def decorate(answer: Answer) -> View:
        @csrf_exempt
        @wraps(answer)
        def view(request: HttpRequest) -> HttpResponse:
            return _private(_checked(request, answer, content_type=content_type))

        return view

    return decorate


def _checked(request: HttpRequest, answer: Answer, *, content_type: str) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return _sentence(405, "This address only gives; nothing can be sent to it.", Allow="GET, HEAD")
    story = request.GET.get("story", "")
    if not _NUMBER.fullmatch(story):
        return _sentence(400, "The address must name a story by its number, as in ?story=318621.")
    if request.method == "HEAD":
        return HttpResponse(content_type=content_type)
    if not visitors.take(visitor_of(request)):
        return _sentence(
            429,
            "You asked for many keys in a short time. Please wait a moment.",
            **{"Retry-After": str(SECONDS_BETWEEN)},
        )
    return answer(request, int(story))


@_asked("image/png")
def picture(request: HttpRequest, story: int) -> HttpResponse:
    """A new key as a picture."""
    return _drawn(lambda: _with_challenge(story, Kind.PICTURE, draw, content_type="image/png"))


@_asked("audio/wav")
def sound(request: HttpRequest, story: int) -> HttpResponse:
    """A new key, spoken; 404 where this machine has no voice."""
    if not has_voice():
        return _no_voice()
    try:
        return _drawn(lambda: _with_challenge(story, Kind.SOUND, speak, content_type="audio/wav"))
    except NoVoice:
        return _no_voice()


@_asked("text/plain; charset=utf-8")
def question(request: HttpRequest, story: int) -> HttpResponse:
    """A new word question, in the language asked for or else in English."""
    language = request.GET.get("language", "")
    response = _with_challenge(
        story,
        Kind.QUESTION,
        lambda answer: word_question(answer, language).encode(),
        content_type="text/plain; charset=utf-8",
    )
    response["Content-Language"] = question_language(language)
    return response


@_asked("application/json")
def work(request: HttpRequest, story: int) -> HttpResponse:
    """A new proof of work; four times as much with `?kind=sound` or `question`."""
    is_looking = request.GET.get("kind", Kind.PICTURE) == Kind.PICTURE
    return JsonResponse(new_work(story=story, kind=Kind.PICTURE if is_looking else Kind.SOUND))


def _with_challenge(story: int, kind: Kind, make: Callable[[str], bytes], *, content_type: str) -> HttpResponse:
    minted = mint(story, kind)
    response = HttpResponse(make(minted.answer), content_type=content_type)
    ask(response, minted)
    return response


def _drawn(make: Callable[[], HttpResponse]) -> HttpResponse:
    """Drawing costs processor time, which readers of pages need: two at a time, the third is told to come back."""
    if not drawing.acquire(blocking=False):
        wait = str(_RETRY_DRAWING_SECONDS)
        return _sentence(
            503, "Too many keys are being drawn at this moment. Please try again.", **{"Retry-After": wait}
        )
    try:
        return make()
    finally:
        drawing.release()


def _no_voice() -> HttpResponse:
    return _sentence(404, "This paper has no voice to read keys aloud. Ask for the question in words instead.")


def _sentence(status: int, text: str, **headers: str) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)


def _private(response: HttpResponse) -> HttpResponse:
    """For this reader alone, for no cache, no search engine and no page of somebody else's."""
    response["Cache-Control"] = "no-store, no-transform"
    response["X-Robots-Tag"] = "noindex"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
