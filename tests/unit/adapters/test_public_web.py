from ipaddress import ip_address, ip_network

import pytest

from acore.adapters.public_web import LONGEST, PUBLIC, Forbidden, Reach, checked
from acore.errors import InvalidInput

REFUSED = (
    "http://127.0.0.1/",
    "http://127.0.0.1:80/admin",
    "http://127.8.9.10/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/",
    "http://255.255.255.255/",
    "http://224.0.0.1/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fd00:ec2::254]/",
    "http://localhost/",
    "http://LocalHost./",
    "http://a.localhost/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://router.local/",
    "http://intranet/",
    "http://127。0。0。1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://ⓛocalhost/",
    "http://%31%32%37.0.0.1/",
    "http://user:password@example.org/",
    "http://user@example.org/",
    "http://example.org@127.0.0.1/",
    "http://example.org\\@127.0.0.1/",
    "http://127.0.0.1\\@example.org/",
    "http://example.org:22/",
    "http://example.org:25/",
    "http://example.org:5432/",
    "http://example.org:6379/",
    "http://example.org:0/",
    "http://example.org:-1/",
    "http://example.org:99999/",
    "file:///etc/passwd",
    "ftp://example.org/",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "dict://example.org:11211/",
    "ldap://example.org/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "jar:http://example.org!/",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
    "//example.org/",
    "example.org",
    "http:///path",
    "http://",
    "",
    "http://exa mple.org/",
    "http://example.org/\r\nHost: inside",
    "http://example.org/\x00",
    "http://[::1",
    "http://example.org/" + "a" * LONGEST,
)


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_does_not_lead_to_the_public_web_is_refused_in_words(address: str) -> None:
    with pytest.raises(InvalidInput, match=r"^I can not open that address: .{3,}\.$"):
        checked(address, PUBLIC)


@pytest.mark.parametrize(
    ("address", "is_read_as"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c"),
        ("HTTP://Example.ORG:80/", "http://example.org/"),
        ("http://example.org:8080/x", "http://example.org:8080/x"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("http://1.1.1.1/", "http://1.1.1.1/"),
        ("https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"),
    ],
)
def test_an_address_of_the_public_web_is_taken_without_its_fragment(address: str, is_read_as: str) -> None:
    assert str(checked(address, PUBLIC)) == is_read_as


def test_what_is_allowed_beside_the_web_is_reached_and_nothing_more() -> None:
    reach = Reach((ip_network("127.0.0.2/32"),), ports=None)
    assert checked("http://127.0.0.2:9999/", reach).port == 9999
    for address in ("http://127.0.0.1:9999/", "http://127.0.0.2:0/", "http://localhost:9999/", "http://[::1]:9999/"):
        with pytest.raises(InvalidInput):
            checked(address, reach)
    reach.check(ip_address("8.8.8.8"))
    with pytest.raises(Forbidden, match=r"127\.0\.0\.1 is not on the public web"):
        reach.check(ip_address("127.0.0.1"))
