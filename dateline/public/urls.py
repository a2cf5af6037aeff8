"""Every address a reader can ask for. docs/public.md has the table."""

from django.urls import path, re_path, register_converter

from dateline.public.converters import NumberConverter, TwoDigitConverter, YearConverter
from dateline.public.views import archive, elsewhere, files, front, shelves, story

register_converter(NumberConverter, "number")
register_converter(YearConverter, "yyyy")
register_converter(TwoDigitConverter, "dd")

urlpatterns = [
    path("", front.front),
    path("news/<number:number>/<str:slug>/", story.story),
    path("news/<number:number>/<str:slug>", story.story),
    path("news/<number:number>/", story.story),
    path("news/<number:number>", story.story),
    path("<number:number>", story.story),
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
