"""Fetches what stands at an address that somebody else chose: from the public web, whole, and within bounds."""

import asyncio
import re
import ssl
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver

from acore.adapters.http_bodies import BODY, CODINGS, Body, Pieces, plain
from acore.adapters.http_faults import FAULTS
from acore.adapters.public_web import PUBLIC, Forbidden, PublicTransport, Reach, checked
from acore.domain.web import Fetched
from acore.errors import (
    EngineError,
    EngineRefused,
    EngineTimeout,
    EngineUnavailable,
    InvalidInput,
    NotFound,
    RateLimited,
)
from acore.interfaces import EngineContext, PageFetcher

_MOST_REDIRECTS = 5
_CONNECT_S = 10.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GIVEN = frozenset({200, 203})
_NOTHING = frozenset({204, 205, 404, 410})
_PASSING = frozenset({408, 425})
_NOT_READ = ("image/", "audio/", "video/", "font/", "model/", "multipart/")
_TEXTS = ("text/", "application/xhtml")
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE)
_OTHER_CHARSETS = re.compile(
    r"(?:iso-8859-\d{1,2}|windows-125\d|shift_jis|euc-jp|iso-2022-jp|gb2312|gbk|gb18030|big5|euc-kr|koi8-[ru])"
)
"""What pages are written in that are not in UTF-8; Python knows codecs that are no such thing."""
_UTF_8_MARK = b"\xef\xbb\xbf"


class HttpPageFetcher(PageFetcher):
    """Follows redirects itself, so that every address on the way is checked; sends nothing of anybody's.

    Text that a server declares to be in an old encoding is given in UTF-8, with its mark.
    """

    def __init__(
        self,
        context: EngineContext,
        reach: Reach = PUBLIC,
        resolver: Callable[[], AbstractResolver] = aiohttp.DefaultResolver,
    ) -> None:
        self._clock = context.clock
        self._metrics = context.metrics
        self._reach = reach
        self._resolver = resolver
        self._made: PublicTransport | None = None
        self._making = asyncio.Lock()
        self._headers = httpx.Headers(
            {
                "user-agent": f"acore/{version('acore')}",
                "accept": "text/html,application/xhtml+xml,text/*;q=0.9,*/*;q=0.5",
                "accept-encoding": "gzip",
            }
        )

    async def aclose(self) -> None:
        """Close what is being fetched."""
        made, self._made = self._made, None
        if made is not None:
            await made.aclose()

    async def fetch(self, url: str, *, largest: int, timeout: float) -> Fetched:  # noqa: ASYNC109  the contract's
        """What stands there, after at most five redirects."""
        place = checked(url.strip(), self._reach)
        began = self._clock.monotonic()
        try:
            async with asyncio.timeout(timeout):
                fetched = await self._followed(place, largest)
        except TimeoutError as error:
            self._metrics.count("pages.failures", kind="EngineTimeout")
            told = f"{place.host} did not give the page within {timeout:g} s."
            raise EngineTimeout(told, engine=place.host) from error
        except (EngineError, InvalidInput, NotFound) as error:
            self._metrics.count("pages.failures", kind=type(error).__name__)
            raise
        self._metrics.observe("pages.ms", (self._clock.monotonic() - began) * 1000)
        return fetched

    async def _followed(self, place: httpx.URL, largest: int) -> Fetched:
        for _ in range(_MOST_REDIRECTS + 1):
            async with self._asked(place) as response:
                location = response.headers.get("location")
                if response.status_code not in _REDIRECTS or not location:
                    return await _taken(place, response, largest)
                place = self._next(place, location)
        raise EngineRefused(f"{place.host} leads from one page to the next without an end.", engine=place.host)

    def _next(self, place: httpx.URL, location: str) -> httpx.URL:
        try:
            following = str(place.join(location.strip()))
        except (httpx.InvalidURL, ValueError) as error:
            raise EngineRefused(f"{place.host} leads on to what is no address.", engine=place.host) from error
        try:
            return checked(following, self._reach)
        except InvalidInput as error:
            raise InvalidInput(f"{place.host} leads on to another address. {error}") from error

    @asynccontextmanager
    async def _asked(self, place: httpx.URL) -> AsyncIterator[httpx.Response]:
        timeout = httpx.Timeout(None, connect=_CONNECT_S)
        request = httpx.Request("GET", place, headers=self._headers, extensions={"timeout": timeout.as_dict()})
        transport = await self._transport()
        try:
            response = await transport.handle_async_request(request)
        except FAULTS as error:
            raise _unanswered(place, error) from error
        try:
            yield response
        finally:
            await response.aclose()

    async def _transport(self) -> PublicTransport:
        async with self._making:
            if self._made is None:
                self._made = await asyncio.to_thread(PublicTransport, self._reach, self._resolver)
            return self._made


async def _taken(place: httpx.URL, response: httpx.Response, largest: int) -> Fetched:
    if (problem := _problem(place, response.status_code)) is not None:
        raise problem
    media_type, _, parameters = response.headers.get("content-type", "").lower().partition(";")
    media_type = media_type.strip()
    if media_type.startswith(_NOT_READ):
        raise EngineRefused(f"There is nothing to read at {place.host}: it is {media_type[:60]}.", engine=place.host)
    data = await _whole(place, response, largest)
    return Fetched(str(place), media_type, _in_utf_8(data, media_type, parameters))


def _problem(place: httpx.URL, status: int) -> EngineError | NotFound | None:
    host = place.host
    if status in _GIVEN:
        return None
    if status in _NOTHING:
        return NotFound(f"There is nothing at that address of {host} ({status}).")
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return RateLimited(f"{host} was asked too often ({status}); ask again later.", engine=host)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR or status in _PASSING:
        return EngineUnavailable(f"{host} can not give the page now ({status}); ask again in a moment.", engine=host)
    return EngineRefused(f"{host} does not let me read that page ({status}).", engine=host)


async def _whole(place: httpx.URL, response: httpx.Response, largest: int) -> bytes:
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in CODINGS:
        raise EngineRefused(f"{place.host} compressed the page in a way that I can not read.", engine=place.host)
    body: Body = response.extensions[BODY]
    told = response.headers.get("content-length", "")
    pieces: list[bytes] = []
    taken = 0
    come = plain(body, coding)
    while not (told.isdecimal() and int(told) > largest):
        piece = await _piece(place, come)
        if not piece:
            return b"".join(pieces)
        taken += len(piece)
        if taken > largest:
            break
        pieces.append(piece)
    body.abort()
    raise EngineRefused(f"There are more than {largest / 1e6:g} MB at {place.host}.", engine=place.host)


async def _piece(place: httpx.URL, come: Pieces) -> bytes:
    try:
        return await come.read()
    except zlib.error as error:
        told = f"What {place.host} compressed can not be read."
        raise EngineRefused(told, engine=place.host) from error
    except FAULTS as error:
        told = f"{place.host} broke off in the middle of the page; ask again in a moment."
        raise EngineUnavailable(told, engine=place.host) from error


def _in_utf_8(data: bytes, media_type: str, parameters: str) -> bytes:
    """Readers of a file do not see what the server said of it; a mark at its beginning they do (WHATWG, Encoding)."""
    told = _CHARSET.search(parameters) if media_type.startswith(_TEXTS) else None
    if told is None or not _OTHER_CHARSETS.fullmatch(told[1]):
        return data
    charset = "windows-1252" if told[1] == "iso-8859-1" else told[1]
    return _UTF_8_MARK + data.decode(charset, "replace").encode()


def _unanswered(place: httpx.URL, error: Exception) -> EngineError | InvalidInput:
    """What happened before the head of an answer was there."""
    causes = list(_causes(error))
    host = place.host
    if any(isinstance(cause, Forbidden) for cause in causes):
        return InvalidInput(f"I can not open that address: {host} is not on the public web.")
    if any(isinstance(cause, ssl.SSLError | aiohttp.ClientSSLError) for cause in causes):
        return EngineRefused(f"{host} has no certificate that can be trusted.", engine=host)
    if any(isinstance(cause, TimeoutError) for cause in causes):
        return EngineTimeout(f"{host} can not be reached in time.", engine=host)
    if any(isinstance(cause, aiohttp.ClientConnectorError) for cause in causes):
        return EngineUnavailable(f"{host} can not be reached; is the address right?", engine=host)
    if any(isinstance(cause, aiohttp.ClientResponseError | httpx.UnsupportedProtocol | ValueError) for cause in causes):
        return EngineRefused(f"{host} does not answer as the web does.", engine=host)
    return EngineUnavailable(f"{host} closed the connection without an answer.", engine=host)


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in found:
        found.append(cause)
        cause = cause.__cause__
    return found
