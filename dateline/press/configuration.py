"""What the press takes from the settings, read once."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings

import dateline
from dateline.lib.addresses import Network, networks
from dateline.press.edition import edition_of

_MEGABYTE = 1024 * 1024
# What programs and people at work use; all other addresses are readers' pages. Below these, requests go through as they
# come, with cookies and whole queries.
PROGRAMS = ("/desk/", "/media/", "/static/", "/documents/", "/search/", "/captcha/", "/comments/")
# Those of them readers write to: a lane of their own (writing.py), so that a flood harms neither pages nor the desk.
WRITING = ("/comments/", "/captcha/")


@dataclass(frozen=True, slots=True, kw_only=True)
class PressConfiguration:
    """node_dir: this machine's own folder. paper_url: scheme and host, such as `("https", "example.org")`.

    programs: the beginnings of addresses that never come from the press; writing: those of them that readers write to.
    edition: changes with the program.
    """

    node_dir: Path
    edition: str
    allowed_hosts: tuple[str, ...]
    paper_url: tuple[str, str]
    hot_bytes: int
    store_bytes: int
    programs: tuple[str, ...] = PROGRAMS
    writing: tuple[str, ...] = WRITING
    trusted_proxies: tuple[Network, ...] = ()
    surrogate_keys: bool = True


def configuration() -> PressConfiguration:
    """The press as the settings want it."""
    paper = urlsplit(settings.PAPER_URL)
    return PressConfiguration(
        node_dir=Path(settings.NODE_DIR),
        edition=edition_of(
            Path(dateline.__file__).parent,
            other_files=[Path(settings.STATIC_ROOT) / "staticfiles.json"],
            values=[
                django.VERSION,
                settings.PAPER_NAME,
                settings.PAPER_MOTTO,
                settings.PAPER_LANGUAGE,
                settings.PAPER_URL,
                settings.DATABASES["default"]["ENGINE"],
                settings.DATABASES["default"]["NAME"],
            ],
        ),
        allowed_hosts=tuple(settings.ALLOWED_HOSTS),
        paper_url=(paper.scheme, paper.netloc),
        hot_bytes=settings.PRESS_HOT_MEGABYTES * _MEGABYTE,
        store_bytes=settings.PRESS_STORE_MEGABYTES * _MEGABYTE,
        programs=tuple(getattr(settings, "PRESS_PROGRAMS", PROGRAMS)),
        trusted_proxies=networks(getattr(settings, "TRUSTED_PROXIES", ())),
        surrogate_keys=bool(getattr(settings, "PRESS_SURROGATE_KEYS", True)),
    )
