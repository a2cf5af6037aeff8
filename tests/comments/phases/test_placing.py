"""To a moderator first, or straight onto the page?"""

import pytest
from django.conf import LazySettings

from dateline.comments.models import Rules
from dateline.comments.phases.placing import placing_phase
from dateline.comments.phases.verdict import Remark
from tests.comments.writing import case_of, comment_on, sending_of

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


@pytest.mark.parametrize(
    ("moderation", "state"), [("before", "waiting"), ("after", "approved"), ("trusted", "waiting")]
)
def test_a_strangers_comment_goes_where_the_rules_say(number: int, moderation: str, state: str) -> None:
    Rules.objects.create(moderation=moderation)

    placing = placing_phase(case_of(sending_of(number)))

    assert (placing.state, placing.queue) == (state, "new")


def test_a_remark_sends_it_to_a_moderator(number: int) -> None:
    Rules.objects.create(moderation="after")

    placing = placing_phase(case_of(sending_of(number), remarks=[Remark(phase="words", reason="links")]))

    assert placing.state == "waiting"


@pytest.mark.parametrize(
    ("states", "mail_url", "is_asked"),
    [
        (("approved",) * 3, "smtp://127.0.0.1", True),
        (("approved",) * 2, "smtp://127.0.0.1", False),
        (("approved",) * 5 + ("rejected",), "smtp://127.0.0.1", False),
        (("approved",) * 3, "", False),
    ],
)
def test_a_reader_we_know_is_asked_to_confirm_by_mail(
    number: int, settings: LazySettings, states: tuple[str, ...], mail_url: str, is_asked: bool
) -> None:
    settings.MAIL_URL, settings.DEFAULT_FROM_EMAIL = mail_url, "desk@courier.example"
    Rules.objects.create(moderation="trusted")
    for place, state in enumerate(states):
        comment_on(number, state=state, email=EMAIL, text=f"Comment {place} of many.")
    case = case_of(sending_of(number, email=EMAIL))

    placing = placing_phase(case)

    assert placing.state == "waiting"
    assert [remark.reason for remark in case.remarks] == (["confirm"] if is_asked else [])
