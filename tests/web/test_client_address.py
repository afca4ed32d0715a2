"""Whose look-up it is, behind proxies and without."""

import pytest

from orders.web.client_address import client_networks

PROXIES = ("10.0.0.0/8", "fd00::/8")


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "network"),
    [
        ("203.0.113.9", "", (), "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "", (), "2001:db8:1:2::/64"),
        ("203.0.113.9", "198.51.100.1", (), "203.0.113.0/24"),  # nobody is trusted
        ("203.0.113.9", "198.51.100.1", PROXIES, "203.0.113.0/24"),  # the sender is no proxy
        ("10.0.0.1", "198.51.100.1", PROXIES, "198.51.100.0/24"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1", PROXIES, "198.51.100.0/24"),  # what he wrote himself
        ("10.0.0.1", "198.51.100.1, 10.9.9.9", PROXIES, "198.51.100.0/24"),  # two proxies
        ("10.0.0.1", "", PROXIES, "10.0.0.0/24"),
        ("10.0.0.1", "nonsense", PROXIES, "10.0.0.0/24"),
        ("10.0.0.1", "198.51.100.1:4711", PROXIES, "198.51.100.0/24"),
        ("fd00::1", "[2001:db8::7]:99", PROXIES, "2001:db8::/64"),
        ("::ffff:203.0.113.9", "", (), "203.0.113.0/24"),
        ("", "198.51.100.1", PROXIES, "198.51.100.0/24"),  # a Unix socket
        ("", "", (), "unknown"),
        ("fe80::1%eth0", "", (), "fe80::/64"),
    ],
)
def test_the_network_is_that_of_the_first_hop_nobody_vouches_for(
    remote: str, forwarded: str, trusted: tuple[str, ...], network: str
) -> None:
    meta = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_networks(meta, trusted_proxies=trusted)[0] == network


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "network"),
    [
        ("203.0.113.9", "198.51.100.1", (), "198.51.100.0/24"),  # Shopify itself, and what it says
        (
            "203.0.113.9",
            "1.1.1.1, 198.51.100.1",
            (),
            "198.51.100.0/24",
        ),  # what the shopper wrote stays in front
        (
            "10.0.0.1",
            "198.51.100.1, 203.0.113.9",
            PROXIES,
            "198.51.100.0/24",
        ),  # our proxy, Shopify, the shopper
        ("10.0.0.1", "1.1.1.1, 198.51.100.1, 203.0.113.9", PROXIES, "198.51.100.0/24"),
        (
            "10.0.0.1",
            "198.51.100.1, 10.9.9.9, 203.0.113.9",
            PROXIES,
            "198.51.100.0/24",
        ),  # a named hop of Shopify's
        ("", "198.51.100.1, 203.0.113.9", PROXIES, "198.51.100.0/24"),  # a Unix socket
        ("203.0.113.9", "", (), "203.0.113.0/24"),  # Shopify says nothing: all share its own
        ("203.0.113.9", "nonsense", (), "203.0.113.0/24"),
        ("10.0.0.1", "203.0.113.9", PROXIES, "203.0.113.0/24"),
        ("", "", (), "unknown"),
    ],
)
def test_a_sender_whose_word_is_good_is_believed_for_one_hop(
    remote: str, forwarded: str, trusted: tuple[str, ...], network: str
) -> None:
    meta = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_networks(meta, trusted_proxies=trusted, sender_vouches=True)[0] == network


def test_an_ipv6_sender_is_in_the_wider_networks_too() -> None:
    networks = client_networks({"REMOTE_ADDR": "2001:db8:1:2345:6::7"}, trusted_proxies=())
    assert networks == ("2001:db8:1:2345::/64", "2001:db8:1:2300::/56", "2001:db8:1::/48")
