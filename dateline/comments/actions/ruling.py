"""How comments are treated: rules of the paper and of sections, and the switch of one story."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from dateline.base.models import User
from dateline.comments.cache_keys import comments_key
from dateline.comments.models import Discussion, Rules
from dateline.record.actions import print_all_anew, touch
from dateline.stories.models import Section


@transaction.atomic
def save_rules(section: Section | None, *, user: User, **values: Any) -> Rules:
    """Write the rules of a section or, where it is None, of the whole paper; every page is printed anew.

    values: of the fields of `Rules`, checked by the caller's form. Wagtail's log says who did it.
    """
    rules, is_new = Rules.objects.update_or_create(section=section, defaults=values)
    log(rules, "wagtail.create" if is_new else "wagtail.edit", user=user)
    print_all_anew()
    return rules


@transaction.atomic
def drop_rules(section: Section, *, user: User) -> bool:
    """Let a section follow the paper's rules again; False where it does already. Every page is printed anew."""
    rules = Rules.objects.filter(section=section).first()
    if rules is None:
        return False
    log(rules, "wagtail.delete", user=user)
    rules.delete()
    print_all_anew()
    return True


@transaction.atomic
def switch_story(number: int, *, user: User, openness: Discussion.Openness) -> Discussion:
    """Open or close the comments of one story, or leave it to the rules; its pages are printed anew."""
    discussion, _ = Discussion.objects.get_or_create(number=number)
    if discussion.openness != openness:
        discussion.openness = openness
        discussion.save(update_fields=["openness"])
        log(discussion, "wagtail.edit", user=user, data={"openness": str(openness)})
        touch([comments_key(number)])
    return discussion
