"""Every address of the paper, in three parts: the desk, the files, the readers' pages."""

from django.urls import include, path
from wagtail.admin import urls as desk_urls

urlpatterns = [
    path("desk/", include(desk_urls)),
    path("", include("dateline.public.urls")),
]

handler400 = "dateline.public.views.errors.bad_request"
handler403 = "dateline.public.views.errors.forbidden"
handler404 = "dateline.public.views.errors.not_found"
handler500 = "dateline.public.views.errors.server_error"
