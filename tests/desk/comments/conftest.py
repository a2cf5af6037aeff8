"""The desk's moderators: Mara, who may do everything, at a browser; a live story with comments to decide on."""

import pytest
from django.test import Client

from dateline.base.models import User
from dateline.comments.models import Comment
from tests.comments.writing import comment_on


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    """A browser in which Mara is logged in."""
    client.force_login(editor)
    return client


@pytest.fixture
def waiting(number: int) -> Comment:
    """Bram's comment, new in the queue."""
    return comment_on(number)
