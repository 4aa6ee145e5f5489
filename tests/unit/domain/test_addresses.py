from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.addresses import is_public, literal, problem_of_name


@pytest.mark.parametrize(
    "address",
    """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254
    172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7
    203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 168.63.129.16
    :: ::1 ::7f00:1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:100.64.0.1 ::ffff:169.254.169.254
    64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:0:7f00:1:: 2001:10::1 2001:db8::1
    2002:7f00:1:: 2002:a00:1:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1
    2606:4700::1111%eth0
    """.split(),
)
def test_what_only_some_reach_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255
    172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 223.255.255.255
    2606:4700:4700::1111 2a00:1450:4001::200e 2001:4860:4860::8888 ::ffff:8.8.8.8 64:ff9b::808:808
    """.split(),
)
def test_what_everybody_reaches_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_old_address_in_a_new_one_is_judged_alike(address: object) -> None:
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert is_public(ip_address(wrapped)) == is_public(ip_address(str(address)))


@given(st.ip_addresses())
def test_nothing_that_python_knows_to_be_private_is_public(address: object) -> None:
    found = ip_address(str(address))
    if getattr(found, "ipv4_mapped", None) or str(found).startswith("64:ff9b::"):
        return
    if found.is_private or found.is_loopback or found.is_link_local or found.is_multicast or found.is_reserved:
        assert not is_public(found)


@pytest.mark.parametrize(
    "host",
    """
    localhost LOCALHOST localhost. app.localhost printer router.local db.internal metadata.google.internal wiki.corp
    nas.lan nas.home host.home.arpa x.onion a.localdomain 2130706433 127.1 0x7f.1 0x7f000001 0177.0.0.1 017700000001
    1.1.1.1. example.0x example..org -example.org example-.org exa%6dple.org .example.org
    """.split(),
)
def test_names_that_are_none_of_the_web_are_told(host: str) -> None:
    assert problem_of_name(host)


@pytest.mark.parametrize("host", ["", ".", "a" * 64 + ".org", "abcd." * 60 + "org"])
def test_what_is_no_name_at_all_is_told(host: str) -> None:
    assert problem_of_name(host)


def test_an_address_without_a_host_is_told_as_that() -> None:
    assert problem_of_name("") == "it names no host"


@pytest.mark.parametrize("host", ["example.org", "EXAMPLE.org.", "a-b.c_d.example", "xn--bcher-kva.de", "1.example.de"])
def test_names_of_the_web_pass(host: str) -> None:
    assert problem_of_name(host) is None


def test_an_address_and_a_name_are_told_apart() -> None:
    assert literal("127.0.0.1") == ip_address("127.0.0.1")
    assert literal("::1") == ip_address("::1")
    assert literal("127.1") is literal("example.org") is literal("0177.0.0.1") is None
