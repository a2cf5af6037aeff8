"""What stories are filed under: section, topic, contributor, outlet."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.admin.panels import FieldPanel

from dateline.lib.slugs import slug_of
from dateline.record.actions import print_all_anew
from dateline.stories.errors import ShelfInUse

_SLUG_HELP = "The last part of the page's address. It can't be changed later: readers and other sites link to it."


class Shelf(models.Model):
    """A name under which stories are found, with an address that never changes."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True, blank=True, help_text=_SLUG_HELP)

    panels = [FieldPanel("name"), FieldPanel("slug")]
    is_on_every_page = False

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with a slug. Pages that may show the name are printed anew; a new topic or person is on none yet."""
        self.slug = self.slug or self._slug_of_name()
        if self.pk or self.is_on_every_page:
            print_all_anew()
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete what no story is filed under. Raises ShelfInUse."""
        self.refuse_deletion_if_linked_to()
        print_all_anew()
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        """Fill an empty slug; refuse to change one that exists."""
        super().clean()
        self.slug = self.slug or self._slug_of_name()
        if self.pk:
            before = type(self)._default_manager.filter(pk=self.pk).values_list("slug", flat=True).first()
            if before and before != self.slug:
                raise ValidationError({"slug": f"The address “{before}” is linked to and can't be changed."})

    def refuse_deletion_if_linked_to(self) -> None:
        """Raise ShelfInUse where a story, published or not, is filed under this."""
        if any(
            relation.related_model.objects.filter(**{relation.field.name: self}).exists() for relation in self._uses()
        ):
            raise ShelfInUse(f"Stories are filed under “{self}”: it can't be deleted.")

    def _uses(self) -> list[Any]:
        return [
            field for field in self._meta.get_fields(include_hidden=True) if field.one_to_many or field.many_to_many
        ]

    def _slug_of_name(self) -> str:
        return slug_of(self.name, fallback=type(self).__name__.lower())


class Section(Shelf):
    """A part of the paper, such as World. The navigation shows them in this order."""

    is_on_every_page = True

    order = models.PositiveIntegerField(default=100, help_text="Smaller numbers come first in the navigation.")

    panels = [*Shelf.panels, FieldPanel("order")]

    class Meta:
        ordering = ["order", "name"]


class Topic(Shelf):
    """A subject that runs through many stories, such as a river or a trial."""

    class Meta(Shelf.Meta):
        abstract = False


class Contributor(Shelf):
    """Somebody whose name stands over stories. Not a login: bylines do not depend on accounts."""

    about = models.TextField("about", blank=True, help_text="A sentence or two for their page.")

    panels = [*Shelf.panels, FieldPanel("about")]

    class Meta(Shelf.Meta):
        abstract = False


class Outlet(Shelf):
    """An agency, broadcaster or paper that stories credit, such as Reuters."""

    class Meta(Shelf.Meta):
        abstract = False
