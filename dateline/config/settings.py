"""Every setting, read from the environment once. docs/settings.md describes each; a test compares the two."""

import contextlib
import os
import secrets
from logging import LogRecord
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf.locale import LANG_INFO
from django.utils.log import CallbackFilter

from dateline.config.database import database_from_url
from dateline.config.environment import (
    SettingError,
    env_bool,
    env_cache_url,
    env_choice,
    env_int,
    env_language,
    env_list,
    env_networks,
    env_path,
    env_text,
    env_url,
)
from dateline.config.mail import MailServer, mail_server_from_url, sender

HOME = env_path("DATELINE_HOME", "newsroom")
PAPER_NAME = env_text("DATELINE_NAME", "Dateline")
PAPER_MOTTO = env_text("DATELINE_MOTTO", "")
PAPER_LANGUAGE = env_language("DATELINE_LANGUAGE", "en")
PAPER_URL = env_url("DATELINE_URL", "http://127.0.0.1:8000")
WEB_PROCESSES = env_int("DATELINE_WEB_PROCESSES", 2, at_least=1, at_most=64)
PRESS_HOT_MEGABYTES = env_int("DATELINE_PRESS_HOT_MEGABYTES", 32, at_least=1, at_most=65_536)
PRESS_STORE_MEGABYTES = env_int("DATELINE_PRESS_STORE_MEGABYTES", 2_048, at_least=16, at_most=1_048_576)
TRUSTED_PROXIES = env_networks("DATELINE_TRUSTED_PROXIES")
LOG_LEVEL = env_choice("DATELINE_LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
DEBUG = env_bool("DATELINE_DEBUG", default=False)

# What one machine keeps for itself, apart from the database: the press and the bell that wakes it.
NODE_DIR = env_path("DATELINE_NODE_DIR", str(HOME / "node"))

if len(PAPER_NAME) > 80:
    raise SettingError("DATELINE_NAME, the paper's name, must be at most 80 characters.")


def _secret_key(home: Path) -> str:
    """The installation's secret: DATELINE_SECRET_KEY, else the file made once in the newsroom's folder."""
    given = env_text("DATELINE_SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise SettingError("DATELINE_SECRET_KEY must have at least 32 characters.")
        return given
    try:
        home.mkdir(parents=True, exist_ok=True)
        path = home / "secret.key"
        if not path.exists():
            _make_secret(path)
        key = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingError(f"DATELINE_HOME, {home}, can't be used: {error.strerror}.") from None
    if len(key) < 32:
        raise SettingError(f"{path} is damaged: it must hold at least 32 characters. Remove it to have one made anew.")
    return key


def _make_secret(path: Path) -> None:
    """Write the key whole, or not at all; where two programs start at once, both go on with the first one's."""
    own = path.with_suffix(f".{os.getpid()}")
    own.touch(mode=0o600)
    own.write_text(secrets.token_urlsafe(48), encoding="ascii")
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(own)
    own.unlink()


SECRET_KEY = _secret_key(HOME)

_paper_host = urlsplit(PAPER_URL).hostname or ""
ALLOWED_HOSTS = sorted({_paper_host, "127.0.0.1", "localhost", "[::1]", *env_list("DATELINE_HOSTS")})
if "*" in ALLOWED_HOSTS:
    raise SettingError("DATELINE_HOSTS must name each host; * would let anybody poison stored pages.")
_is_https = PAPER_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "dateline.public.views.errors.forged"
CSRF_TRUSTED_ORIGINS = [PAPER_URL]
if _is_https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    # Ours first: management commands and templates of ours win over the platform's.
    "dateline.ops",
    "dateline.desk",
    "dateline.public",
    "dateline.archive",
    "dateline.comments",
    "dateline.stories",
    "dateline.press",
    "dateline.captcha",
    "dateline.record",
    "dateline.base",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.contrib.table_block",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "dateline.public.middleware.DatabaseDownMiddleware",
    "dateline.public.middleware.ReaderPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "dateline.config.urls"
WSGI_APPLICATION = "dateline.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [Path(__file__).parents[1] / "public" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "dateline.public.jinja.environment",
            "auto_reload": DEBUG,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": database_from_url(env_text("DATABASE_URL", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Where several machines keep tries and single use of security keys; "" is the database.
CACHE_URL = env_cache_url("DATELINE_CACHE_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "base.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Stories carry their own language; the desk's own words are Django's and Wagtail's. One clock everywhere: GMT.
# Where Django does not speak the paper's language (Pashto, say), the desk speaks English.
LANGUAGE_CODE = PAPER_LANGUAGE if PAPER_LANGUAGE.partition("-")[0] in LANG_INFO else "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
_collected = (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if _collected
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Without an address to hand it to, mail goes nowhere: neither the paper's own (base/mail.py) nor the platform's.
MAIL_URL = env_text("DATELINE_MAIL_URL", "")
_mail_server = mail_server_from_url(MAIL_URL) or MailServer(host="", port=0)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL_URL else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail_server.host, _mail_server.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail_server.user, _mail_server.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail_server.has_tls, _mail_server.starts_tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = sender(env_text("DATELINE_MAIL_FROM", ""))
EMAIL_SUBJECT_PREFIX = ""

WAGTAIL_SITE_NAME = PAPER_NAME
WAGTAILADMIN_BASE_URL = PAPER_URL
WAGTAILIMAGES_IMAGE_MODEL = "stories.Picture"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = bool(MAIL_URL)
WAGTAIL_I18N_ENABLED = False
TAGGIT_CASE_INSENSITIVE = True

_EXPECTED_STATUSES = {400, 403, 404, 405, 409, 410, 413, 415, 422, 429, 451, 503}


def is_worth_a_line(record: LogRecord) -> bool:
    """Whether a log record says more than that an answer was what it should be."""
    return getattr(record, "status_code", 0) not in _EXPECTED_STATUSES


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s", "datefmt": "%Y-%m-%dT%H:%M:%SZ"}
    },
    # Django reports each of these answers; readers' typing errors and a database that is away (which the paper's own
    # log tells once a minute) would fill a disk.
    "filters": {"expected": {"()": CallbackFilter, "callback": is_worth_a_line}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["expected"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
