"""Every address a reader can ask for. docs/public.md has the table."""

from django.urls import path, re_path, register_converter

from dateline.public.converters import NumberConverter, TwoDigitConverter, YearConverter
from dateline.public.views import (
    archive,
    comment_mail,
    comment_own,
    comment_reporting,
    comment_sending,
    comments,
    elsewhere,
    files,
    front,
    shelves,
    story,
)

register_converter(NumberConverter, "number")
register_converter(YearConverter, "yyyy")
register_converter(TwoDigitConverter, "dd")

urlpatterns = [
    path("", front.front),
    path("news/<number:number>/comments", comments.without_slash),
    path("news/<number:number>/comments/", comments.newest),
    path("news/<number:number>/comments/oldest/", comments.oldest),
    path("news/<number:number>/comments/most-replied/", comments.most_replied),
    path("news/<number:number>/comments/feed/", comments.feed),
    path("news/<number:number>/comments/<number:comment>/", comments.thread),
    path("news/<number:number>/<str:slug>/", story.story),
    path("news/<number:number>/<str:slug>", story.story),
    path("news/<number:number>/", story.story),
    path("news/<number:number>", story.story),
    path("<number:number>", story.story),
    path("comments/privacy/", comment_sending.privacy),
    path("comments/<number:number>/", comment_sending.comment_form),
    path("comments/<number:number>/report/<number:comment>/", comment_reporting.report),
    path("comments/<number:number>/report/<number:comment>/thanks/", comment_reporting.thanks),
    path("comments/mine/", comment_mail.ask),
    path("comments/mine/mail/<str:signed>/", comment_mail.by_mail),
    path("comments/mine/mail/<str:signed>/comments.json", comment_mail.data_by_mail),
    path("comments/mine/<str:token>/", comment_own.own),
    path("comments/mine/<str:token>/comment.json", comment_own.own_data),
    path("comments/confirm/<str:signed>/", comment_mail.confirm),
    path("section/<slug:slug>/", shelves.section),
    path("topic/<slug:slug>/", shelves.topic),
    path("by/<slug:slug>/", shelves.contributor),
    path("outlet/<slug:slug>/", shelves.outlet),
    path("archive/", archive.years),
    # Four digits and a slash are a year; any other number is a story's, with or without the slash.
    path("<yyyy:year>/", archive.year),
    path("<number:number>/", story.story),
    path("<yyyy:year>/<dd:month>/", archive.month),
    path("<yyyy:year>/<dd:month>/<dd:day>/", archive.day),
    path("media/<path:name>", files.media),
    path("style/<slug:digest>.css", files.style),
    path("robots.txt", files.robots),
    path("favicon.ico", files.favicon),
    re_path(r"\A", elsewhere.elsewhere),
]
