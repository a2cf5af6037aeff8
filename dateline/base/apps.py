"""The base app."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Registers the app with Django."""

    name = "dateline.base"
    label = "base"
