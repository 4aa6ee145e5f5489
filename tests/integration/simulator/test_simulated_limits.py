"""The limits on the wire, and how discord.py keeps them or waits them out."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
import discord
import pytest

from acore.simulator.rate_limits import Bucket, Limits, bucket_hash

from .conftest import Bot, Place, connected, opened

_TOKEN = {"Authorization": "Bot simulated"}
_SEND = ("POST", "/channels/{channel}/messages")
_QUICK = Limits(buckets={_SEND: Bucket(bucket_hash("send"), 2, 0.2)})


@pytest.fixture
async def raw() -> AsyncGenerator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(headers=_TOKEN) as session:
        yield session


def _messages(place: Place) -> str:
    return f"{place.simulator.api_base_url}/channels/{place.general.id}/messages"


async def test_without_limits_no_answer_speaks_of_any(place: Place, raw: aiohttp.ClientSession) -> None:
    for _ in range(60):
        async with raw.get(f"{place.simulator.api_base_url}/users/@me") as response:
            assert response.status == 200
    assert response.headers["Via"] == "1.1 google"
    assert not [name for name in response.headers if name.lower().startswith("x-ratelimit")]
    assert place.simulator.refused_429 == 0


async def test_a_429_of_a_route_has_discords_headers_and_body(
    monkeypatch: pytest.MonkeyPatch, raw: aiohttp.ClientSession
) -> None:
    async with opened(monkeypatch, limits=Limits()) as place:
        for number in range(5):
            async with raw.post(_messages(place), json={"content": "x"}) as served:
                assert (served.status, served.headers["X-RateLimit-Remaining"]) == (200, str(4 - number))
        async with raw.post(_messages(place), json={"content": "x"}) as refused:
            body = await refused.json()
        headers = refused.headers
        assert (refused.status, refused.content_type, headers["Via"]) == (429, "application/json", "1.1 google")
        assert body == {
            "message": "You are being rate limited.",
            "retry_after": float(headers["X-RateLimit-Reset-After"]),
            "global": False,
        }
        assert (headers["X-RateLimit-Scope"], headers["X-RateLimit-Remaining"]) == ("user", "0")
        assert int(headers["Retry-After"]) >= body["retry_after"]
        assert headers["X-RateLimit-Bucket"] == served.headers["X-RateLimit-Bucket"]
        assert "X-RateLimit-Global" not in headers
        assert place.simulator.refused_429 == 1
        assert len(place.world.messages(place.general.id)) == 5


async def test_errors_have_the_headers_too_and_strangers_have_no_bucket(
    monkeypatch: pytest.MonkeyPatch, raw: aiohttp.ClientSession
) -> None:
    async with opened(monkeypatch, limits=Limits()) as place:
        async with raw.get(f"{_messages(place)}/1") as missing:
            assert (missing.status, missing.headers["X-RateLimit-Remaining"]) == (404, "29")
        async with raw.get(_messages(place), headers={"Authorization": "Bot wrong"}) as stranger:
            assert stranger.status == 401
            assert "X-RateLimit-Remaining" not in stranger.headers
        async with raw.get(f"{place.simulator.api_base_url}/nowhere/{'x' * 9}") as nowhere:
            assert nowhere.status == 404


async def test_the_global_limit_is_told_as_such(monkeypatch: pytest.MonkeyPatch, raw: aiohttp.ClientSession) -> None:
    async with opened(monkeypatch, limits=Limits(per_second=1)) as place:
        for _ in range(2):
            async with raw.get(f"{place.simulator.api_base_url}/users/@me") as response:
                body = await response.json()
        assert (response.status, body["global"]) == (429, True)
        assert (response.headers["X-RateLimit-Scope"], response.headers["X-RateLimit-Global"]) == ("global", "true")
        assert response.headers["Retry-After"] == "1"


async def test_too_many_invalid_requests_are_answered_by_cloudflare(
    monkeypatch: pytest.MonkeyPatch, raw: aiohttp.ClientSession
) -> None:
    async with opened(monkeypatch, limits=Limits(invalid_requests=3, ban_seconds=600)) as place:
        for _ in range(4):
            async with raw.get(_messages(place), headers={"Authorization": "Bot wrong"}) as wrong:
                assert wrong.status == 401
        async with raw.get(f"{place.simulator.api_base_url}/users/@me") as banned:
            text = await banned.text()
        assert (banned.status, banned.content_type, text) == (429, "text/html", "error code: 1015")
        assert 0 < int(banned.headers["Retry-After"]) <= 600
        assert "Via" not in banned.headers


async def test_discord_py_keeps_the_limits_that_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(monkeypatch, limits=_QUICK) as place, connected(Bot()) as bot:
        channel = _channel(bot, place)
        for number in range(7):
            await channel.send(str(number))
        assert [m.content for m in place.world.messages(place.general.id)] == [*"0123456"]
        assert place.simulator.refused_429 == 0


async def test_a_429_of_a_route_is_waited_out_by_discord_py(
    monkeypatch: pytest.MonkeyPatch, raw: aiohttp.ClientSession
) -> None:
    async with opened(monkeypatch, limits=_QUICK) as place, connected(Bot()) as bot:
        for _ in range(2):
            async with raw.post(_messages(place), json={"content": "somebody else"}):
                pass
        await _channel(bot, place).send("waited")
        assert [m.content for m in place.world.messages(place.general.id)] == [*(["somebody else"] * 2), "waited"]
        assert place.simulator.refused_429 == 1


async def test_the_global_limit_is_waited_out_by_discord_py(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(monkeypatch, limits=Limits(per_second=4)) as place, connected(Bot()) as bot:
        people = [place.world.dm(place.world.add_member(place.guild, f"P{n}")) for n in range(6)]
        channels = [bot.get_partial_messageable(int(dm.id)) for dm in people]
        await asyncio.gather(*(channel.send("hello") for channel in channels))
        assert [len(place.world.messages(dm.id)) for dm in people] == [1] * 6
        assert place.simulator.refused_429 > 0


def _channel(bot: Bot, place: Place) -> discord.TextChannel:
    channel: Any = bot.get_channel(int(place.general.id))
    assert isinstance(channel, discord.TextChannel)
    return channel
