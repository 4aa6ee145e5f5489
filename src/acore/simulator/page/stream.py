"""What happens in the loopback Discord, sent to the page while it happens."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from acore.errors import InvalidInput
from acore.simulator.page.offers import View
from acore.simulator.page.seat import Seat
from acore.simulator.world import WorldEvent

_PING = b"event: ping\ndata: 1\n\n"


class Streams:
    """The open event streams of a playground; `close` ends them all, so that the server can stop."""

    def __init__(self, seat: Seat, *, most: int = 32, tick_s: float = 1.0, ping_ticks: int = 10) -> None:
        """Up to `most` streams; news of turns is looked for every `tick_s`, silence is broken after `ping_ticks`."""
        self._seat = seat
        self._most = most
        self._tick_s = tick_s
        self._ping_ticks = ping_ticks
        self._open = 0
        self._closing = asyncio.Event()

    def open(self) -> "EventStream":
        """A new stream; raises InvalidInput when there are too many."""
        if self._open >= self._most:
            raise InvalidInput(f"{self._most} pages of this playground are open. Close one, then reload this one.")
        return EventStream(self)

    def close(self) -> None:
        """End every stream now, and each later one at once."""
        self._closing.set()

    async def serve(self, receive: Receive, send: Send) -> None:
        """Send events until the page goes away or the streams are closed."""
        self._open += 1
        parts = [asyncio.create_task(part) for part in (_gone(receive), self._closed(), self._pump(send))]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._open -= 1
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
        for part in done:
            part.result()

    async def _closed(self) -> None:
        await self._closing.wait()

    async def _pump(self, send: Send) -> None:
        """Everything as it is, then each change. Subscribed first, so that nothing falls between the two."""
        seat = self._seat
        async with seat.world.subscribe() as events:
            turns = {channel.id: seat.turns.latest(channel.id) for channel in seat.channels()}
            await _emit(send, seat.state())
            quiet = 0
            while True:
                event = await self._next(events)
                view = seat.event(event) if event else None
                quiet = 0 if view else quiet + 1
                if view:
                    await _emit(send, view)
                elif quiet % self._ping_ticks == 0:
                    await _send(send, _PING)
                for channel in seat.channels():
                    if (record := seat.turns.latest(channel.id)) is not turns.get(channel.id):
                        turns[channel.id] = record
                        await _emit(send, {"kind": "turn", "channel": channel.id, "turn": seat.turn(channel.id)})

    async def _next(self, events: AsyncIterator[WorldEvent]) -> WorldEvent | None:
        """The next event, or None where nothing happened for a tick."""
        try:
            async with asyncio.timeout(self._tick_s):
                return await anext(events)
        except TimeoutError:
            return None


class EventStream(Response):
    """A response of server-sent events, each a JSON object with its `kind`."""

    media_type = "text/event-stream"

    def __init__(self, streams: Streams) -> None:
        super().__init__(headers={"Cache-Control": "no-store"})
        del self.headers["content-length"]
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  ASGI's signature
        """Stream until either side ends it."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        await self._streams.serve(receive, send)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _emit(send: Send, view: View) -> None:
    await _send(send, b"data: " + orjson.dumps(view, default=_readable) + b"\n\n")


async def _send(send: Send, chunk: bytes) -> None:
    await send({"type": "http.response.body", "body": chunk, "more_body": True})


def _readable(value: Any) -> Any:  # noqa: ANN401  whatever a bot put into an embed
    return str(value)
