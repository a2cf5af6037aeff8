"""The blocks a body is made of, as the desk edits them."""

from typing import Any

from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock

from dateline.stories.body.unknown import report_unknown

INLINE_FEATURES = ["bold", "italic", "link"]


class QuoteBlock(blocks.StructBlock):
    """Words somebody said: who, as what, through which outlet or medium."""

    text = blocks.TextBlock()
    speaker = blocks.CharBlock(required=False)
    role = blocks.CharBlock(required=False, help_text="Who they are, such as “harbour master of Vell”.")
    outlet = blocks.CharBlock(required=False, help_text="Who reported it, such as Reuters.")
    medium = blocks.CharBlock(required=False, help_text="Where it was said, such as “a news conference”.")
    language = blocks.CharBlock(required=False, max_length=12, help_text="If not the story's, such as fa.")

    class Meta:
        icon = "openquote"


class SocialPostBlock(blocks.StructBlock):
    """Our own copy of a post: it stays when the original goes, and readers' browsers ask nobody for it."""

    text = blocks.TextBlock()
    author = blocks.CharBlock()
    handle = blocks.CharBlock(required=False)
    network = blocks.CharBlock(required=False)
    at = blocks.DateTimeBlock(required=False, help_text="When it was posted, in GMT.")
    url = blocks.URLBlock(required=False)

    class Meta:
        icon = "comment"


class PictureBlock(blocks.StructBlock):
    """A picture within the text."""

    picture = ImageChooserBlock()
    caption = blocks.CharBlock(required=False)

    class Meta:
        icon = "image"


class ListBlock(blocks.StructBlock):
    """Points, with numbers or without."""

    ordered = blocks.BooleanBlock(required=False)
    items = blocks.ListBlock(blocks.RichTextBlock(features=INLINE_FEATURES))

    class Meta:
        icon = "list-ul"


class EmbedBlock(blocks.StructBlock):
    """Something that stands elsewhere: readers get a link, and nothing is loaded until they follow it."""

    url = blocks.URLBlock()
    title = blocks.CharBlock()
    provider = blocks.CharBlock(required=False)

    class Meta:
        icon = "link-external"


class CorrectionBlock(blocks.StructBlock):
    """A correction notice at its place in the text."""

    at = blocks.DateTimeBlock(help_text="In GMT.")
    text = blocks.TextBlock()

    class Meta:
        icon = "warning"


class LiveEntryBlock(blocks.StructBlock):
    """One entry of a story that is told as it happens."""

    at = blocks.DateTimeBlock(help_text="In GMT.")
    headline = blocks.CharBlock(required=False)
    text = blocks.RichTextBlock(features=INLINE_FEATURES)

    class Meta:
        icon = "time"


class BodyBlock(blocks.StreamBlock):
    """Every block a body may hold, by the name it is stored under. The order is that of the desk's menu."""

    def __init__(self, local_blocks: Any = None, **options: Any) -> None:
        """Made with all blocks, unless a migration hands over those of its day."""
        super().__init__(local_blocks or _body_blocks(), **options)

    def to_python(self, value: Any) -> Any:
        """The body; what it holds of unknown types is left out, as Wagtail does, and logged once."""
        if isinstance(value, list):
            for item in value:
                if isinstance(item, dict) and item.get("type") not in self.child_blocks:
                    report_unknown(str(item.get("type")))
        return super().to_python(value)


def _body_blocks() -> list[tuple[str, Any]]:
    return [
        ("paragraph", blocks.RichTextBlock(features=INLINE_FEATURES, icon="pilcrow", label="Text")),
        ("subheading", blocks.CharBlock(icon="title")),
        ("quote", QuoteBlock()),
        ("social", SocialPostBlock(label="Social post")),
        ("image", PictureBlock(label="Picture")),
        ("list", ListBlock()),
        ("table", TableBlock()),
        ("embed", EmbedBlock(label="Link to a video or the like")),
        ("correction", CorrectionBlock(label="Correction notice")),
        ("live", LiveEntryBlock(label="Live entry")),
    ]
