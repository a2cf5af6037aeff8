"""The ops app."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Registers the app with Django."""

    name = "dateline.ops"
    label = "ops"
