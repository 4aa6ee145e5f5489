"""Several shards, and how often they may log in."""

import asyncio
from typing import Any

import aiohttp
import pytest

from acore.adapters.clock.manual import ManualClock
from acore.simulator.world import Guild

from .conftest import IDENTIFY, PATIENCE_S, Bot, Place, connected, opened

_MESSAGES = 1 | 1 << 9 | 1 << 12 | 1 << 15


async def _limit(place: Place) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bot {place.simulator.token}"}) as session,
        session.get(f"{place.simulator.api_base_url}/gateway/bot") as response,
    ):
        body: dict[str, Any] = await response.json()
        return body


async def test_the_gateway_tells_how_many_shards_and_logins_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(monkeypatch, shards=3, max_concurrency=2) as place:
        told = await _limit(place)
        assert (told["url"], told["shards"]) == (place.simulator.gateway_url, 3)
        assert told["session_start_limit"] == {
            "total": 1000,
            "remaining": 1000,
            "reset_after": 0,
            "max_concurrency": 2,
        }
        async with place.at_gateway() as client:
            await client.log_in(shard=[0, 3])
            limit = (await _limit(place))["session_start_limit"]
        assert limit["remaining"] == 999
        assert 0 < limit["reset_after"] <= 86_400_000


async def test_events_go_to_the_shard_of_their_guild_and_direct_messages_to_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened(monkeypatch, shards=2) as place, place.at_gateway() as first, place.at_gateway() as second:
        world, other = place.world, _guild_of_another_shard(place)
        eve = world.add_member(other, "Eve")
        clients = (first, second)
        for number, client in enumerate(clients):
            ready = await client.log_in(shard=[number, 2], intents=_MESSAGES)
            assert ready["d"]["shard"] == [number, 2]
            assert [_shard(guild["id"]) for guild in ready["d"]["guilds"]] == [number]
            assert (await client.receive())["t"] == "GUILD_CREATE"
        for text in ("one", "end"):
            await world.say(place.ada, place.general, f"{text} in {_shard(place.guild.id)}")
            await world.say(eve, next(iter(other.channels.values())), f"{text} in {_shard(other.id)}")
            await world.say(eve, world.dm(eve), f"{text} alone")
        told = [
            [(await client.receive())["d"]["content"] for _ in range(4 - 2 * n)] for n, client in enumerate(clients)
        ]
    assert [sorted(texts) for texts in told] == [
        ["end alone", "end in 0", "one alone", "one in 0"],
        ["end in 1", "one in 1"],
    ]


def _shard(guild_id: str) -> int:
    return (int(guild_id) >> 22) % 2


def _guild_of_another_shard(place: Place) -> Guild:
    """Of two guilds whose ids are next but one, or next, to each other, one is on another shard."""
    guilds = (place.world.add_guild(f"Guild {n}", channels=("a",) * (n + 1)) for n in range(4))
    return next(guild for guild in guilds if _shard(guild.id) != _shard(place.guild.id))


@pytest.mark.parametrize(("options", "code"), [({}, 4011), ({"shard": [0, 1]}, 4011), ({"shard": [2, 2]}, 4010)])
async def test_a_wrong_number_of_shards_is_refused(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], code: int
) -> None:
    async with opened(monkeypatch, shards=2) as place, place.at_gateway() as client:
        await client.send(2, IDENTIFY | options)
        assert await client.close_code() == code


async def test_a_shard_that_logs_in_too_soon_has_an_invalid_session(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = ManualClock()
    async with opened(monkeypatch, clock=clock, shards=3, max_concurrency=2, identify_every_s=5.0) as place:
        for number in range(2):
            async with place.at_gateway() as client:
                await client.log_in(shard=[number, 3])
        async with place.at_gateway() as client:
            await client.send(2, IDENTIFY | {"shard": [2, 3]})
            assert await client.receive() == {"t": None, "s": None, "op": 9, "d": False}
            await clock.advance(5)
            await client.log_in(shard=[2, 3])


async def test_who_uses_up_the_logins_of_a_day_loses_sessions_and_token(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = ManualClock()
    async with opened(monkeypatch, clock=clock, session_starts=1) as place:
        async with place.at_gateway() as client, place.at_gateway() as greedy:
            await client.log_in()
            await greedy.send(2, IDENTIFY)
            assert await greedy.close_code() == 4004
            assert await client.close_code() == 4004
        assert place.simulator.token != "simulated"
        async with (
            aiohttp.ClientSession(headers={"Authorization": "Bot simulated"}) as session,
            session.get(f"{place.simulator.api_base_url}/users/@me") as response,
        ):
            assert response.status == 401
        await clock.advance(86_400)
        async with place.at_gateway() as client:
            await client.log_in(token=place.simulator.token)


async def test_discord_py_brings_up_as_many_shards_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(monkeypatch, shards=2, max_concurrency=2, identify_every_s=5.0) as place, connected(Bot()) as bot:
        assert sorted(bot.shards) == [0, 1]
        guild = bot.get_guild(int(place.guild.id))
        assert guild
        assert guild.shard_id == (int(place.guild.id) >> 22) % 2
        await place.world.say(place.ada, place.general, "in the guild")
        await place.world.say(place.ada, place.world.dm(place.ada), "to the bot alone")
        assert sorted(await bot.has_seen(2)) == ["in the guild", "to the bot alone"]
        assert (await _limit(place))["session_start_limit"]["remaining"] == 998


async def test_a_shard_of_discord_py_that_is_too_soon_comes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(monkeypatch, shards=2, identify_every_s=0.3) as place, connected(Bot()) as bot:
        async with asyncio.timeout(PATIENCE_S):
            while (await _limit(place))["session_start_limit"]["remaining"] > 998:
                await asyncio.sleep(0.05)
        await place.world.say(place.ada, place.general, "here")
        await place.world.say(place.ada, place.world.dm(place.ada), "there")
        assert sorted(await bot.has_seen(2)) == ["here", "there"]


async def test_every_shard_of_discord_py_resumes_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(monkeypatch, shards=2) as place, connected(Bot()) as bot:
        place.simulator.drop_connections()
        await place.world.say(place.ada, place.general, "in the guild")
        await place.world.say(place.ada, place.world.dm(place.ada), "to the bot alone")
        for _ in range(2):
            await bot.told_of("resumed")
        assert sorted(await bot.has_seen(2)) == ["in the guild", "to the bot alone"]
