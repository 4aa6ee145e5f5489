import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from acore.errors import InvalidInput
from acore.simulator.page.app import Playground
from acore.simulator.page.stream import Streams
from tests.unit.simulator_page.house import ORIGIN, House
from tests.unit.simulator_page.test_page_seat import record

PATIENCE_S = 5


class Visitor:
    """The smallest browser: an ASGI client that reads server-sent events and can go away."""

    def __init__(self) -> None:
        self._chunks: asyncio.Queue[bytes] = asyncio.Queue()
        self._left = asyncio.Event()
        self.status = 0
        self.headers: dict[str, str] = {}

    async def receive(self) -> dict[str, Any]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        elif message["body"]:
            self._chunks.put_nowait(message["body"])

    def leave(self) -> None:
        self._left.set()

    async def chunk(self) -> bytes:
        async with asyncio.timeout(PATIENCE_S):
            return await self._chunks.get()

    async def event(self) -> Any:
        """The next event that is no sign of life."""
        while (chunk := await self.chunk()).startswith(b"event: ping"):
            pass
        return json.loads(chunk.removeprefix(b"data: "))


@asynccontextmanager
async def following(streams: Streams) -> AsyncIterator[tuple[Visitor, asyncio.Task[None]]]:
    visitor = Visitor()
    task = asyncio.create_task(streams.open()({"type": "http"}, visitor.receive, visitor.send))
    try:
        yield visitor, task
    finally:
        visitor.leave()
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def streams(house: House) -> Streams:
    return Streams(house.seat, tick_s=0.005, ping_ticks=3)


async def test_a_stream_begins_with_everything_and_goes_on_with_each_change(house: House, streams: Streams) -> None:
    house.bot_says("before")
    async with following(streams) as (visitor, _):
        state = await visitor.event()
        assert state["kind"] == "state"
        assert [message["text"] for message in state["messages"][house.general.id]] == ["before"]
        message = house.bot_says("after")
        assert (await visitor.event())["message"]["text"] == "after"
        message.content = "after all"
        house.world.revise(message)
        assert (await visitor.event())["message"]["text"] == "after all"
        house.world.withdraw(message)
        assert (await visitor.event())["kind"] == "delete"


async def test_it_is_an_event_stream_that_nobody_keeps(streams: Streams) -> None:
    async with following(streams) as (visitor, _):
        await visitor.event()
        assert visitor.status == 200
        assert visitor.headers["content-type"].startswith("text/event-stream")
        assert visitor.headers["cache-control"] == "no-store"
        assert "content-length" not in visitor.headers


async def test_a_turn_is_told_once_it_is_over(house: House, streams: Streams) -> None:
    async with following(streams) as (visitor, _):
        await visitor.event()
        house.turns.add(record(house.general.id))
        event = await visitor.event()
        assert (event["kind"], event["channel"], event["turn"]["engine"]) == ("turn", house.general.id, "extractive")


async def test_silence_is_broken_so_that_a_lost_connection_is_noticed(streams: Streams) -> None:
    async with following(streams) as (visitor, _):
        await visitor.event()
        assert await visitor.chunk() == b"event: ping\ndata: 1\n\n"


async def test_events_of_others_do_not_reach_the_page(house: House, streams: Streams) -> None:
    async with following(streams) as (visitor, _):
        await visitor.event()
        house.bot_says("for Bob", ephemeral_to=house.bob.id)
        house.bot_says("for all")
        assert (await visitor.event())["message"]["text"] == "for all"


async def test_a_visitor_who_leaves_ends_the_stream_and_its_subscription(house: House, streams: Streams) -> None:
    async with following(streams) as (visitor, task):
        await visitor.event()
        visitor.leave()
        async with asyncio.timeout(PATIENCE_S):
            await task
    assert not house.world._feed._watchers


async def test_closing_ends_open_and_later_streams(streams: Streams) -> None:
    async with following(streams) as (visitor, task):
        await visitor.event()
        streams.close()
        async with asyncio.timeout(PATIENCE_S):
            await task
    async with following(streams) as (_, late), asyncio.timeout(PATIENCE_S):
        await late


async def test_closing_the_playground_ends_its_streams(app: Playground) -> None:
    app.close()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN) as client:
        async with asyncio.timeout(PATIENCE_S):
            assert (await client.get("/playground/events")).status_code == 200


async def test_the_number_of_streams_is_bounded(house: House) -> None:
    streams = Streams(house.seat, most=1)
    async with following(streams) as (visitor, _):
        await visitor.event()
        with pytest.raises(InvalidInput, match="Close one"):
            streams.open()
    streams.open()


async def test_a_stream_whose_sending_fails_ends_with_that_error(house: House, streams: Streams) -> None:
    class Broken(Visitor):
        async def send(self, message: Any) -> None:
            if message["type"] == "http.response.body":
                raise OSError("gone")

    visitor = Broken()
    with pytest.raises(OSError, match="gone"):
        await streams.open()({"type": "http"}, visitor.receive, visitor.send)
    assert not house.world._feed._watchers
