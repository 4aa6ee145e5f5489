"""A model server on loopback that speaks as OpenAI's do."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import orjson
from aiohttp import web

from .answers import answer_to, label_in, pace_of


class Model:
    """Answers every question with what `answers` says; `asked` counts the questions by their labels."""

    def __init__(self) -> None:
        self.base_url = ""
        self.asked: Counter[str] = Counter()
        self.at_work: set[str] = set()

    async def models(self, _request: web.Request) -> web.Response:
        return web.json_response({"data": [{"id": "marmalade"}]})

    async def complete(self, request: web.Request) -> web.StreamResponse:
        asked: dict[str, Any] = orjson.loads(await request.read())
        prompt = str(asked["messages"][-1]["content"])
        label = label_in(prompt)
        self.asked[label] += 1
        self.at_work.add(label)
        try:
            return await _stream(request, answer_to(prompt), pace_of(prompt))
        except ConnectionResetError:
            return web.Response()  # whoever asked has gone
        finally:
            self.at_work.discard(label)


async def _stream(request: web.Request, text: str, pace_s: float) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    pieces = text.split(" ") if pace_s else [text]
    for n, piece in enumerate(pieces):
        said = piece if n == len(pieces) - 1 else f"{piece} "
        await response.write(_event({"index": 0, "delta": {"content": said}}))
        await asyncio.sleep(pace_s)
    await response.write(_event({"index": 0, "delta": {}, "finish_reason": "stop"}) + b"data: [DONE]\n\n")
    return response


def _event(choice: dict[str, Any]) -> bytes:
    return b"data: " + orjson.dumps({"id": "1", "object": "chat.completion.chunk", "choices": [choice]}) + b"\n\n"


@asynccontextmanager
async def serving() -> AsyncGenerator[Model]:
    """A model that listens until the block ends."""
    model = Model()
    app = web.Application()
    app.add_routes([web.get("/v1/models", model.models), web.post("/v1/chat/completions", model.complete)])
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    model.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield model
    finally:
        await runner.cleanup()
