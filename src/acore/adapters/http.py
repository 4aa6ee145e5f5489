"""The one place where HTTP clients are built: httpx over aiohttp's connections.

httpx's own pool slows down with hundreds of calls in flight; its interface does not.
"""

import asyncio
import io
import ssl
import zlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from functools import cache, lru_cache, partial
from ipaddress import ip_address
from typing import Any, cast
from urllib.request import getproxies, proxy_bypass

import httpx
import orjson

from acore.adapters.http_bodies import AT_ONCE, BODY, CODINGS, Body, InPieces, Transport, plain
from acore.adapters.http_faults import FAULTS, Faults
from acore.errors import EngineError
from acore.interfaces.http import FarSide, Http, HttpAnswer, HttpClient, Upload

LARGEST_BODY = 32 * 2**20
"""Bytes of one answer, after decompression; the longest list of models in use has two million."""
LONGEST_LINE = 4 * 2**20
_CONNECT_S = 10
_READ_OF_ERRORS = 16_384
_ADDRESSES = 32
"""Paths whose addresses are remembered: an engine asks for a few."""
_LIMITS = httpx.Limits(max_connections=1000, keepalive_expiry=15)


class PooledHttp(Http):
    """Clients with a pool of connections each."""

    def client(self, far: FarSide) -> HttpClient:
        """A client for the far side; raises EngineRefused for an address that is none."""
        return _PooledClient(far)


class _PooledClient(HttpClient):
    def __init__(self, far: FarSide) -> None:
        self._far = far
        self._faults = Faults(far)
        headers = {"accept-encoding": "identity", **far.headers}  # a compressed stream comes in lumps
        if far.api_key is not None:
            headers["authorization"] = f"{far.scheme} {far.api_key.get_secret_value()}"
        try:
            url = httpx.URL(far.base_url)
            self._transport = transport_to(url, far.proxy)
        except FAULTS as error:
            raise self._faults.before(error) from error
        self._headers = httpx.Headers(headers)
        self._json_headers = httpx.Headers({**headers, "content-type": "application/json"})
        self._address = lru_cache(_ADDRESSES)(partial(_below, url))
        timeout = httpx.Timeout(min(far.silence, far.timeout), connect=min(_CONNECT_S, far.timeout))
        self._extensions = {"timeout": timeout.as_dict()}

    @asynccontextmanager
    async def call(
        self, method: str, path: str, body: object = None, *, within: float | None = None
    ) -> AsyncIterator[HttpAnswer]:
        faults = self._faults if within is None or within >= self._far.timeout else self._faults.sooner(within)
        deadline = asyncio.get_running_loop().time() + faults.timeout
        try:
            content, stream, headers = self._written(body)
        except TypeError as error:
            raise faults.unsendable(error) from error
        try:
            url = self._address(path)
            request = httpx.Request(
                method, url, headers=headers, content=content, stream=stream, extensions=self._extensions
            )
            async with asyncio.timeout_at(deadline):
                # Nothing of what httpx's client does in between is wanted here, and it costs a third of a call.
                response = await self._transport.handle_async_request(request)
        except FAULTS as error:
            raise faults.before(error) from error
        answer = _PooledAnswer(response, deadline, faults)
        try:
            if response.status_code != httpx.codes.OK:
                said = await answer.beginning(_READ_OF_ERRORS)
                raise faults.of_status(response.status_code, response.headers, said)
            yield answer
        finally:
            await answer.aclose()

    def _written(self, body: object) -> tuple[bytes | None, httpx.AsyncByteStream | None, httpx.Headers]:
        """A body as it is sent, at once or else in pieces, and its headers; raises TypeError for what is no JSON."""
        if body is None:
            return None, None, self._headers
        if isinstance(body, Upload):
            return None, *self._form(body)
        content = orjson.dumps(body)
        if len(content) <= AT_ONCE:
            return content, None, self._json_headers
        return None, InPieces(content), httpx.Headers({**self._json_headers, "content-length": str(len(content))})

    def _form(self, upload: Upload) -> tuple[httpx.AsyncByteStream, httpx.Headers]:
        file = upload.filename, io.BytesIO(upload.content), upload.media_type  # as a file it goes in pieces
        form = httpx.Request("POST", "http://form", data=dict(upload.values), files={upload.name: file})
        kind = {name: form.headers[name] for name in ("content-type", "content-length")}
        return cast("httpx.AsyncByteStream", form.stream), httpx.Headers({**self._headers, **kind})

    def malformed(self, what: str) -> EngineError:
        return self._faults.malformed(what)

    def reported(self, words: str, status: int | None = None) -> EngineError:
        return self._faults.reported(words, status)

    async def aclose(self) -> None:
        await self._transport.aclose()


class _PooledAnswer(HttpAnswer):
    """Its deadline is one timer for the whole answer, which closes the connection: a time-out a piece costs more."""

    def __init__(self, response: httpx.Response, deadline: float, faults: Faults) -> None:
        self._response = response
        self._faults = faults
        self._body: Body = response.extensions[BODY]
        self._deadline = asyncio.get_running_loop().call_at(deadline, self._expire)
        self._expired = False
        self.media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()

    async def aclose(self) -> None:
        """Close the connection, unless all of the body has come: then it serves the next call."""
        self._deadline.cancel()
        await self._response.aclose()

    def _expire(self) -> None:
        self._expired = True
        self._body.abort()

    def expect(self, *media_types: str) -> None:
        if self.media_type and self.media_type not in media_types:
            raise self._faults.other_kind(self.media_type)

    def hurry(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        if (sooner := loop.time() + seconds) < self._deadline.when():
            self._deadline.cancel()
            self._deadline = loop.call_at(sooner, self._expire)

    async def lines(self) -> AsyncGenerator[list[bytes], None]:
        rest, half_an_end = b"", False
        async with aclosing(self.pieces()) as pieces:
            async for come in pieces:
                piece = come[1:] if half_an_end and come.startswith(b"\n") else come
                half_an_end = come.endswith(b"\r")
                if not piece:
                    continue
                lines = (rest + piece).splitlines(keepends=True)
                rest = b"" if lines[-1].endswith((b"\n", b"\r")) else lines.pop()
                if len(rest) > LONGEST_LINE:
                    raise self._faults.too_much(f"a line of more than {LONGEST_LINE:,} bytes")
                if lines:
                    yield [line.rstrip(b"\r\n") for line in lines]
        if rest:
            yield [rest]

    async def json(self) -> Any:  # noqa: ANN401  JSON
        body = b"".join([piece async for piece in self.pieces()])
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise self._faults.no_json(self.media_type, body) from error

    async def beginning(self, size: int) -> bytes:
        """As much of the body as comes, up to a size."""
        begun = b""
        try:
            async with aclosing(self.pieces()) as pieces:
                async for piece in pieces:
                    begun += piece
                    if len(begun) >= size:
                        break
        except EngineError:
            return begun  # what was said until it broke off is all there is
        return begun[:size]

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        taken = 0
        # Somebody may compress it though it was asked not to be.
        coding = self._response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in CODINGS:
            raise self._faults.other_kind(f"content in the coding {coding}")
        body = plain(self._body, coding)
        while True:
            try:
                piece = await body.read()
            except zlib.error as error:
                raise self._faults.malformed("what it compressed can not be read") from error
            except FAULTS as error:
                raise self._faults.within(TimeoutError() if self._expired else error) from error
            if not piece:
                return
            taken += len(piece)
            if taken > LARGEST_BODY:
                raise self._faults.too_much(f"more than {LARGEST_BODY:,} bytes")
            yield piece


def transport_to(url: httpx.URL, proxy: str | None = None) -> Transport:
    """The way to a server: through that proxy, or else the environment's, which is never asked for this machine.

    Raises httpx.UnsupportedProtocol for what is no address of the web. For HTTPS it reads certificates, once.
    """
    if url.scheme not in ("http", "https") or not url.host:
        raise httpx.UnsupportedProtocol(str(url))
    through = httpx.Proxy(proxy) if proxy else _proxy(url)
    return Transport(verify=_trust(url.scheme), proxy=through, limits=_LIMITS)


@cache
def _trust(scheme: str) -> ssl.SSLContext:
    """The machine's certificates, or those of SSL_CERT_FILE; reading them takes time that plain HTTP need not pay."""
    return httpx.create_ssl_context() if scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _below(base: httpx.URL, path: str) -> httpx.URL:
    """The address of a path behind that of the server."""
    return base.copy_with(raw_path=base.raw_path.rstrip(b"/") + b"/" + path.lstrip("/").encode())


def _proxy(url: httpx.URL) -> httpx.Proxy | None:
    """The environment's proxy, never for this machine itself."""
    if is_loopback(url.host) or proxy_bypass(url.host):
        return None
    address = getproxies().get(url.scheme) or getproxies().get("all")
    return httpx.Proxy(address) if address else None


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost" or host.lower().endswith(".localhost")
