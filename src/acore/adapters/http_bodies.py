"""Bodies in bounded pieces: those of questions as they go, those of answers as they come from the connection."""

import zlib
from collections.abc import AsyncIterator
from typing import Any, Protocol

import httpx
from httpx_aiohttp import AiohttpTransport

BODY = "acore.body"
"""The extension of a response from `Transport` that is its `Body`."""
CODINGS = {"identity": 0, "": 0, "gzip": 31, "x-gzip": 31, "deflate": 15}
"""The forms of compression that are read, with zlib's words for them."""
_INFLATED = 2**20
AT_ONCE = 2**18
"""Bytes of a body that the event loop writes in one go."""


class InPieces(httpx.AsyncByteStream):
    """A large body on its way out: between its pieces others have their turn, and the far side can take its time."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for begin in range(0, len(self._content), AT_ONCE):
            yield self._content[begin : begin + AT_ONCE]


class Pieces(Protocol):
    """A body, a piece at a time."""

    async def read(self) -> bytes:
        """What has come, or comes next; empty at the end."""
        ...


class Transport(AiohttpTransport):
    """Hands the body out as it comes from the connection, beside httpx's own way through several generators.

    Those would be left to the event loop to finish when a reader leaves early.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """As httpx's own transport."""
        response = await super().handle_async_request(request)
        response.extensions[BODY] = Body(response.stream)
        return response


class Body:
    """A body as it comes from the connection."""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401  the transport's own kind
        self._response = stream._aiohttp_response  # noqa: SLF001  it has no public name; the tests of faults hold it

    async def read(self) -> bytes:
        """What has come, or comes next; empty at the end."""
        piece: bytes = await self._response.content.readany()
        return piece

    def abort(self) -> None:
        """Close the connection at once; whoever reads gets an error."""
        self._response.close()


class Inflated:
    """A compressed body, a bounded piece at a time: a few bytes may stand for a thousand times as many."""

    def __init__(self, body: Pieces, window: int) -> None:
        self._body = body
        self._inflating = zlib.decompressobj(window)

    async def read(self) -> bytes:
        """What has come, or comes next; empty at the end. Raises zlib.error for what is not compressed so."""
        while True:
            packed = self._inflating.unconsumed_tail or await self._body.read()
            piece = self._inflating.decompress(packed, _INFLATED)
            if piece or not packed:
                return piece


def plain(body: Pieces, coding: str) -> Pieces:
    """The body without its compression; raises KeyError for a coding that is not read."""
    window = CODINGS[coding]
    return Inflated(body, window) if window else body
