"""The desk's lists and editors."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    SnippetViewSet,
    SnippetViewSetGroup,
    UnpublishView,
    WorkflowActionView,
)

from dateline.stories.errors import NoteMissing, StoryError
from dateline.stories.models import Contributor, Outlet, Section, Story, Topic

OUT_OF_DATE = (
    "Somebody saved this story after you opened it. What you typed is still below; look at theirs in the history. "
    "Saving again puts yours in its place."
)


class StoryForm(WagtailAdminModelForm):
    """Says beside the field what an act would refuse, before anything is tried."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what fits the story as it stands: readers of a removed story can only get it back by a restore."""
        super().__init__(*args, **kwargs)
        if "next_act" in self.fields:
            is_removed = self.instance.is_numbered and self.instance.state != Story.State.LIVE
            restore = Story.NextAct.RESTORE
            self.fields["next_act"].choices = [
                choice for choice in Story.NextAct.choices if (choice[0] == restore) == is_removed
            ]

    def clean(self) -> dict[str, Any]:
        """A published story's next publication needs its note."""
        cleaned: dict[str, Any] = super().clean()
        is_publishing = "action-publish" in self.data
        if is_publishing and self.instance.is_numbered and not cleaned.get("next_note", "").strip():
            raise ValidationError({"next_note": str(NoteMissing())})
        return cleaned


class PublishesThroughTheActs:
    """What an act refuses is told to the editor; what they typed is kept as a draft."""

    def run_action_method(self) -> HttpResponse | None:
        """Publish or approve, or say why not and go back to the draft."""
        try:
            response: HttpResponse | None = super().run_action_method()  # type: ignore[misc]
        except StoryError as reason:
            messages.error(self.request, f"Kept as a draft, not published. {reason}")  # type: ignore[attr-defined]
            response = redirect(self.get_edit_url())  # type: ignore[attr-defined]
        return response


class StoryCreateView(PublishesThroughTheActs, CreateView):
    """A new story."""


class StoryEditView(PublishesThroughTheActs, EditView):
    """A story's next version."""

    def is_valid(self, form: StoryForm) -> bool:
        """Refuse a form that was opened before somebody else saved; what was typed stays in it.

        One's own autosave, still on its way when Publish is pressed, is nobody else's.
        """
        if self.is_out_of_date and not self.expects_json_response and self._was_saved_by_somebody_else():
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = OUT_OF_DATE
            return False
        return bool(super().is_valid(form))

    def _was_saved_by_somebody_else(self) -> bool:
        return bool(self.latest_revision.user_id != self.request.user.pk)


class SaysWhatAnActRefuses:
    """A refusal is a sentence on the story's page, and not a failure of the program."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer, or say why not."""
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except StoryError as reason:
            messages.error(request, str(reason))
            response = redirect("wagtailsnippets_stories_story:edit", self.object.pk)  # type: ignore[attr-defined]
        return response


class StoryWorkflowActionView(SaysWhatAnActRefuses, WorkflowActionView):
    """Approving may publish."""


class StoryUnpublishView(SaysWhatAnActRefuses, UnpublishView):
    """Wagtail's view calls its own action; here it goes through the acts."""

    def unpublish(self) -> None:
        """Kill the story, sealed: its number answers with a notice, and it can be restored."""
        self.object.unpublish(user=self.request.user)


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
    PublishingPanel(),
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
    workflow_action_view_class = StoryWorkflowActionView
    unpublish_view_class = StoryUnpublishView
    edit_handler = TabbedInterface(
        [ObjectList(_WRITE_PANELS, heading="Write"), ObjectList(_FILE_PANELS, heading="File")],
        base_form_class=StoryForm,
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """The list's rows with their sections, and without their texts."""
        return Story.objects.select_related("section").defer("body")


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
