"""What the desk shows: registration, nothing else."""

from collections.abc import Iterable

from django.contrib.auth.models import Permission
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from dateline.desk.comments.menu import CommentsMenuItem
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


@hooks.register("register_admin_urls")
def moderation_addresses() -> list[URLPattern | URLResolver]:
    """Moderation, below /desk/comments/."""
    return [path("comments/", include("dateline.desk.comments.urls"))]


@hooks.register("register_admin_menu_item")
def comments_in_the_menu() -> CommentsMenuItem:
    """Comments, between the stories and what they are filed under."""
    return CommentsMenuItem("Comments", reverse("desk_comments:queue"), name="comments", icon_name="comment", order=15)


@hooks.register("register_permissions")
def who_may_moderate() -> QuerySet[Permission]:
    """What a group of users can be given: to moderate, and to make the rules."""
    change = Q(codename="change_comment") | Q(codename="change_rules")
    return Permission.objects.filter(change, content_type__app_label="comments")


@hooks.register("insert_global_admin_css")
def badge_style() -> SafeString:
    """The number beside Comments stands in the menu of every page of the desk."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/menu.css"))
