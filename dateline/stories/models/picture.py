"""The paper's image library."""

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Picture(AbstractImage):
    """An image with its credit. Wagtail's own `description` is the text for those who can't see it."""

    credit = models.CharField(max_length=200, blank=True, help_text="Who made it, as readers will see it.")
    rights_until = models.DateField(null=True, blank=True, help_text="Until when we may show it; empty: for good.")

    admin_form_fields = (*Image.admin_form_fields, "credit", "rights_until")


class PictureRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_of_a_picture"
            )
        ]
