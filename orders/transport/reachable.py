"""Which addresses a stranger may make this site call: only those of the public internet, checked where it connects.

A name is looked up once and the connection goes to the very address that was checked, so that a name whose answer
changes between check and use (DNS rebinding) leads nowhere else.
"""

import ipaddress
import socket
from collections.abc import Callable

from orders.transport.errors import UnusableAddress

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address
type MayReach = Callable[[Address], bool]

CARRY_IPV4 = (
    ipaddress.IPv6Network("64:ff9b::/96"),  # NAT64: the last four bytes are the IPv4 address that is reached
    ipaddress.IPv6Network("64:ff9b:1::/48"),
)
NOT_FOR_CALLBACKS = tuple(
    map(
        ipaddress.ip_network,
        (
            "100.100.100.200/32",  # Alibaba's metadata service
            "168.63.129.16/32",  # Azure's platform address, which is public by its number alone
            "192.88.99.0/24",  # relays of 6to4
            "fd00:ec2::254/128",  # Amazon's metadata service
            "fec0::/10",  # site-local, deprecated and still routed by some
            "::/96",  # IPv4-compatible, deprecated: holds an IPv4 address
        ),
    )
)


def is_public(address: Address) -> bool:
    """Whether this is a machine of the public internet: no loopback, link-local, private, shared, metadata, multicast,
    reserved or unspecified address, in none of the ways in which IPv6 can carry one.
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None or any(address in network for network in CARRY_IPV4):
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return address.sixtofour is None and is_public(inner)
        if address.teredo is not None:
            return False
    if any(address in network for network in NOT_FOR_CALLBACKS if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def connect_checked(host: str, port: int, *, timeout: float | None, may_reach: MayReach) -> socket.socket:
    """A connection to one of the host's addresses. Raises UnusableAddress where any of them may not be reached, and
    OSError where none answers.
    """
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    if not found or not all(may_reach(ipaddress.ip_address(where[0])) for *_, where in found):
        message = "The address is not one of the public internet."
        raise UnusableAddress(message)
    failure: OSError = OSError("no address answered")
    for family, kind, protocol, _, where in found:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(where)
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    raise failure
