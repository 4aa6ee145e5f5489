"""Planned faults on the wire, and what discord.py makes of them."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
import discord
import pytest

from acore.adapters.clock.manual import ManualClock

from .conftest import PATIENCE_S, Bot, Place, connected, opened

_TOKEN = {"Authorization": "Bot simulated"}


@pytest.fixture
async def raw() -> AsyncGenerator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(headers=_TOKEN) as session:
        yield session


def _messages(place: Place) -> str:
    return f"{place.simulator.api_base_url}/channels/{place.general.id}/messages"


def _texts(place: Place) -> list[str]:
    return [message.content for message in place.world.messages(place.general.id)]


def _channel(bot: Bot, place: Place) -> discord.TextChannel:
    channel: Any = bot.get_channel(int(place.general.id))
    assert isinstance(channel, discord.TextChannel)
    return channel


async def _send(place: Place, raw: aiohttp.ClientSession, text: str) -> int:
    async with raw.post(_messages(place), json={"content": text}) as response:
        return response.status


@pytest.mark.parametrize("status", [400, 403, 500, 502, 503])
async def test_a_refusal_comes_before_the_work(place: Place, raw: aiohttp.ClientSession, status: int) -> None:
    place.simulator.faults.refuse("POST", "/messages$", status)
    async with raw.post(_messages(place), json={"content": "lost"}) as response:
        assert (response.status, response.headers["Via"]) == (status, "1.1 google")
    assert _texts(place) == []
    assert await _send(place, raw, "sent") == 200
    assert _texts(place) == ["sent"]


async def test_a_lost_answer_comes_after_the_work(place: Place, raw: aiohttp.ClientSession) -> None:
    place.simulator.faults.refuse("POST", "/messages$", 502, after_work=True)
    assert await _send(place, raw, "sent") == 502
    assert _texts(place) == ["sent"]


@pytest.mark.parametrize(("after_work", "texts"), [(False, []), (True, ["sent"])])
async def test_a_connection_breaks_without_an_answer(
    place: Place, raw: aiohttp.ClientSession, *, after_work: bool, texts: list[str]
) -> None:
    place.simulator.faults.refuse("POST", "/messages$", 0, after_work=after_work)
    with pytest.raises(aiohttp.ClientOSError, match="reset by peer"):
        await _send(place, raw, "sent")
    assert _texts(place) == texts


@pytest.mark.parametrize("scope", ["user", "global", "shared"])
async def test_a_planned_429_looks_like_a_real_one(place: Place, raw: aiohttp.ClientSession, scope: Any) -> None:
    place.simulator.faults.refuse("POST", "/messages$", 429, retry_after=0.5, scope=scope)
    async with raw.post(_messages(place), json={"content": "x"}) as response:
        body = await response.json()
    headers = response.headers
    assert (response.status, body["retry_after"], body["global"]) == (429, 0.5, scope == "global")
    assert (headers["Retry-After"], headers["X-RateLimit-Scope"], headers["Via"]) == ("1", scope, "1.1 google")
    assert headers.get("X-RateLimit-Reset-After") == (None if scope == "global" else "0.500")
    assert place.simulator.refused_429 == 1


async def test_cloudflare_answers_as_html_and_without_via(place: Place, raw: aiohttp.ClientSession) -> None:
    place.simulator.faults.refuse("GET", "/users/@me$", 429, retry_after=30, cloudflare=True)
    async with raw.get(f"{place.simulator.api_base_url}/users/@me") as response:
        assert await response.text() == "error code: 1015"
    assert (response.status, response.content_type, response.headers["Retry-After"]) == (429, "text/html", "30")
    assert "Via" not in response.headers


async def test_a_delayed_request_is_served_when_its_time_has_come(
    monkeypatch: pytest.MonkeyPatch, raw: aiohttp.ClientSession
) -> None:
    clock = ManualClock()
    async with opened(monkeypatch, clock=clock) as place:
        place.simulator.faults.delay("POST", "/messages$", 60)
        late = asyncio.create_task(_send(place, raw, "late"))
        async with asyncio.timeout(PATIENCE_S):
            while place.simulator.faults.left:
                await asyncio.sleep(0)
        await _send(place, raw, "at once")
        assert _texts(place) == ["at once"]
        await clock.advance(60)
        assert await late == 200
        assert _texts(place) == ["at once", "late"]


async def test_a_planned_429_is_waited_out_by_discord_py(place: Place) -> None:
    async with connected(Bot()) as bot:
        place.simulator.faults.refuse("POST", "/messages$", 429, 2, retry_after=0.01)
        await _channel(bot, place).send("waited")
        assert (_texts(place), place.simulator.faults.left, place.simulator.refused_429) == (["waited"], 0, 2)


async def test_a_500_is_asked_again_by_discord_py(place: Place) -> None:
    async with connected(Bot()) as bot:
        place.simulator.faults.refuse("POST", "/messages$", 500)
        await _channel(bot, place).send("once")
        assert (_texts(place), place.simulator.faults.left) == (["once"], 0)


async def test_a_lost_answer_makes_discord_py_send_again_which_its_nonce_makes_harmless(place: Place) -> None:
    async with connected(Bot()) as bot:
        place.simulator.faults.refuse("POST", "/messages$", 502, after_work=True)
        await _channel(bot, place).send("again")
        assert (_texts(place), place.simulator.faults.left) == (["again"], 0)


async def test_a_503_and_cloudflare_are_errors_of_discord_py_at_once(place: Place) -> None:
    async with connected(Bot()) as bot:
        place.simulator.faults.refuse("POST", "/messages$", 503)
        with pytest.raises(discord.DiscordServerError):
            await _channel(bot, place).send("x")
        place.simulator.faults.refuse("POST", "/messages$", 429, cloudflare=True)
        with pytest.raises(discord.HTTPException, match="1015"):
            await _channel(bot, place).send("x")
        assert _texts(place) == []
