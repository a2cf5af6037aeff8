"""Which addresses have parts, and which can only be a story's."""

import pytest

from dateline.press.asking import asked_for


def asked(path: str, query: str = "") -> tuple[str, int | None]:
    """The query that counts, and the number of the story that is meant."""
    wish = asked_for({"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query})
    return wish.query, wish.number


@pytest.mark.parametrize("path", ["", "oldest/", "most-replied/", "17/"])
def test_lists_of_comments_have_parts(path: str) -> None:
    assert asked(f"/news/318621/comments/{path}", "x=1&before=12")[0] == "before=12"


@pytest.mark.parametrize(
    "path", ["/news/318621/", "/news/318621/a-slug/", "/news/318621/comments/feed/", "/news/x/comments/"]
)
def test_other_pages_have_none(path: str) -> None:
    assert asked(path, "before=12")[0] == ""


@pytest.mark.parametrize("path", ["", "oldest/", "most-replied", "feed/", "17/"])
def test_comments_of_a_number_that_was_never_given_are_known_by_the_number(path: str) -> None:
    assert asked(f"/news/318621/comments/{path}")[1] == 318621
