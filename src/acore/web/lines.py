"""Answers of the doors: JSON Lines as they come, until somebody leaves or acore stops."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import orjson
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

_STOPPING = "acore is stopping. Ask again in a moment."
_BACK_S = 10
"""Seconds after which a service manager has started it anew, as a rule."""


class Lines(Response):
    """The lines of a work, which ends with whoever reads them, and when `stops` is set.

    The answer begins with the first line, so that whoever still waits for it then gets a 503 that says when to come
    back; in an answer that has begun the last line says the same. The request's body has to be read before.
    """

    media_type = "application/x-ndjson"

    def __init__(self, lines: AsyncGenerator[bytes, None], stops: asyncio.Event) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._lines = lines
        self._stops = stops
        self._begun = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer until it is done, nobody reads it any more, or acore stops."""
        told, left, stopped = (
            asyncio.create_task(part) for part in (self._tell(send), _gone(receive), self._stopped())
        )
        try:
            await asyncio.wait((told, left, stopped), return_when=asyncio.FIRST_COMPLETED)
        finally:
            cut = told.cancel()
            for task in (left, stopped):
                task.cancel()
            await asyncio.gather(told, left, stopped, return_exceptions=True)
        if not cut:
            told.result()
        elif not self._begun:
            headers = {"Retry-After": str(_BACK_S)}
            await PlainTextResponse(_STOPPING, 503, headers)(scope, receive, send)
        else:
            await _send(send, orjson.dumps({"error": "EngineUnavailable", "message": _STOPPING}) + b"\n", more=False)

    async def _tell(self, send: Send) -> None:
        async with aclosing(self._lines):
            async for line in self._lines:
                await self._begin(send)
                await _send(send, line)
        await self._begin(send)
        await _send(send, b"", more=False)

    async def _begin(self, send: Send) -> None:
        if not self._begun:
            self._begun = True
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})

    async def _stopped(self) -> None:
        await self._stops.wait()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, chunk: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": chunk, "more_body": more})
