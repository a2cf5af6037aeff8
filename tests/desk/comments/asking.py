"""How our script asks the desk, and what an answer says."""

from typing import Any

from django.test import Client

from dateline.comments.models import Comment

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
ROOT = "/desk/comments/"


def act_address(comment: Comment, name: str) -> str:
    """Where an act on a comment is sent."""
    return f"{ROOT}{comment.pk}/{name}/"


def by_script(desk: Client, comment: Comment, name: str, **fields: Any) -> tuple[int, str]:
    """Status and text of the part of a page that the script gets."""
    answer = desk.post(act_address(comment, name), fields, headers=SCRIPT)
    return answer.status_code, answer.content.decode()


def by_form(desk: Client, comment: Comment, name: str, **fields: Any) -> tuple[int, str]:
    """Status and text of the page that a browser without script ends on."""
    answer = desk.post(act_address(comment, name), fields, follow=True)
    return answer.status_code, answer.content.decode()
