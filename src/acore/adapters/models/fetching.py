"""Fetches one file into a part of it, and goes on where the part ends. Importing it loads the HTTP client."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

import httpx
import structlog

from acore.adapters.http import transport_to
from acore.adapters.http_bodies import BODY, Body
from acore.adapters.http_faults import FAULTS, Faults
from acore.adapters.models.files import sha256_of, unwritable
from acore.domain.model_files import ModelFile
from acore.errors import EngineRefused, EngineUnavailable, RateLimited
from acore.interfaces import Clock, FarSide

_log = structlog.get_logger(__name__)

SILENCE_S: Final = 30
"""Seconds without a byte after which a connection is given up."""
_CONNECT_S = 10
_TRIES = 5
"""How often in a row nothing new may come."""
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 60
_WHOLE_TRIES = 2
"""How often a file may come whole and wrong: once it may have been a part of an older one."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_BLOCK = 2**18
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_STRONG = re.compile(r'"[!#-~]{1,200}"')
"""A tag that tells that bytes are the same (RFC 9110, 8.8.3); a weak one does not."""
_OK, _PARTIAL, _BEYOND = 200, 206, 416


class _Changed(Exception):
    """What stands there is not what the part is of."""


class Fetcher:
    """Brings files, each tried anew as long as something comes; cancelling keeps what has come."""

    def __init__(self, clock: Clock, silence_s: float = SILENCE_S) -> None:
        self._clock = clock
        self._silence_s = silence_s

    async def fetch(self, file: ModelFile, url: str, part: Path) -> None:
        """Return once all of the file, proved by its digest, is in the part.

        Raises EngineRefused where the server has another file or none, EngineUnavailable where it does not go on,
        or where the disk is full.
        """
        failures = wrong = 0
        while True:
            had = _size(part)
            if had == file.size:
                if (found := await asyncio.to_thread(sha256_of, part)) == file.sha256:
                    return
                _forget(part)
                if (wrong := wrong + 1) == _WHOLE_TRIES:
                    raise _other(url, f"it has the SHA-256 {found}, not {file.sha256}")
            try:
                await self._more(file, url, part)
                failures = 0
            except EngineUnavailable as error:
                failures = 1 if _size(part) > had else failures + 1
                wait = _wait(error, failures)
                if failures == _TRIES or wait > _LONGEST_WAIT_S:
                    raise
                _log.info("model_file_tried_again", file=file.path, after_s=wait, error=str(error))
                await self._clock.sleep(wait)

    async def _more(self, file: ModelFile, url: str, part: Path) -> None:
        """Take what one connection gives."""
        had = _size(part) if _size(part) < file.size else 0
        headers = {"range": f"bytes={had}-"} if had else {}
        if had and (etag := _remembered(part)):
            headers["if-range"] = etag
        async with self._opened(httpx.URL(url), headers) as (response, faults):
            try:
                begin = _begin(response, had, file, faults)
            except _Changed as error:
                _forget(part)
                raise faults.malformed("what it goes on with is of another file") from error
            etag = response.headers.get("etag", "")
            await _off_the_loop(lambda: _cut(part, begin, etag))
            await _take(response, part, begin, file, faults)

    @asynccontextmanager
    async def _opened(self, url: httpx.URL, headers: dict[str, str]) -> AsyncIterator[tuple[httpx.Response, Faults]]:
        """The answer that the address leads to."""
        asked = {"user-agent": f"acore/{version('acore')}", "accept-encoding": "identity", **headers}
        timeout = httpx.Timeout(self._silence_s, connect=min(_CONNECT_S, self._silence_s)).as_dict()
        for _ in range(_MOST_REDIRECTS + 1):
            faults = self._faults(url)
            async with _sent(httpx.Request("GET", url, headers=asked, extensions={"timeout": timeout}), faults) as told:
                location = told.headers.get("location")
                if told.status_code not in _REDIRECTS or not location:
                    yield told, faults
                    return
            url = _next(url, location)
        raise _other(str(url), "one address leads to the next without an end")

    def _faults(self, url: httpx.URL) -> Faults:
        return Faults(
            FarSide(
                engine="models",
                base_url=str(url),
                timeout=self._silence_s,
                unreached="Is there a network, and models.mirror right? What has come is kept.",
                way_out="models.mirror names another place for the files.",
            )
        )


@asynccontextmanager
async def _sent(request: httpx.Request, faults: Faults) -> AsyncIterator[httpx.Response]:
    try:
        transport = await asyncio.to_thread(transport_to, request.url)
    except FAULTS as error:
        raise faults.before(error) from error
    try:
        try:
            response = await transport.handle_async_request(request)
        except FAULTS as error:
            raise faults.before(error) from error
        try:
            yield response
        finally:
            await response.aclose()
    finally:
        await transport.aclose()


def _next(url: httpx.URL, location: str) -> httpx.URL:
    try:
        following = url.join(location.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise _other(str(url), "it leads on to what is no address") from error
    if following.scheme not in (url.scheme, "https"):
        raise _other(str(url), "it leads on to an address that is not encrypted")
    return following


def _begin(response: httpx.Response, had: int, file: ModelFile, faults: Faults) -> int:
    """Where in the file the answer begins; raises where it is not of this file."""
    status, headers = response.status_code, response.headers
    if status == _BEYOND and had:
        raise _Changed
    if status not in (_OK, _PARTIAL):
        raise faults.of_status(status, headers, b"")
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise _other(str(response.request.url), "it comes compressed")
    begin, whole = 0, headers.get("content-length", "")
    if status == _PARTIAL:
        told = _RANGE.fullmatch(headers.get("content-range", "").strip())
        if told is None or int(told[1]) != had:
            raise _Changed
        begin, whole = had, told[2]
    if whole.isdecimal() and int(whole) != file.size:
        raise _other(str(response.request.url), f"it has {int(whole):,} bytes, not {file.size:,}")
    return begin


async def _take(response: httpx.Response, part: Path, begin: int, file: ModelFile, faults: Faults) -> None:
    """Write the body behind the first `begin` bytes; what came before it broke off is kept."""
    body: Body = response.extensions[BODY]
    held, at, ended = bytearray(), begin, False
    try:
        while not ended:
            try:
                piece = await body.read()
            except FAULTS as error:
                raise faults.within(error) from error
            ended = not piece
            at += len(piece)
            if at > file.size:
                held.clear()
                raise _other(str(response.request.url), f"it has more than {file.size:,} bytes")
            held += piece
            if len(held) >= _BLOCK:
                await _written(part, held)
    finally:
        await _written(part, held)
    if at < file.size:
        raise faults.malformed(f"it ended {file.size - at:,} bytes early")


async def _written(part: Path, held: bytearray) -> None:
    data = bytes(held)
    held.clear()
    if data:
        await _off_the_loop(lambda: _append(part, data))


async def _off_the_loop(write: Callable[[], None]) -> None:
    """In a thread, and over when this returns, also where it is cancelled: nobody else may find half a block."""
    work = asyncio.ensure_future(asyncio.to_thread(write))
    try:
        await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait({work})
        work.exception()  # who is cancelled is not told of it
        raise


def _append(part: Path, data: bytes) -> None:
    try:
        with part.open("ab") as file:
            file.write(data)
    except OSError as error:
        raise unwritable(part, error) from error


def _cut(part: Path, size: int, etag: str) -> None:
    """Keep the beginning of a part, and which version of the file it is of."""
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with part.open("ab") as file:
            file.truncate(size)
        if _STRONG.fullmatch(etag):
            _mark(part).write_text(etag, "ascii")
        else:
            _mark(part).unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(part, error) from error


def _mark(part: Path) -> Path:
    return part.with_name(f"{part.name}.etag")


def _remembered(part: Path) -> str | None:
    try:
        told = _mark(part).read_text("ascii", errors="replace")
    except OSError:
        return None  # the digest of the whole proves it as well
    return told if _STRONG.fullmatch(told) else None


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _mark(part).unlink(missing_ok=True)


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except FileNotFoundError:
        return 0


def _wait(error: EngineUnavailable, failures: int) -> float:
    told = error.retry_after if isinstance(error, RateLimited) else None
    return _FIRST_WAIT_S * 2.0 ** (failures - 1) if told is None else told


def _other(url: str, why: str) -> EngineRefused:
    """What is there is not the file that is meant."""
    place = str(httpx.URL(url).copy_with(username=None, password=None, query=None))[:200]
    told = f"{place} is not the file that is meant: {why}. models.mirror names another place for the files."
    return EngineRefused(told, engine="models")
