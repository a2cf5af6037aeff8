"""The desk's lists and editors."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    SnippetViewSet,
    SnippetViewSetGroup,
    UnpublishView,
)

from dateline.stories.errors import StoryError
from dateline.stories.models import Contributor, Outlet, Section, Story, Topic


class StoryForm(WagtailAdminModelForm):
    """Says beside the field what an act would refuse, before anything is tried."""

    def clean(self) -> dict[str, Any]:
        """A published story's next publication needs its note."""
        cleaned: dict[str, Any] = super().clean()
        is_publishing = "action-publish" in self.data
        if is_publishing and self.instance.is_numbered and not cleaned.get("next_note", "").strip():
            raise ValidationError(
                {"next_note": "Say in a sentence what changed: readers will see it beside the story."}
            )
        return cleaned


class PublishesThroughTheActs:
    """What an act refuses is told to the editor; what they typed is kept as a draft."""

    def publish_action(self) -> HttpResponse | None:
        """Publish, or say why not and go back to the draft."""
        try:
            response: HttpResponse | None = super().publish_action()  # type: ignore[misc]
        except StoryError as reason:
            messages.error(self.request, f"Kept as a draft, not published. {reason}")  # type: ignore[attr-defined]
            response = redirect(self.get_edit_url())  # type: ignore[attr-defined]
        return response


class StoryCreateView(PublishesThroughTheActs, CreateView):
    """A new story."""


class StoryEditView(PublishesThroughTheActs, EditView):
    """A story's next version."""


class StoryUnpublishView(UnpublishView):
    """Wagtail's view calls its own action; here it goes through the acts."""

    def unpublish(self) -> None:
        """Kill the story, sealed: its number answers with a notice, and it can be restored."""
        self.object.unpublish(user=self.request.user)


class StoryDeleteView(DeleteView):
    """Drafts can be deleted. Numbered stories stay."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete, or say why not."""
        try:
            response: HttpResponse = super().post(request, *args, **kwargs)
        except StoryError as reason:
            messages.error(request, str(reason))
            response = redirect(self.get_success_url())
        return response


_WRITE_PANELS = [
    FieldPanel("kicker"),
    FieldPanel("headline", classname="title"),
    FieldPanel("standfirst"),
    FieldPanel("body"),
    MultiFieldPanel(
        [FieldPanel("next_act"), FieldPanel("next_note")],
        heading="When this story is published again",
    ),
]
_FILE_PANELS = [
    FieldPanel("section"),
    FieldPanel("topics"),
    InlinePanel("contributions", heading="Byline", label="Contributor"),
    FieldPanel("outlets"),
    FieldPanel("place"),
    MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_caption")], heading="Lead picture"),
    FieldPanel("language"),
    FieldPanel("slug"),
    FieldPanel("desk_status"),
    FieldPanel("urgency"),
    FieldPanel("embargo"),
]


class StoryViewSet(SnippetViewSet):
    """Stories."""

    model = Story
    icon = "doc-full"
    menu_label = "Stories"
    menu_order = 10
    add_to_admin_menu = True
    list_display = ["headline", "number", "section", "state", "desk_status", "last_act_at"]
    list_filter = ["state", "desk_status", "section"]
    search_fields = ["headline"]
    ordering = ["-pk"]
    list_per_page = 30
    add_view_class = StoryCreateView
    edit_view_class = StoryEditView
    unpublish_view_class = StoryUnpublishView
    delete_view_class = StoryDeleteView
    edit_handler = TabbedInterface(
        [ObjectList(_WRITE_PANELS, heading="Write"), ObjectList(_FILE_PANELS, heading="File")],
        base_form_class=StoryForm,
    )


class SectionViewSet(SnippetViewSet):
    """Sections."""

    model = Section
    icon = "folder-open-inverse"


class TopicViewSet(SnippetViewSet):
    """Topics."""

    model = Topic
    icon = "tag"


class ContributorViewSet(SnippetViewSet):
    """Contributors."""

    model = Contributor
    icon = "user"


class OutletViewSet(SnippetViewSet):
    """Outlets."""

    model = Outlet
    icon = "globe"


class FilingGroup(SnippetViewSetGroup):
    """What stories are filed under."""

    items = (SectionViewSet, TopicViewSet, ContributorViewSet, OutletViewSet)
    menu_label = "Filing"
    menu_icon = "folder-open-inverse"
    menu_order = 20
