"""The archive app."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Registers the app with Django."""

    name = "dateline.archive"
    label = "archive"
