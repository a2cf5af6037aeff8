"""Who works at the desk."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who works at the desk; our own model from the first day, because it can't be changed for ours later."""

    email = models.EmailField("e-mail address", blank=True)
