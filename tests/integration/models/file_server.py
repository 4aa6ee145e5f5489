"""A server of files on loopback that behaves as it is told: request by request, well or badly."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from random import Random

from acore.adapters.clock.system import SystemClock
from acore.domain.model_files import Model, ModelFile
from tests.integration.llm.far_side import Asked, Line, far_side

KIND = "application/octet-stream"
TAKEN_S = 0.2
"""Within which the other side has taken what was sent; what it has not is lost when a connection breaks."""
Behaviour = Callable[[Asked, Line, bytes], Awaitable[None]]


class QuickClock(SystemClock):
    """Does not wait between two tries; `slept` is what it should have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0.01)


def content(name: str, size: int) -> bytes:
    return Random(name).randbytes(size)


def model(name: str = "tiny", **sizes: int) -> Model:
    """One of such files; a name's last underscore is a dot, two are a folder."""
    paths = {path.replace("__", "/").replace("_", "."): size for path, size in (sizes or {"model_bin": 3000}).items()}
    files = tuple(
        ModelFile(path, f"http://127.0.0.1:1/{path}", size, hashlib.sha256(content(path, size)).hexdigest())
        for path, size in paths.items()
    )
    return Model(name, "tts", "kokoro", "tts/kokoro", "a model of the tests", "none", files)


async def whole(asked: Asked, line: Line, data: bytes) -> None:
    """As a good server does it."""
    begin = int(told[1]) if (told := re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", ""))) else 0
    if begin and asked.headers.get("if-range", tag(data)) != tag(data):
        begin = 0
    if begin >= len(data) > 0:
        return await line.answer(KIND, b"", 416)
    if not begin:
        return await line.answer(KIND, data, ETag=tag(data))
    told_range = f"bytes {begin}-{len(data) - 1}/{len(data)}"
    return await line.answer(KIND, data[begin:], 206, ETag=tag(data), Content_Range=told_range)


def tag(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()[:12]}"'


def breaking_off(after: int) -> Behaviour:
    """Gives a little more of the file, and then resets the connection."""

    async def behave(asked: Asked, line: Line, data: bytes) -> None:
        begin = int(asked.headers.get("range", "bytes=0-")[6:-1])
        length = str(len(data) - begin)
        told = {"Content_Range": f"bytes {begin}-{len(data) - 1}/{len(data)}"} if begin else {}
        await line.head(KIND, 206 if begin else 200, Content_Length=length, ETag=tag(data), **told)
        await line.send(data[begin : begin + after])
        await asyncio.sleep(TAKEN_S)
        line.reset()

    return behave


def answering(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    async def behave(_: Asked, line: Line, __: bytes) -> None:
        await line.answer(KIND, body, status, **headers)

    return behave


def slowly(pause_s: float, piece: int = 100) -> Behaviour:
    async def behave(_: Asked, line: Line, data: bytes) -> None:
        await line.head(KIND, Content_Length=str(len(data)), ETag=tag(data))
        for begin in range(0, len(data), piece):
            await line.send(data[begin : begin + piece])
            await asyncio.sleep(pause_s)

    return behave


class Files:
    """What was asked for, and how that is answered: first by `next_ones`, one a request, then by `always`."""

    def __init__(self, *models: Model) -> None:
        self.data = {f"/{one.name}/{file.path}": content(file.path, file.size) for one in models for file in one.files}
        self.next_ones: list[Behaviour] = []
        self.always: Behaviour = whole
        self.asked: list[Asked] = []
        self.address = ""

    async def answer(self, asked: Asked, line: Line) -> None:
        self.asked.append(asked)
        behave = self.next_ones.pop(0) if self.next_ones else self.always
        await behave(asked, line, self.data.get(asked.path, b""))


@asynccontextmanager
async def serving(*models: Model) -> AsyncIterator[Files]:
    files = Files(*models)
    async with far_side(files.answer) as server:
        files.address = server.address
        yield files
