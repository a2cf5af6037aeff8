"""Which keys were tried and used: what a single machine, or a paper without Redis, knows about challenges."""

from django.db import models


class UsedKey(models.Model):
    """A challenge somebody answered, until it has expired. The challenge itself lives in the reader's cookie.

    nonce: 32 hexadecimal digits. tries: answers so far, right or wrong. spent: a comment was stored with it.
    """

    nonce = models.CharField(max_length=32, primary_key=True)
    tries = models.PositiveSmallIntegerField(default=0)
    spent = models.BooleanField(default=False)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.nonce
