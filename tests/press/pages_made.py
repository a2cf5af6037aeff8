"""Pages for tests of the parts below the layer."""

from dateline.press.pages import Page, page_from


def made_page(
    key: str = "/news/3/thaw/", *, keys: tuple[str, ...] = ("story:3",), seq: int = 1, text: str = "Thaw. " * 100
) -> Page:
    return page_from(
        key=key,
        status=200,
        headers=[("Content-Type", "text/html; charset=utf-8")],
        body=text.encode(),
        keys=frozenset(keys),
        seq=seq,
        seconds=0.004,
        at=1_700_000_000.0,
    )
