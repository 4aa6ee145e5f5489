"""The way to the public web alone: addresses are checked as text, as answers of name servers, and as sockets.

A name is looked up once for a connection, all that was answered is checked, and the connection goes to what was
checked; so an answer that changes leads nowhere. No proxy is used: it would look names up by itself.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver, ResolveResult

from acore.adapters.http_bodies import Transport
from acore.domain.addresses import Address, Network, is_public, literal, problem_of_name
from acore.errors import InvalidInput

WEB_PORTS: Final = frozenset({80, 443, 8080, 8443})
LONGEST: Final = 2000
"""Characters of an address."""
_USUAL = {"http": 80, "https": 443}
_HIGHEST_PORT = 65_535
_AT_ONCE = 16
"""Connections; who wants more waits."""
_AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[object, ...]]


class Forbidden(OSError):
    """A connection would have led to a place that is not public."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What can be reached: the public web, and what is allowed beside it."""

    networks: tuple[Network, ...] = ()
    """Networks that are allowed though they are not public."""
    ports: frozenset[int] | None = WEB_PORTS
    """None is all of them."""

    def check(self, address: Address) -> None:
        """Raise Forbidden for a place that is out of reach."""
        if not (is_public(address) or any(address in network for network in self.networks)):
            raise Forbidden(f"{address} is not on the public web")


PUBLIC: Final = Reach()


def checked(text: str, reach: Reach) -> httpx.URL:
    """The address, without its fragment; raises InvalidInput for one that is none, or that is out of reach."""
    if (why := _problem(text, reach)) is not None:
        raise InvalidInput(f"I can not open that address: {why}.")
    return httpx.URL(text).copy_with(fragment=None)


def _problem(text: str, reach: Reach) -> str | None:
    if len(text) > LONGEST:
        return f"it has more than {LONGEST:,} characters"
    if "\\" in text or not text.isprintable() or " " in text:
        return "it holds characters that an address has not"  # readers differ in where such a host ends
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        return "it is none"
    if url.scheme not in _USUAL:
        return "it has to begin with http:// or https://"
    if url.userinfo:
        return "there is a name or a password in it"
    port = _USUAL[url.scheme] if url.port is None else url.port
    if port not in (range(1, _HIGHEST_PORT + 1) if reach.ports is None else reach.ports):
        return f"pages of the web are not at port {port}"
    return _problem_of_host(url.raw_host.decode("ascii", "replace"), reach)


def _problem_of_host(host: str, reach: Reach) -> str | None:
    address = literal(host)
    if address is None:
        return problem_of_name(host)
    try:
        reach.check(address)
    except Forbidden as error:
        return str(error)
    return None


class PublicTransport(Transport):
    """Carries requests no further than the reach; to be made off the event loop, since it reads certificates.

    A connection is used once, and no cookie is kept. Where a connection would have led too far, a Forbidden is
    among the causes of the error.
    """

    def __init__(self, reach: Reach, resolver: Callable[[], AbstractResolver] = aiohttp.DefaultResolver) -> None:
        super().__init__(verify=httpx.create_ssl_context(), client=self._session)
        self._reach = reach
        self._make_resolver = resolver
        self._names: AbstractResolver | None = None

    async def aclose(self) -> None:
        """Close every connection, and what asks the name servers."""
        await super().aclose()
        if self._names is not None:
            await self._names.close()

    def _session(self) -> aiohttp.ClientSession:
        self._names = _CheckedResolver(self._make_resolver(), self._reach)
        connector = aiohttp.TCPConnector(
            resolver=self._names,
            socket_factory=self._socket,
            ssl=self.ssl_context,
            use_dns_cache=False,
            force_close=True,
            limit=_AT_ONCE,
        )
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False)

    def _socket(self, info: _AddrInfo) -> socket.socket:
        """The last moment before a connection, at which it is known where it leads."""
        family, kind, protocol, _, place = info
        self._reach.check(ip_address(str(place[0])))
        return socket.socket(family, kind, protocol)


class _CheckedResolver(AbstractResolver):
    """Gives no answer in which a place is named that is out of reach."""

    def __init__(self, inner: AbstractResolver, reach: Reach) -> None:
        self._inner = inner
        self._reach = reach

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """All that the name stands for; raises Forbidden."""
        found = await self._inner.resolve(host, port, family)
        for one in found:
            self._reach.check(ip_address(one["host"]))
        return found

    async def close(self) -> None:
        """Close what asks the name servers."""
        await self._inner.close()
