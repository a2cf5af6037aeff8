"""What is known of readers without knowing them: hashed addresses that are forgotten, and bans."""

from django.conf import settings
from django.db import models

from dateline.comments.models.comment import Comment


class AddressSalt(models.Model):
    """The random salt of one day (GMT). Once it is deleted, no hash of that day leads to an address again."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"salt of {self.day}"


class Ban(models.Model):
    """Whoever sent from this address, or with this e-mail, may not comment for a while.

    The address is known as a hash under the salt of `day`, which is kept as long as the ban. Empty where unknown.
    """

    address_digest = models.CharField(max_length=64, blank=True)
    day = models.DateField(null=True, blank=True)
    email = models.EmailField(blank=True)
    comment = models.ForeignKey(
        Comment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="What it was for."
    )
    until = models.DateTimeField(db_index=True)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"ban until {self.until:%Y-%m-%d}"
