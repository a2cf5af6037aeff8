"""The keys of pages that show comments, or how many there are. docs/press.md lists them."""


def comments_key(number: int) -> str:
    """Carried by every page that shows a story's comments or counts them."""
    return f"comments:{number}"
