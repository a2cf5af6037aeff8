"""Every address of the paper: the desk, the security key, the readers' pages and files."""

from django.urls import include, path
from wagtail.admin import urls as desk_urls

urlpatterns = [
    path("desk/", include(desk_urls)),
    path("captcha/", include("dateline.captcha.urls")),
    path("", include("dateline.public.urls")),
]

handler400 = "dateline.public.views.errors.bad_request"
handler403 = "dateline.public.views.errors.forbidden"
handler404 = "dateline.public.views.errors.not_found"
handler500 = "dateline.public.views.errors.server_error"
