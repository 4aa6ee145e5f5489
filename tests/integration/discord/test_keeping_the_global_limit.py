"""Which requests wait for the global limit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer

from acore.adapters.clock.manual import ManualClock
from acore.discord.global_limit import GlobalLimit


@asynccontextmanager
async def answering(monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]) -> AsyncIterator[BaseTestServer]:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(headers=headers)

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with TestServer(app) as server:
        monkeypatch.setattr("discord.http.Route.BASE", str(server.make_url("/api/v10")))
        yield server


async def went_at_once(server: BaseTestServer, path: str, requests: int = 20) -> int:
    """How many of the requests went out although the clock stood still."""
    done = 0
    async with aiohttp.ClientSession(trace_configs=[GlobalLimit(ManualClock()).trace()]) as session:

        async def request() -> None:
            nonlocal done
            async with session.get(server.make_url(path)):
                done += 1

        await request()
        tasks = [asyncio.create_task(request()) for _ in range(requests)]
        await asyncio.wait(tasks, timeout=0.5)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return done - 1


async def test_requests_wait_once_the_api_told_of_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    async with answering(monkeypatch, {"X-RateLimit-Limit": "5"}) as server:
        assert await went_at_once(server, "/api/v10/channels/1/messages") == 5


async def test_an_api_without_limits_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async with answering(monkeypatch, {}) as server:
        assert await went_at_once(server, "/api/v10/channels/1/messages") == 20


async def test_answers_to_interactions_and_files_never_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    async with answering(monkeypatch, {"X-RateLimit-Limit": "5"}) as server:
        assert await went_at_once(server, "/api/v10/interactions/1/token/callback") == 20
        assert await went_at_once(server, "/api/v10/webhooks/1/token") == 20
        assert await went_at_once(server, "/attachments/1/2/file.txt") == 20
