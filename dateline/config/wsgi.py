"""What a WSGI server runs: the press in front, Django behind it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")

from django.core.wsgi import get_wsgi_application

from dateline.press.wsgi import press_in_front_of

application = press_in_front_of(get_wsgi_application())
