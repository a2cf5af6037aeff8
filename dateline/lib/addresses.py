"""Who is asking: the address a limit counts for."""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Network = IPv4Network | IPv6Network

# Whoever has one IPv6 address has all the others of its /64.
_IPV6_NEIGHBOURS = 64


def networks(trusted_proxies: Sequence[str]) -> tuple[Network, ...]:
    """The networks of addresses such as `10.0.0.7` or `10.0.0.0/8`. Raises ValueError for anything else."""
    return tuple(ip_network(proxy, strict=False) for proxy in trusted_proxies)


def client_address(environ: Mapping[str, Any], trusted: Sequence[Network]) -> str:
    """The nearest address that is not a proxy of ours.

    environ: of WSGI. Only a proxy we trust may say whom it asks for, and of its list only what lies before the trusted
    ones is looked at: the first entry of X-Forwarded-For is whatever the visitor wrote there.
    """
    address = str(environ.get("REMOTE_ADDR", ""))
    if not trusted:
        return address
    for hop in reversed(str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")):
        if not _is_trusted(address, trusted):
            break
        address = hop.strip() or address
    return address


def neighbourhood(address: str) -> str:
    """What a limit should count for this address: itself, or its /64 for IPv6; anything else comes back as it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, _IPV6_NEIGHBOURS), strict=False))


def _is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    try:
        return any(ip_address(address) in network for network in trusted)
    except ValueError:
        return False
