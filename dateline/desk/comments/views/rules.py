"""The rules of the paper and of sections, and the switch of one story."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from dateline.comments.actions.ruling import drop_rules, save_rules, switch_story
from dateline.comments.models import Discussion, Rules
from dateline.desk.comments.access import moderators_only, rule_makers_only
from dateline.desk.comments.forms import OpennessForm, RulesForm
from dateline.desk.comments.furniture import furniture, moderator, next_address
from dateline.stories.models import Section, Story


@rule_makers_only
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The paper's rules, and which sections have their own."""
    known = {row.section_id: row for row in Rules.objects.all()}
    context = {
        **furniture(request, "Rules", tab="rules"),
        "paper": known.get(None) or Rules(),
        "sections": [(section, known.get(section.pk)) for section in Section.objects.all()],
    }
    return TemplateResponse(request, "desk/comments/rules.html", context)


@rule_makers_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_rules(request: HttpRequest, section_id: int | None = None) -> HttpResponse:
    """The form for the paper's rules or, with an id, for a section's."""
    section = _section(section_id)
    own = Rules.objects.filter(section=section).first()
    paper = Rules.objects.filter(section=None).first() or Rules()
    form = RulesForm(request.POST if request.method == "POST" else None, instance=_start(own, paper=paper))
    if form.is_bound and form.is_valid():
        save_rules(section, user=moderator(request), **form.cleaned_data)
        messages.success(request, f"Saved: {_title(section)}. Pages are printed anew.")
        return redirect("desk_comments:rules")
    context = {
        **furniture(request, _title(section), parent=("Rules", reverse("desk_comments:rules"))),
        "form": form,
        "section": section,
        "is_own": own is not None,
    }
    return TemplateResponse(request, "desk/comments/rules_form.html", context, status=400 if form.is_bound else 200)


@rule_makers_only
@require_POST
def drop(request: HttpRequest, section_id: int) -> HttpResponse:
    """Let a section follow the paper's rules again."""
    section = _section(section_id)
    if section is not None and drop_rules(section, user=moderator(request)):
        messages.success(request, f"{section} follows the paper’s rules again.")
    return redirect("desk_comments:rules")


@moderators_only
@require_POST
def openness(request: HttpRequest, number: int) -> HttpResponse:
    """Open or close one story's comments."""
    form = OpennessForm(request.POST)
    if not Story.objects.filter(number=number).exists():
        messages.error(request, f"There is no story {number}.")
    elif form.is_valid():
        choice = Discussion.Openness(form.cleaned_data["openness"])
        switch_story(number, user=moderator(request), openness=choice)
        messages.success(request, f"Comments on story {number}: {choice.label.lower()}.")
    else:
        messages.error(request, "Choose whether this story’s comments are open, closed, or as the rules say.")
    return redirect(next_address(request))


def _section(section_id: int | None) -> Section | None:
    if section_id is None:
        return None
    section = Section.objects.filter(pk=section_id).first()
    if section is None:
        raise Http404
    return section


def _start(own: Rules | None, *, paper: Rules) -> Rules:
    """What the form begins with, a copy for it to write on: only the act writes the row.

    A section begins with the paper's rules; the paper's banned words hold in it anyway and are not written down twice.
    """
    copied = {name: getattr(own or paper, name) for name in RulesForm.Meta.fields}
    return Rules(**copied | ({} if own else {"banned_words": ""}))


def _title(section: Section | None) -> str:
    return f"Rules of {section}" if section else "Rules of the whole paper"
