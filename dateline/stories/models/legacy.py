"""Addresses a story had before: in another system, or on the paper's former site."""

from django.db import models


class LegacyUrl(models.Model):
    """A path that answers 301 to the story's own address, such as `/News/318621.html`."""

    path = models.CharField(max_length=500, unique=True)
    number = models.PositiveBigIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.path
