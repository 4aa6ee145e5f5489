"""Which places of the internet are public, and which names and numbers only pretend to be."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# https://www.iana.org/assignments/iana-ipv4-special-registry, with multicast and what is reserved
_NOT_PUBLIC_4: Final = tuple(
    map(
        IPv4Network,
        """
        0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
        192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
        168.63.129.16/32
        """.split(),
    )
)
"""The last one looks public, and is the host of every virtual machine at Azure."""
_GLOBAL_6: Final = IPv6Network("2000::/3")
# https://www.iana.org/assignments/iana-ipv6-special-registry: within what is global, Teredo, documentation, 6to4
_NOT_PUBLIC_6: Final = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
"""Addresses of the old kind, behind a translator (RFC 6052)."""

_INSIDE: Final = frozenset("localhost localdomain local internal intranet private corp home lan onion".split())
"""Last labels of names that are given within a network and nowhere else."""
_NUMBER = re.compile(r"\d+|0x[\da-f]*")
_NAME = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}")


def is_public(address: Address) -> bool:
    """Whether everybody on the internet reaches the same machine there; what holds an old address is judged by it."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _TRANSLATED:
        return is_public(IPv4Address(address.packed[-4:]))
    return address.scope_id is None and address in _GLOBAL_6 and not any(address in one for one in _NOT_PUBLIC_6)


def literal(host: str) -> Address | None:
    """The address that a host is written as; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def problem_of_name(host: str) -> str | None:
    """Why a host name, in the form that is looked up, is none of the public web; None where it may be one.

    What a name stands for is known only when it is looked up.
    """
    name = host.lower().removesuffix(".")
    if not name:
        return "it names no host"
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return "its host is a number in a form that hides where it leads"
    if _is_inside(name):
        return "its host is a name within a machine or a network, and not on the web"
    if not _NAME.fullmatch(name):
        return "its host is no name of the web"
    return None


def is_in_the_house(host: str) -> bool:
    """Whether a host is this machine or one of its own network, by its address or by a name that only it gives."""
    if (address := literal(host.strip("[]"))) is not None:
        return not is_public(address)
    name = host.lower().removesuffix(".")
    return bool(name) and not _NUMBER.fullmatch(name.rpartition(".")[2]) and _is_inside(name)


def _is_inside(name: str) -> bool:
    return name.rpartition(".")[2] in _INSIDE or "." not in name or name.endswith(".home.arpa")
