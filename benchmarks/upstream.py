"""A model server that costs next to nothing: `python -m benchmarks.upstream` prints its address.

The model that is asked says what it does: ``chunks-N`` sends N events, a packet each; ``slow`` answers after 0.2 s;
``hang`` sends one event and waits until it is left. ``GET /left`` answers with when that was, by the
machine's steady clock; ``GET /asked`` with how many answers were asked for so far.
"""

import asyncio
import time

import orjson

_PACE_S = 0.0005
_SLOW_S = 0.2
_CHOICE = b'{"index":0,"delta":{"content":"word "},"logprobs":null,"finish_reason":null}'
_EVENT = b'data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[%s]}\n\n' % _CHOICE
_END = b'data: {"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


class Upstream:
    """Serves connections, kept alive, one request after the other."""

    def __init__(self) -> None:
        self._left: asyncio.Queue[float] = asyncio.Queue()
        self._asked = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer until the connection is closed."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                await self._answer(head, await _body(reader, head), reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _answer(
        self, head: bytes, body: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if head.startswith(b"GET"):
            told = orjson.dumps(self._asked if head.startswith(b"GET /asked") else await self._left.get())
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(told), told)
            )
            return
        self._asked += 1
        model = orjson.loads(body)["model"]
        writer.write(_HEAD)
        if model == "hang":
            writer.write(_piece(_EVENT))
            await reader.read()
            self._left.put_nowait(time.monotonic())
            raise ConnectionError
        if model == "slow":
            await asyncio.sleep(_SLOW_S)
            writer.write(_piece(_EVENT))
        else:
            for _ in range(int(model.partition("-")[2])):
                writer.write(_piece(_EVENT))
                await asyncio.sleep(_PACE_S)
        writer.write(_piece(_END) + b"0\r\n\r\n")


def _piece(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    _, found, rest = head.lower().partition(b"content-length:")
    return await reader.readexactly(int(rest.split(b"\r\n", 1)[0])) if found else b""


async def _main() -> None:
    server = await asyncio.start_server(Upstream().serve, "127.0.0.1", 0, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main())
