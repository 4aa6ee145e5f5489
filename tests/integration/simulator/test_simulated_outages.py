"""What Discord's gateway does to its clients, and how discord.py gets over it."""

import asyncio
from typing import Any

import aiohttp
import discord
import pytest

from acore.adapters.clock.manual import ManualClock
from acore.errors import InvalidInput
from acore.simulator.rate_limits import Limits

from .conftest import PATIENCE_S, Bot, Client, Place, connected, opened


def _resume(ready: Any, seq: int) -> dict[str, Any]:
    return {"token": "simulated", "session_id": ready["d"]["session_id"], "seq": seq}


async def test_a_reconnect_is_asked_for_with_op_7(client: Client, place: Place) -> None:
    await client.log_in()
    await place.simulator.reconnect()
    assert await client.receive() == {"t": None, "s": None, "op": 7, "d": None}
    await place.world.say(place.ada, place.general, "still served")
    assert (await client.receive())["d"]["content"] == "still served"


async def test_discord_py_resumes_after_op_7(place: Place) -> None:
    async with connected(Bot()) as bot:
        expected = []
        for number in range(3):
            await place.simulator.reconnect()
            expected.append(str(number))
            await place.world.say(place.ada, place.general, str(number))
            await bot.told_of("resumed")
        assert await bot.has_seen(3) == expected


@pytest.mark.parametrize("resumable", [True, False])
async def test_an_invalid_session_gets_no_more_events_and_is_resumed_if_it_may(
    client: Client, place: Place, *, resumable: bool
) -> None:
    ready = await client.log_in()
    await place.simulator.invalidate(resumable=resumable)
    await place.world.say(place.ada, place.general, "missed")
    assert await client.receive() == {"t": None, "s": None, "op": 9, "d": resumable}
    await client.send(1, None)
    assert (await client.receive())["op"] == 11
    async with place.at_gateway() as again:
        await again.send(6, _resume(ready, 1))
        answer = await again.receive()
    assert (answer["t"], answer["op"]) == (("MESSAGE_CREATE", 0) if resumable else (None, 9))


async def test_who_is_not_logged_in_has_no_session_to_lose(client: Client, place: Place) -> None:
    await place.simulator.invalidate(resumable=False)
    await client.log_in()


async def test_discord_py_resumes_a_session_that_is_invalid_for_now(place: Place) -> None:
    async with connected(Bot()) as bot:
        await place.simulator.invalidate(resumable=True)
        await place.world.say(place.ada, place.general, "missed")
        await bot.told_of("resumed")
        assert await bot.has_seen(1) == ["missed"]


async def test_discord_py_logs_in_anew_after_a_session_that_is_invalid_for_good(place: Place) -> None:
    async with connected(Bot()) as bot:
        await place.simulator.invalidate(resumable=False)
        await bot.told_of("ready")
        await place.world.say(place.ada, place.general, "again")
        assert await bot.has_seen(1) == ["again"]


async def test_a_zombie_neither_speaks_nor_hears_until_it_is_thawed(client: Client, place: Place) -> None:
    await client.log_in()
    place.simulator.freeze()
    await client.send(1, None)
    await place.world.say(place.ada, place.general, "late")
    await place.simulator.reconnect()
    async with place.at_gateway() as other:
        await other.send(1, None)
        assert (await other.receive())["op"] == 11
    place.simulator.thaw()
    assert (await client.receive())["d"]["content"] == "late"
    await client.send(1, None)
    assert (await client.receive())["op"] == 11


async def test_the_session_of_a_zombie_can_be_resumed_elsewhere(client: Client, place: Place) -> None:
    ready = await client.log_in()
    place.simulator.freeze()
    await place.world.say(place.ada, place.general, "missed")
    async with place.at_gateway() as again:
        await again.send(6, _resume(ready, 1))
        assert [(await again.receive())["t"] for _ in range(2)] == ["MESSAGE_CREATE", "RESUMED"]
        place.simulator.thaw()
        assert await client.close_code() == 1006


async def test_discord_py_notices_a_zombie_and_resumes(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(monkeypatch, heartbeat_s=0.4) as place, connected(Bot(heartbeat_timeout=0.8)) as bot:
        place.simulator.freeze()
        await place.world.say(place.ada, place.general, "missed")
        await bot.told_of("resumed")
        assert await bot.has_seen(1) == ["missed"]


@pytest.mark.parametrize(("code", "event"), [(4000, "resumed"), (4008, "resumed"), (4007, "ready"), (4009, "ready")])
async def test_discord_py_comes_back_after_a_close_code(place: Place, code: int, event: str) -> None:
    async with connected(Bot()) as bot:
        await place.simulator.close_gateway(code)
        await bot.told_of(event)
        await place.world.say(place.ada, place.general, "again")
        assert await bot.has_seen(1) == ["again"]


async def test_discord_py_gives_up_after_a_fatal_close_code(place: Place) -> None:
    async with Bot() as bot:
        running = asyncio.create_task(bot.start("simulated"))
        await bot.told_of("ready")
        await place.simulator.close_gateway(4013)
        with pytest.raises(discord.ConnectionClosed) as closed:
            await asyncio.wait_for(running, PATIENCE_S)
    assert closed.value.code == 4013


async def test_a_code_that_discord_does_not_have_is_refused_with_those_it_has(place: Place) -> None:
    with pytest.raises(InvalidInput, match="4006; it has 1000, 1001, 4000"):
        await place.simulator.close_gateway(4006)


async def test_maintenance_refuses_rest_and_gateway_until_it_is_over(client: Client, place: Place) -> None:
    ready = await client.log_in()
    place.simulator.maintenance(on=True)
    assert await client.close_code() == 1006
    await place.world.say(place.ada, place.general, "missed")
    async with aiohttp.ClientSession(headers={"Authorization": "Bot simulated"}) as session:
        async with session.get(f"{place.simulator.api_base_url}/users/@me") as refused:
            assert refused.status == 503
        with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
            await session.ws_connect(place.simulator.gateway_url)
        place.simulator.maintenance(on=False)
        async with session.get(f"{place.simulator.api_base_url}/users/@me") as served:
            assert served.status == 200
    async with place.at_gateway() as again:
        await again.send(6, _resume(ready, 1))
        assert [(await again.receive())["t"] for _ in range(2)] == ["MESSAGE_CREATE", "RESUMED"]


async def test_discord_py_is_back_after_maintenance(place: Place) -> None:
    async with connected(Bot()) as bot:
        place.simulator.maintenance(on=True)
        with pytest.raises(discord.DiscordServerError):
            await bot.fetch_channel(int(place.general.id))
        place.simulator.maintenance(on=False)
        async with asyncio.timeout(PATIENCE_S):
            while await bot.told.get() not in ("ready", "resumed"):
                pass
        await place.world.say(place.ada, place.general, "again")
        assert await bot.has_seen(1) == ["again"]


async def test_who_sends_more_than_a_connection_may_is_closed_with_4008(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = ManualClock()
    limits = Limits(gateway_sends=3)
    async with opened(monkeypatch, clock=clock, limits=limits) as place, place.at_gateway() as client:
        await client.log_in()
        for beats in (2, 3):
            for _ in range(beats):
                await client.send(1, None)
                assert (await client.receive())["op"] == 11
            await clock.advance(60 if beats == 2 else 0)
        await client.send(1, None)
        assert await client.close_code() == 4008


async def test_a_simulator_that_is_not_started_has_nobody_to_trouble(place: Place) -> None:
    simulator = place.simulator
    await simulator.aclose()
    await simulator.reconnect()
    await simulator.invalidate(resumable=True)
    await simulator.close_gateway(4000)
    simulator.freeze()
    simulator.thaw()
    simulator.drop_connections()
