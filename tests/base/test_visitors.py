"""Whom a limit counts."""

import pytest
from django.conf import LazySettings
from django.test import RequestFactory

from dateline.base.visitors import visitor_of


def visitor(remote: str, forwarded: str = "") -> str:
    return visitor_of(RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded))


def test_a_forged_header_is_not_believed(settings: LazySettings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]

    assert visitor("192.0.2.7", "198.51.100.1") == "192.0.2.7"
    assert visitor("10.0.0.1", "198.51.100.1, 192.0.2.7") == "192.0.2.7"


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "192.0.2.7"),
        ("no address", "no address"),
        ("", ""),
    ],
)
def test_an_ipv6_address_counts_with_its_neighbours(settings: LazySettings, address: str, counted: str) -> None:
    settings.TRUSTED_PROXIES = []

    assert visitor(address) == counted
