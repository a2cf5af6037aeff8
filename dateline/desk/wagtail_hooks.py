"""What the desk shows: registration, nothing else."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from dateline.desk.viewsets import FilingGroup, StoryViewSet

register_snippet(StoryViewSet)
register_snippet(FilingGroup)


@hooks.register("construct_main_menu")
def hide_the_page_tree(request: object, menu_items: list[object]) -> None:
    """Stories are no tree: an empty page explorer would only mislead."""
    menu_items[:] = [item for item in menu_items if getattr(item, "name", "") != "explorer"]
