"""What was learnt from the newsroom's decisions."""

from django.db import models


class TrainedModel(models.Model):
    """One spam model, whole; the newest row is in use."""

    at = models.DateTimeField()
    content = models.BinaryField()
    decisions = models.PositiveIntegerField(help_text="how many decisions it learnt from")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"spam model of {self.at:%Y-%m-%d}, {self.decisions} decisions"
