"""Which stories stand on which shelf: the tables that listings are read from, written by every act.

A join of stories and topics, sorted by time, costs more with every story; one row a story and shelf, in the order of
the page, costs the same at a thousand and at a million.
"""

from django.db import models


class ShelfKind(models.IntegerChoices):
    """The sorts of shelf."""

    SECTION = 1
    TOPIC = 2
    CONTRIBUTOR = 3
    OUTLET = 4


class ShelfRow(models.Model):
    """One listed story on one shelf. `at` is its publication in seconds since 1970."""

    kind = models.PositiveSmallIntegerField(choices=ShelfKind.choices)
    shelf_id = models.PositiveBigIntegerField()
    at = models.BigIntegerField()
    number = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "shelf_id", "-at", "-number"], name="shelf_in_page_order")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.shelf_id}: {self.number}"


class EditionDay(models.Model):
    """A day (GMT) with how many listed stories it has: the archive's calendars are read from here."""

    date = models.DateField(primary_key=True)
    stories = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.date}: {self.stories}"
