"""Answers of the doors, as a server sees them."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from acore.web.lines import Lines

SCOPE: dict[str, Any] = {"type": "http", "method": "POST", "path": "/", "headers": []}


class Peer:
    """Sends no more than its disconnect, and keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.left = asyncio.Event()
        self.stops = asyncio.Event()
        self.speaks = asyncio.Event()
        self.closed = False

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.told.append(dict(message))

    async def lines(self, *before: bytes, error: Exception | None = None) -> AsyncGenerator[bytes, None]:
        try:
            for line in before:
                yield line
            if error:
                raise error
            await self.speaks.wait()
            yield b"last\n"
        finally:
            self.closed = True

    async def hear(self, *before: bytes, then: asyncio.Event, error: Exception | None = None) -> None:
        answering = asyncio.create_task(
            Lines(self.lines(*before, error=error), self.stops)(SCOPE, self.receive, self.send)
        )
        for _ in range(10):
            await asyncio.sleep(0)
        then.set()
        await answering
        assert self.closed

    @property
    def status(self) -> int:
        return int(self.told[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.told)

    @property
    def is_whole(self) -> bool:
        starts = [message for message in self.told if message["type"] == "http.response.start"]
        return len(starts) == 1 and not self.told[-1].get("more_body", False)


async def test_an_answer_is_its_lines() -> None:
    peer = Peer()
    await peer.hear(b"first\n", then=peer.speaks)
    assert (peer.status, peer.body, peer.is_whole) == (200, b"first\nlast\n", True)
    assert (b"content-type", b"application/x-ndjson") in peer.told[0]["headers"]


async def test_an_answer_without_a_line_is_empty() -> None:
    class Silent(Peer):
        async def lines(self, *before: bytes, error: Exception | None = None) -> AsyncGenerator[bytes, None]:
            async for line in super().lines(*before, error=error):
                assert line == b"last\n"
            for nothing in before:
                yield nothing

    peer = Silent()
    await peer.hear(then=peer.speaks)
    assert (peer.status, peer.body, peer.is_whole) == (200, b"", True)


async def test_whoever_waits_when_it_stops_is_told_when_to_come_back() -> None:
    peer = Peer()
    await peer.hear(then=peer.stops)
    assert (peer.status, peer.body, peer.is_whole) == (503, b"acore is stopping. Ask again in a moment.", True)
    assert (b"retry-after", b"10") in peer.told[0]["headers"]


async def test_what_has_begun_when_it_stops_ends_with_a_line_that_says_so() -> None:
    peer = Peer()
    await peer.hear(b"first\n", then=peer.stops)
    assert (peer.status, peer.is_whole) == (200, True)
    assert peer.body.startswith(b'first\n{"error":"EngineUnavailable","message":"acore is stopping.')


async def test_what_comes_after_it_was_stopped_is_sent_away_as_well() -> None:
    peer = Peer()
    peer.stops.set()
    await peer.hear(then=peer.stops)
    assert peer.status == 503


async def test_the_work_ends_with_its_reader() -> None:
    peer = Peer()
    await peer.hear(b"first\n", then=peer.left)
    assert b"last" not in peer.body


async def test_an_error_of_the_work_is_raised() -> None:
    peer = Peer()
    with pytest.raises(ZeroDivisionError):
        await peer.hear(error=ZeroDivisionError(), then=peer.speaks)


async def test_cancelling_ends_the_work() -> None:
    peer = Peer()
    answering = asyncio.create_task(Lines(peer.lines(b"first\n"), peer.stops)(SCOPE, peer.receive, peer.send))
    while not peer.told:
        await asyncio.sleep(0)
    answering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await answering
    assert peer.closed
