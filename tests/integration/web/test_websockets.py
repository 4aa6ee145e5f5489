"""WebSockets through the real server, with a client that keeps the protocol and one that does not."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from acore.web.server import WebServer

PATIENCE_S = 5
UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: {version}\r\nSec-WebSocket-Key: {key}\r\n\r\n"
)
KEY = "dGhlIHNhbXBsZSBub25jZQ=="
ended: list[int] = []


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                ended.append(message["code"])
                return
            if message.get("text") == "bye":
                await socket.close(3000, "as you wish")
                continue
            if message.get("text") == "break":
                raise ValueError("broken")
            await socket.send({"type": "websocket.send", "bytes": message.get("bytes"), "text": message.get("text")})
    except WebSocketDisconnect as error:
        ended.append(error.code)


async def flood(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_bytes(bytes(100_000))
    except WebSocketDisconnect as error:
        ended.append(error.code)


async def closed(socket: WebSocket) -> None:
    await socket.close()


APP = Starlette(
    routes=[WebSocketRoute("/echo", echo), WebSocketRoute("/flood", flood), WebSocketRoute("/closed", closed)]
)


@pytest.fixture
async def web() -> AsyncIterator[WebServer]:
    ended.clear()
    web = WebServer(APP, host="127.0.0.1", port=0)
    await web.start()
    yield web
    await web.aclose()


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def until_ended() -> int:
    async with asyncio.timeout(PATIENCE_S):
        while not ended:
            await asyncio.sleep(0.01)
    return ended[0]


async def test_texts_and_bytes_of_any_size_come_back(web: WebServer, client: aiohttp.ClientSession) -> None:
    async with client.ws_connect(f"{web.address}/echo") as socket:
        for size in (0, 1, 125, 126, 65_535, 65_536, 250_000):
            await socket.send_bytes(bytes(size))
            assert await socket.receive_bytes(timeout=PATIENCE_S) == bytes(size)
        await socket.send_str("grüß dich")
        assert await socket.receive_str(timeout=PATIENCE_S) == "grüß dich"
        await socket.ping(b"there?")
        await socket.send_str("still")
        assert await socket.receive_str(timeout=PATIENCE_S) == "still"
        await socket.close(code=3001)
    assert await until_ended() == 3001


async def test_many_messages_at_once_wait_for_the_app(web: WebServer, client: aiohttp.ClientSession) -> None:
    async with client.ws_connect(f"{web.address}/echo") as socket:
        for n in range(500):
            await socket.send_str(str(n))
        assert [await socket.receive_str(timeout=PATIENCE_S) for _ in range(500)] == [str(n) for n in range(500)]


async def test_the_app_closes_with_its_code(web: WebServer, client: aiohttp.ClientSession) -> None:
    async with client.ws_connect(f"{web.address}/echo") as socket:
        await socket.send_str("bye")
        message = await socket.receive(timeout=PATIENCE_S)
        assert (message.type, message.data, message.extra) == (aiohttp.WSMsgType.CLOSE, 3000, "as you wish")
    assert await until_ended() == 3000


async def test_a_message_that_is_too_large_ends_it(web: WebServer, client: aiohttp.ClientSession) -> None:
    async with client.ws_connect(f"{web.address}/echo") as socket:
        await socket.send_bytes(bytes(300_000))
        assert (await socket.receive(timeout=PATIENCE_S)).data == 1009
    assert await until_ended() == 1009


async def test_an_app_that_breaks_ends_it_and_nothing_else(web: WebServer, client: aiohttp.ClientSession) -> None:
    async with client.ws_connect(f"{web.address}/echo") as socket:
        await socket.send_str("break")
        assert (await socket.receive(timeout=PATIENCE_S)).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
    async with client.ws_connect(f"{web.address}/echo") as socket:
        await socket.send_str("again")
        assert await socket.receive_str(timeout=PATIENCE_S) == "again"


@pytest.mark.parametrize("path", ["/closed", "/nowhere"])
async def test_a_path_that_takes_none_refuses(web: WebServer, client: aiohttp.ClientSession, path: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as error:
        await client.ws_connect(f"{web.address}{path}")
    assert error.value.status == 403


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (UPGRADE.format(path="/echo", version=13, key=KEY), "101"),
        (UPGRADE.format(path="/echo", version=8, key=KEY), "400"),
        (UPGRADE.format(path="/echo", version=13, key="c2hvcnQ="), "400"),
        (UPGRADE.format(path="/echo", version=13, key="no base64!"), "400"),
        (UPGRADE.format(path="/echo", version=13, key=KEY).replace("GET", "POST"), "405"),
    ],
)
async def test_only_a_whole_handshake_opens_it(web: WebServer, request_head: str, status: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(web.address.rsplit(":", 1)[1]))
    writer.write(request_head.encode())
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_S)
    writer.close()
    await writer.wait_closed()
    assert answer.decode().split(" ")[1] == status
    # The key and its answer are the example of RFC 6455.
    assert ("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in answer.decode()) == (status == "101")


async def test_who_does_not_read_holds_the_app_back_and_who_is_lost_ends_it(web: WebServer) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(web.address.rsplit(":", 1)[1]), limit=1000)
    writer.write(UPGRADE.format(path="/flood", version=13, key=KEY).encode())
    await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_S)
    # An app that is not held back would never let the loop go on from here.
    writer.transport.abort()
    assert await until_ended() == 1006


async def test_the_server_stops_with_a_goodbye(web: WebServer, client: aiohttp.ClientSession) -> None:
    async with client.ws_connect(f"{web.address}/echo") as socket:
        stopping = asyncio.create_task(web.aclose())
        assert (await socket.receive(timeout=PATIENCE_S)).data == 1012
        await asyncio.wait_for(stopping, PATIENCE_S)
    assert await until_ended() == 1012
