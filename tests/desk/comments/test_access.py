"""Every address of moderation asks who is there."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from dateline.base.models import User
from dateline.comments.actions.banning import ban_author
from dateline.comments.models import Ban, Comment, Decision, Discussion, Note, Rules
from dateline.desk.comments.urls import urlpatterns
from dateline.stories.models import Section
from tests.desk.comments.asking import ROOT, SCRIPT

pytestmark = pytest.mark.django_db

MODERATION = [
    ("GET", ""),
    ("POST", "many/"),
    ("GET", "decisions/"),
    ("GET", "decisions.csv"),
    ("GET", "bans/"),
    ("POST", "bans/{ban}/lift/"),
    ("POST", "stories/{number}/"),
    ("GET", "{comment}/"),
    ("GET", "{comment}/ban/"),
    ("POST", "{comment}/approve/"),
]
RULES = [
    ("GET", "rules/"),
    ("GET", "rules/paper/"),
    ("POST", "rules/paper/"),
    ("POST", "rules/{section}/"),
    ("POST", "rules/{section}/drop/"),
]


@pytest.fixture
def addresses(waiting: Comment, editor: User, world: Section) -> dict[str, int]:
    """What the addresses are about."""
    ban = ban_author(waiting.pk, user=editor, days=1)
    return {"ban": ban.pk, "number": waiting.number, "comment": waiting.pk, "section": world.pk}


def somebody(*codenames: str) -> User:
    """Somebody who may enter the desk, with these rights besides."""
    user = User.objects.create_user("jon", password="a long passphrase")
    Group.objects.get_or_create(name="Desk")[0].permissions.set(Permission.objects.filter(codename="access_admin"))
    user.groups.add(Group.objects.get(name="Desk"))
    allow(user, *codenames)
    return user


def allow(user: User, *codenames: str) -> None:
    """Give these rights; Wagtail has comments of its own, which are not meant."""
    rights = Permission.objects.filter(content_type__app_label="comments", codename__in=codenames)
    user.user_permissions.add(*rights)


def rows() -> list[int]:
    return [model.objects.count() for model in (Decision, Ban, Note, Rules, Discussion)]


def test_every_address_is_tried_here() -> None:
    assert len({address for _, address in MODERATION + RULES}) == len(urlpatterns) + 1


@pytest.mark.parametrize(("method", "address"), MODERATION + RULES)
def test_somebody_without_the_right_gets_the_desks_denial(
    client: Client, addresses: dict[str, int], method: str, address: str
) -> None:
    client.force_login(somebody())
    before = rows()

    answer = client.generic(method, ROOT + address.format(**addresses))
    by_script = client.generic(method, ROOT + address.format(**addresses), headers=SCRIPT)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
    assert by_script.status_code == 403
    assert rows() == before
    assert "do not have permission" in client.get("/desk/").content.decode()


@pytest.mark.parametrize(("method", "address"), MODERATION + RULES)
def test_strangers_are_asked_to_log_in(client: Client, addresses: dict[str, int], method: str, address: str) -> None:
    answer = client.generic(method, ROOT + address.format(**addresses))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/desk/login/")


def test_a_moderator_moderates_and_makes_no_rules(client: Client, addresses: dict[str, int]) -> None:
    client.force_login(somebody("change_comment"))

    for method, address in MODERATION:
        assert client.generic(method, ROOT + address.format(**addresses)).headers.get("Location") != "/desk/"
    for method, address in RULES:
        assert client.generic(method, ROOT + address.format(**addresses)).headers["Location"] == "/desk/"


def test_a_maker_of_rules_sees_the_rules_and_no_comments(client: Client, addresses: dict[str, int]) -> None:
    client.force_login(somebody("change_rules"))

    page = client.get(f"{ROOT}rules/")

    assert page.status_code == 200
    assert ">List<" not in page.content.decode()
    assert client.get(ROOT).headers["Location"] == "/desk/"


def test_the_menu_shows_comments_to_those_who_may_and_how_many_wait(client: Client, waiting: Comment) -> None:
    jon = somebody()
    client.force_login(jon)
    assert "/desk/comments/" not in client.get("/desk/").content.decode()

    allow(jon, "change_comment")
    page = client.get("/desk/").content.decode()

    assert "/desk/comments/" in page
    assert "data-waiting" in page
