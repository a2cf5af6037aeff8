"""The desk app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the app with Django."""

    name = "dateline.desk"
    label = "desk"
