"""The base app."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Registers the app with Django."""

    name = "dateline.base"
    label = "base"

    def ready(self) -> None:
        """Let the system check look at the settings of mail. The import waits for the models, hence its place."""
        from django.core.checks import register  # noqa: PLC0415

        from dateline.base.mail import check_mail  # noqa: PLC0415

        register(check_mail)
