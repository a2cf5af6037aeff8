"""Why a saved page could not be read."""


class UnreadablePage(Exception):
    """A page that holds no story we can take. `reason`: a clause in an editor's words, for a list of refusals."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


NO_HEADLINE = "no headline was found"
NO_BODY = "no body text was found"
