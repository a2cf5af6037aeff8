"""Puts a challenge into an answer, as a cookie that only this story's form will send back."""

from django.conf import settings
from django.http import HttpResponse

from dateline.captcha.challenges import LIVES_SECONDS, Minted


def ask(response: HttpResponse, minted: Minted) -> None:
    """Set the challenge's cookie: first-party, out of scripts' reach, for ten minutes, for the story's form alone."""
    response.set_cookie(
        minted.cookie_name,
        minted.cookie_value,
        max_age=LIVES_SECONDS,
        path=form_path(minted.story),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def form_path(story: int) -> str:
    """Below which the story's form lives, and its cookies."""
    return f"/comments/{story}/"
