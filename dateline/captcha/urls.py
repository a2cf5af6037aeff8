"""Addresses of the security key, below /captcha/."""

from django.urls import path

from dateline.captcha import views

urlpatterns = [
    path("key.png", views.picture),
    path("key.wav", views.sound),
    path("question", views.question),
    path("work.json", views.work),
]
