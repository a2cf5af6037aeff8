"""Who sends a request, as far as limits need to know."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from dateline.lib.addresses import Network, client_address, neighbourhood, networks


def visitor_of(request: HttpRequest) -> str:
    """What limits count for whoever sent this: an IPv4 address, or the /64 of an IPv6 one.

    Behind proxies named in DATELINE_TRUSTED_PROXIES it is the address they vouch for; nothing a visitor writes into
    X-Forwarded-For is believed. Never store it: see comments/addresses.py.
    """
    return neighbourhood(client_address(request.META, _trusted(tuple(settings.TRUSTED_PROXIES))))


@lru_cache(maxsize=4)
def _trusted(proxies: tuple[str, ...]) -> tuple[Network, ...]:
    return networks(proxies)
