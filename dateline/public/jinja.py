"""The Jinja2 environment that reader pages are rendered in. docs/public.md lists what templates can use."""

import secrets
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from dateline.lib.languages import direction_of
from dateline.public import filters
from dateline.public.style import style_address

# Printed where a page says how long it took; ReaderPageMiddleware puts the seconds in its place. Random, so that no
# story's text can hold it.
GENERATED_IN = f"generated-{secrets.token_hex(8)}"


class Paper:
    """What every page says about the paper itself, read from the settings each time."""

    @property
    def name(self) -> str:
        """`The Harbour Courier`."""
        return str(settings.PAPER_NAME)

    @property
    def motto(self) -> str:
        """A sentence, or "" for none."""
        return str(settings.PAPER_MOTTO)

    @property
    def language(self) -> str:
        """The language the paper itself speaks, such as `en`; each story names its own."""
        return str(settings.PAPER_LANGUAGE)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, after the language."""
        return direction_of(self.language)

    @property
    def tongue(self) -> Markup:
        """The attributes that mark the paper's own words inside a story in another language."""
        return Markup(' lang="{}" dir="{}"').format(self.language, self.direction)

    @property
    def url(self) -> str:
        """`https://example.org`: where readers find the paper. Never taken from a request's Host header."""
        return str(settings.PAPER_URL)


def environment(**options: Any) -> Environment:
    """The environment Django's Jinja2 backend asks for. Raises on any name a template misspells."""
    made = Environment(
        loader=options["loader"],
        auto_reload=options["auto_reload"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(paper=Paper(), static=static, style_address=style_address, generated_in=GENERATED_IN)
    made.filters.update(filters.FILTERS)
    made.tests["figure"] = filters.is_figure
    return made
