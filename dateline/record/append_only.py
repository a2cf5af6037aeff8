"""Rows that are written once: the ORM refuses to change or delete them."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Never, TypeVar

from django.db import models

from dateline.record.errors import AppendOnly

Row = TypeVar("Row", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Reads as any query set; writes through `write_once` only, and changes no field but those in `changeable`."""

    changeable: ClassVar[frozenset[str]] = frozenset()

    def write_once(self, rows: Sequence[Row]) -> list[Row]:
        """Insert new rows. For the record's actions only: whoever else calls it writes past the tree."""
        return super().bulk_create(rows, batch_size=1_000)

    def update(self, **changes: Any) -> int:
        """Change fields named in `changeable`. Raises AppendOnly for any other."""
        if not self.changeable.issuperset(changes):
            _refuse(self.model)
        return super().update(**changes)

    def delete(self) -> Never:
        """Raises AppendOnly."""
        _refuse(self.model)

    def bulk_update(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> Never:
        """Raises AppendOnly."""
        _refuse(self.model)

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> Never:
        """Raises AppendOnly."""
        _refuse(self.model)


class AppendOnlyModel(models.Model):
    """A row that can be neither saved again nor deleted."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Never:
        """Raises AppendOnly: rows come into being through the record's actions."""
        _refuse(type(self))

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Raises AppendOnly."""
        _refuse(type(self))


def _refuse(model: type[models.Model]) -> Never:
    raise AppendOnly(
        f"{model._meta.verbose_name_plural} are written once, by the acts; a mistake is put right by a further act."
    )
