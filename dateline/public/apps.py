"""The public app."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Registers the app with Django."""

    name = "dateline.public"
    label = "public"
