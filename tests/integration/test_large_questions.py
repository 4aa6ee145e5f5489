"""What is too large to be sent at once: recordings, pictures, many texts."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes

import pytest

from acore.adapters.http import PooledHttp
from acore.adapters.http_bodies import AT_ONCE
from acore.errors import EngineTimeout
from acore.interfaces import FarSide, HttpClient, StatusRefused, Upload
from tests.integration.listening import Serve, listening
from tests.integration.llm.far_side import Asked, Line, far_side

FILE = random.Random(0).randbytes(5 * 2**20 + 7)
UPLOAD = Upload(
    name="file", filename="a.wav", media_type="audio/wav", content=FILE, values={"model": "m", "prompt": "Grüße"}
)


@asynccontextmanager
async def client(address: str, timeout_s: float = 20) -> AsyncIterator[HttpClient]:
    asking = PooledHttp().client(FarSide(engine="far", base_url=address, timeout=timeout_s))
    try:
        yield asking
    finally:
        await asking.aclose()


@asynccontextmanager
async def server(serve: Serve) -> AsyncIterator[str]:
    async with listening(serve) as port:
        yield f"http://127.0.0.1:{port}"


async def until_nothing_is_sent() -> None:
    """Wait until whoever wrote to the connection has ended."""
    async with asyncio.timeout(5):
        while any("write_bytes" in repr(task) for task in asyncio.all_tasks()):
            await asyncio.sleep(0)


async def yes(_: Asked, line: Line) -> None:
    await line.json("yes")


@pytest.mark.parametrize("size", [AT_ONCE - 2, AT_ONCE - 1, 5 * 2**20 + 7])
async def test_json_comes_whole(size: int) -> None:
    async with far_side(yes) as far, client(far.address) as asking:
        for _ in range(2):
            assert await asking.post("texts", "x" * size) == "yes"
    for asked in far.asked:
        assert asked.body == "x" * size
        assert int(asked.headers["content-length"]) == size + 2
        assert asked.headers["content-type"] == "application/json"
        assert "transfer-encoding" not in asked.headers


async def test_a_file_comes_whole_with_what_is_said_of_it() -> None:
    async with far_side(yes) as far, client(far.address) as asking:
        assert await asking.post("files", UPLOAD) == "yes"
    (asked,) = far.asked
    assert "transfer-encoding" not in asked.headers
    head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
    parts = message_from_bytes(head + asked.body).get_payload()
    bodies = [part.get_payload(decode=True) for part in parts if not isinstance(part, str)]
    assert bodies == [b"m", "Grüße".encode(), FILE]


@pytest.mark.parametrize("body", [UPLOAD, "x" * len(FILE)])
async def test_leaving_stops_what_is_being_sent(body: object) -> None:
    begun, taken = asyncio.Event(), asyncio.get_running_loop().create_future()

    async def taking(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        come = len(await reader.readuntil(b"\r\n\r\n"))
        begun.set()
        while piece := await reader.read(2**16):
            come += len(piece)
            await asyncio.sleep(0)
        writer.close()
        taken.set_result(come)

    async with server(taking) as address, client(address) as asking:
        sending = asyncio.create_task(asking.post("files", body))
        await begun.wait()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        await until_nothing_is_sent()
        assert await asyncio.wait_for(taken, 5) < len(FILE)


@pytest.mark.parametrize("body", [UPLOAD, "x" * len(FILE)])
async def test_a_far_side_that_does_not_take_it_is_given_up_within_the_deadline(body: object) -> None:
    leave = asyncio.Event()

    async def mute(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await leave.wait()
        writer.close()

    async with server(mute) as address, client(address, 0.3) as asking:
        try:
            with pytest.raises(EngineTimeout):
                await asking.post("files", body)
            await until_nothing_is_sent()
        finally:
            leave.set()


async def test_a_refusal_that_comes_before_the_end_is_told() -> None:
    async def too_much(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 413 Too much\r\nContent-Length: 4\r\nConnection: close\r\n\r\nmuch")
        await writer.drain()
        while await reader.read(2**16):
            pass
        writer.close()

    async with server(too_much) as address, client(address) as asking:
        with pytest.raises(StatusRefused, match="413"):
            await asking.post("files", UPLOAD)
