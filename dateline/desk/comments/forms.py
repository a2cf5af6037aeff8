"""What moderators type, checked."""

from datetime import date
from typing import Any

from django import forms

from dateline.base.models import User
from dateline.comments.actions.answering import NOTE_CHARACTERS
from dateline.comments.actions.banning import DAYS_AT_MOST
from dateline.comments.models import Comment, Decision, Discussion, Reason, Rules
from dateline.comments.models.comment import TEXT_CHARACTERS
from dateline.comments.queries.decisions import WantedDecisions
from dateline.comments.queries.queue import Show, Wanted
from dateline.comments.queries.windows import Place, read_place
from dateline.stories.models import Section

# Of what is written down with a decision, in a column of 500; a ban puts its days in front.
DECISION_NOTE_CHARACTERS = 450
_LARGEST_NUMBER = 2**63 - 1
_USERS_LISTED = 500
_SHOWN = (
    (Show.QUEUE, "To decide"),
    (Show.NEW, "To decide: new"),
    (Show.REPORTED, "To decide: reported"),
    (Show.WAITING, "Waiting"),
    (Show.APPROVED, "Approved"),
    (Show.REJECTED, "Rejected"),
    (Show.WITHDRAWN, "Withdrawn"),
    (Show.ALL, "All"),
)
_BAN_DAYS = ((1, "1 day"), (7, "7 days"), (30, "30 days"), (365, "A year"))


def _note() -> forms.CharField:
    """What is written down with a decision."""
    label, hint = "Note for colleagues", "Readers never see it."
    return forms.CharField(label=label, required=False, max_length=DECISION_NOTE_CHARACTERS, help_text=hint)


class PlaceField(forms.CharField):
    """The place in a long list where a page begins."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=40, widget=forms.HiddenInput)

    def clean(self, value: Any) -> Place | None:
        """The place; None for the list's beginning."""
        text = super().clean(value)
        try:
            return read_place(text) if text else None
        except ValueError:
            raise forms.ValidationError("This list has no such part; it is shown from its beginning.") from None


class FilterForm(forms.Form):
    """Which comments the list has."""

    show = forms.ChoiceField(choices=_SHOWN, required=False)
    section = forms.ModelChoiceField(Section.objects.all(), required=False, empty_label="All sections")
    number = forms.IntegerField(label="News ID", required=False, min_value=1, max_value=_LARGEST_NUMBER)
    reason = forms.ChoiceField(choices=[("", "Any reason"), *Reason.choices], required=False)
    words = forms.CharField(label="Words", required=False, min_length=2, max_length=100)
    reader = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST_NUMBER, widget=forms.HiddenInput)
    after = PlaceField()

    number.widget.attrs["size"] = "9"

    def wanted(self) -> Wanted:
        """What a valid form asks for; of an invalid one, what can be understood."""
        given = self.cleaned_data
        section = given.get("section")
        return Wanted(
            show=Show(given.get("show") or Show.QUEUE),
            section=section.pk if section else None,
            number=given.get("number"),
            words=given.get("words") or "",
            reader=given.get("reader"),
            reason=given.get("reason") or "",
        )


class ApproveForm(forms.Form):
    """Nothing to say."""


class RejectForm(forms.Form):
    """Why a comment is not shown."""

    reason = forms.ChoiceField(
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say why: choose one of the reasons.",
            "invalid_choice": "This is none of the reasons. Choose one of the list.",
        },
    )
    note = _note()


class RedactForm(forms.Form):
    """A comment with words removed."""

    text = forms.CharField(
        label="The comment",
        widget=forms.Textarea(attrs={"rows": 5}),
        # Every word may be followed by a mark of its own.
        max_length=2 * TEXT_CHARACTERS,
        help_text="Delete what readers should not see. Each gap is marked […]; nothing can be added.",
    )
    note = _note()


class BanForm(forms.Form):
    """For how long."""

    preset = forms.TypedChoiceField(
        label="How long", choices=_BAN_DAYS, coerce=int, required=False, empty_value=None, widget=forms.RadioSelect
    )
    days = forms.IntegerField(
        label="Or this many days",
        required=False,
        min_value=1,
        max_value=DAYS_AT_MOST,
        error_messages={
            "invalid": f"Write a whole number of days, 1 to {DAYS_AT_MOST}.",
            "min_value": "A ban lasts at least one day.",
            "max_value": f"A ban lasts at most {DAYS_AT_MOST} days.",
        },
    )
    note = _note()

    def clean(self) -> dict[str, Any]:
        """One of the two; the number that was typed goes before the choice."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("days") or cleaned.get("preset")):
            self.add_error("preset", "Say for how long.")
        cleaned["days"] = cleaned.get("days") or cleaned.get("preset")
        return cleaned


class NoteForm(forms.Form):
    """What colleagues should know."""

    text = forms.CharField(
        label="Note for colleagues",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=NOTE_CHARACTERS,
        help_text="Readers never see it.",
    )


class ReplyForm(forms.Form):
    """The newsroom's answer."""

    text = forms.CharField(
        label="Answer",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=TEXT_CHARACTERS,
        help_text="Readers see it at once, marked as the newsroom’s.",
    )


class OpennessForm(forms.Form):
    """One story's switch."""

    openness = forms.ChoiceField(label="Comments on this story", choices=Discussion.Openness.choices)


class RulesForm(forms.ModelForm[Rules]):
    """The rules of the paper or of one section."""

    class Meta:
        model = Rules
        fields = ["moderation", "closes_after_days", "links_at_most", "banned_words"]
        widgets = {"moderation": forms.RadioSelect, "banned_words": forms.Textarea(attrs={"rows": 8})}

    closes_after_days = forms.IntegerField(
        label="Comments close after (days)",
        min_value=0,
        max_value=36_500,
        help_text=str(Rules._meta.get_field("closes_after_days").help_text),
    )
    links_at_most = forms.IntegerField(
        label="Links at most",
        min_value=0,
        max_value=1_000,
        help_text=str(Rules._meta.get_field("links_at_most").help_text),
    )
    banned_words = forms.CharField(
        label="Banned words",
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=str(Rules._meta.get_field("banned_words").help_text),
    )


def text_of(comment: Comment) -> dict[str, str]:
    """What the form for redacting begins with."""
    return {"text": comment.text}


class ManyForm(forms.Form):
    """Which comments, and what is to become of them."""

    do = forms.ChoiceField(
        choices=[("approve", "Approve"), ("reject", "Reject")],
        error_messages={
            "required": "Say whether to approve or to reject.",
            "invalid_choice": "Many comments at once can be approved or rejected.",
        },
    )
    reason = forms.ChoiceField(
        choices=[("", "as …"), *Reason.choices],
        required=False,
        error_messages={"invalid_choice": "This is none of the reasons. Choose one of the list."},
    )
    note = _note()
    decided = forms.IntegerField(required=False, min_value=0, max_value=_LARGEST_NUMBER, widget=forms.HiddenInput)
    skipped = forms.IntegerField(required=False, min_value=0, max_value=_LARGEST_NUMBER, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A rejection has its reason."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("do") == "reject" and "reason" not in self.errors and not cleaned.get("reason"):
            self.add_error("reason", "Say why: choose one of the reasons.")
        return cleaned

    def for_reason(self) -> Reason | None:
        """The reason of a valid form's rejection; None for an approval."""
        return Reason(self.cleaned_data["reason"]) if self.cleaned_data["do"] == "reject" else None


class DecisionFilterForm(forms.Form):
    """Which part of the log."""

    who = forms.ChoiceField(label="Who", required=False)
    what = forms.ChoiceField(choices=[("", "Anything"), *Decision.What.choices], required=False)
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    after = PlaceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = User.objects.order_by("username").values_list("pk", "username")[:_USERS_LISTED]
        people = [(str(pk), username) for pk, username in users]
        self.fields["who"].choices = [("", "Anybody"), ("people", "People only"), *people]  # type: ignore[attr-defined]

    def clean_until(self) -> date | None:
        """A last day that has a day after it."""
        until: date | None = self.cleaned_data["until"]
        if until == date.max:
            raise forms.ValidationError("Choose an earlier day.")
        return until

    def wanted(self) -> WantedDecisions:
        """What a valid form asks for; of an invalid one, what can be understood."""
        given = self.cleaned_data
        who = given.get("who") or ""
        return WantedDecisions(
            user=int(who) if who.isdigit() else None,
            by_people=who == "people",
            what=given.get("what") or "",
            since=given.get("since"),
            until=given.get("until"),
        )
