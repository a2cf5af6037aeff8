"""What can be wrong with an act, in an editor's words.

StoryError
├── NoteMissing          an act after the first without the note readers get
├── Embargoed            before its time, on whatever route
├── ActNotPossible       the story's state does not allow this act
├── NotThroughTheRecord  something tried to change what readers see without an act
├── NumberedStoryStays   a story that has a number can't be deleted
├── ShelfInUse           a section, topic, person or outlet that stories are filed under can't be deleted
└── BadCursor            a listing's page that can't be
"""


class StoryError(Exception):
    """Anything an act can refuse. The message is for an editor."""


class NoteMissing(StoryError):
    """Every act after the first tells readers what was done."""

    def __init__(self) -> None:
        super().__init__("Say in a sentence what changed: readers will see it beside the story.")


class Embargoed(StoryError):
    """The story is under embargo."""


class ActNotPossible(StoryError):
    """The story's state does not allow this act."""


class NotThroughTheRecord(StoryError):
    """Something tried to change what readers see without an act."""


class NumberedStoryStays(StoryError):
    """A number is never reused and its address never dies."""

    def __init__(self) -> None:
        super().__init__("A story that was published can't be deleted. Retract or kill it: its number stays.")


class ShelfInUse(StoryError):
    """Readers follow links to its page."""


class BadCursor(StoryError):
    """A listing's page that can't be: the cursor is not one of ours."""
