"""What the desk shows: registration, nothing else."""

from collections.abc import Iterable

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from dateline.desk.viewsets import FilingGroup, StoryViewSet
from dateline.stories.errors import StoryError
from dateline.stories.models import Story
from dateline.stories.models.taxonomy import Shelf

register_snippet(StoryViewSet)
register_snippet(FilingGroup)


@hooks.register("construct_main_menu")
def hide_the_page_tree(request: object, menu_items: list[object]) -> None:
    """Stories are no tree: an empty page explorer would only mislead."""
    menu_items[:] = [item for item in menu_items if getattr(item, "name", "") != "explorer"]


@hooks.register("before_delete_snippet")
def keep_what_readers_link_to(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """Say why a numbered story, or a section, topic, person or outlet in use, stays; for one and for many at once."""
    for instance in instances:
        if isinstance(instance, Story | Shelf):
            try:
                instance.refuse_deletion_if_linked_to()
            except StoryError as reason:
                messages.error(request, str(reason))
                return redirect(type(instance).snippet_viewset.get_url_name("list"))  # type: ignore[union-attr]
    return None
