"""The record app."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Registers the app with Django."""

    name = "dateline.record"
    label = "record"
