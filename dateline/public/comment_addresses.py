"""Where comments are read and sent, without the host."""


def comments_url(number: int, order: str = "newest") -> str:
    """`/news/318621/comments/`, or that of another order."""
    return f"/news/{number}/comments/" if order == "newest" else f"/news/{number}/comments/{order}/"


def comment_url(number: int, comment_id: int) -> str:
    """`/news/318621/comments/12/`: the address of one comment for good."""
    return f"/news/{number}/comments/{comment_id}/"


def feed_url(number: int) -> str:
    """`/news/318621/comments/feed/`."""
    return f"/news/{number}/comments/feed/"


def report_url(number: int, comment_id: int) -> str:
    """`/comments/318621/report/12/`."""
    return f"/comments/{number}/report/{comment_id}/"


def own_url(token: str) -> str:
    """`/comments/mine/<token>/`: the author's own page. Whoever has the address has the comment."""
    return f"/comments/mine/{token}/"
