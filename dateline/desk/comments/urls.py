"""The addresses of moderation, below /desk/comments/."""

from django.urls import path

from dateline.desk.comments.views import bans, decisions, many, one, queue, rules

app_name = "desk_comments"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("many/", many.many, name="many"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions.csv", decisions.decisions_csv, name="decisions_csv"),
    path("bans/", bans.bans, name="bans"),
    path("bans/<int:ban_id>/lift/", bans.lift, name="lift"),
    path("rules/", rules.rules, name="rules"),
    path("rules/paper/", rules.edit_rules, name="rules_of_paper"),
    path("rules/<int:section_id>/", rules.edit_rules, name="rules_of_section"),
    path("rules/<int:section_id>/drop/", rules.drop, name="drop_rules"),
    path("stories/<int:number>/", rules.openness, name="openness"),
    path("<int:comment_id>/", one.comment, name="comment"),
    path("<int:comment_id>/<slug:name>/", one.act, name="act"),
]
