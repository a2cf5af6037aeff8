"""Who may moderate, and who may make the rules: every address of moderation asks here."""

from django.contrib.auth.models import AnonymousUser
from wagtail.admin.auth import user_passes_test

from dateline.base.models import User

MODERATE = "comments.change_comment"
MAKE_RULES = "comments.change_rules"


def may_moderate(user: User | AnonymousUser) -> bool:
    """Whether the user decides on comments, sees who sent them, bans, and answers for the newsroom."""
    return user.has_perm(MODERATE)


def may_make_rules(user: User | AnonymousUser) -> bool:
    """Whether the user says when comments are shown, in the paper and in sections."""
    return user.has_perm(MAKE_RULES)


# For views: anybody else gets the desk's usual sentence, and a script a plain 403.
moderators_only = user_passes_test(may_moderate)
rule_makers_only = user_passes_test(may_make_rules)
