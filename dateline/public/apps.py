"""The public app."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Registers the app with Django and shows the desk its previews."""

    name = "dateline.public"
    label = "public"

    def ready(self) -> None:
        """Show previews in the readers' own page. Imports wait for the models, hence their place."""
        from dateline.public.views.story import preview  # noqa: PLC0415
        from dateline.stories import door  # noqa: PLC0415

        door.show_previews(preview)
