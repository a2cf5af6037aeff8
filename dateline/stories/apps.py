"""The stories app."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Registers the app with Django."""

    name = "dateline.stories"
    label = "stories"
