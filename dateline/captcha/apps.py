"""The captcha app."""

from django.apps import AppConfig


class CaptchaConfig(AppConfig):
    """Registers the app with Django."""

    name = "dateline.captcha"
    label = "captcha"
