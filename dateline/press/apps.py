"""The press app."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    """Registers the app with Django."""

    name = "dateline.press"
    label = "press"
