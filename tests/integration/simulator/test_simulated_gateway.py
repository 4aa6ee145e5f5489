"""The gateway as discord.py and as a raw client see it."""

import asyncio
from typing import Any

import aiohttp
import discord
import pytest

from acore.adapters.clock.system import SystemClock
from acore.simulator.server import Simulator
from acore.simulator.session import PRIVILEGED, Intents

from .conftest import IDENTIFY, PATIENCE_S, Bot, Client, Place, connected, point_at


async def test_a_bot_is_ready_with_its_guild_channels_and_account(place: Place) -> None:
    async with connected(Bot()) as bot:
        async with asyncio.timeout(PATIENCE_S):
            await place.simulator.ready.wait()
        assert [(guild.name, [c.name for c in guild.text_channels]) for guild in bot.guilds] == [
            ("Test guild", ["general"])
        ]
        assert bot.user
        assert (bot.user.name, bot.user.bot) == ("acore", True)
        assert bot.guilds[0].me.guild_permissions.send_messages
        assert (await place.until("ready")).user == place.world.bot


async def test_ten_guilds_are_ready_together(place: Place) -> None:
    for number in range(9):
        place.world.add_guild(f"Guild {number}", channels=("general", "random"))
    async with connected(Bot()) as bot:
        assert len(bot.guilds) == 10
        assert all(not guild.unavailable for guild in bot.guilds)


async def test_a_wrong_token_is_a_login_failure(place: Place) -> None:
    with pytest.raises(discord.LoginFailure):
        async with connected(Bot(), token="wrong"):
            pass
    assert not place.simulator.ready.is_set()


async def test_intents_without_their_switch_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = PRIVILEGED & ~Intents.MESSAGE_CONTENT
    async with Simulator(clock=SystemClock(), allowed_intents=allowed) as simulator:
        point_at(simulator, monkeypatch)
        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with connected(Bot()):
                pass


async def test_a_lost_connection_is_resumed_and_nothing_is_lost_or_doubled(place: Place) -> None:
    async with connected(Bot()) as bot:
        expected = []
        for number in range(30):
            if number % 10 == 5:
                place.simulator.drop_connections()
            expected.append(str(number))
            await place.world.say(place.ada, place.general, str(number))
            if number % 10 == 9:
                await bot.told_of("resumed")
        assert await bot.has_seen(len(expected)) == expected


async def test_who_missed_more_than_is_kept_logs_in_anew(place: Place) -> None:
    async with connected(Bot()) as bot:
        place.simulator.drop_connections()
        for _ in range(1001):
            await place.world.say(place.ada, place.general, "missed")
        await bot.told_of("ready")
        await place.world.say(place.ada, place.general, "again")
        assert await bot.has_seen(1) == ["again"]


async def test_joining_and_leaving_a_guild_is_told(place: Place) -> None:
    async with connected(Bot()) as bot:
        late = place.world.add_guild("Late")
        eve = place.world.add_member(late, "Eve")
        (channel,) = late.channels.values()
        await place.world.say(eve, channel, "nobody hears")
        await place.world.join(late)
        await bot.told_of("joined Late")
        await place.world.say(eve, channel, "welcome")
        await place.world.remove(late)
        await bot.told_of("left Late")
        await place.world.say(eve, channel, "alone")
        with pytest.raises(discord.Forbidden):
            await bot.fetch_channel(int(channel.id))
        await place.world.remove(late)
        assert [guild.name for guild in bot.guilds] == ["Test guild"]
    assert bot.seen == ["welcome"]


async def test_all_members_come_with_the_members_intent(place: Place) -> None:
    place.world.add_member(place.guild, "Bob")
    intents = discord.Intents(guilds=True, members=True)
    async with connected(Bot(intents=intents)) as bot:
        (guild,) = bot.guilds
        assert {member.display_name for member in guild.members} == {"acore", "Ada", "Bob"}
        place.world.add_member(place.guild, "Cleo")
        assert [m.display_name for m in await guild.query_members("cl")] == ["Cleo"]
        assert len(await guild.chunk()) == 4


async def test_without_the_members_intent_only_the_bot_is_known(place: Place) -> None:
    async with connected(Bot()) as bot:
        (guild,) = bot.guilds
        assert [member.id for member in guild.members] == [int(place.world.bot.id)]
        assert (await guild.fetch_member(int(place.ada.id))).display_name == "Ada"


async def test_two_shards_share_the_events(place: Place) -> None:
    async with connected(Bot(shard_count=2)) as bot:
        await place.world.say(place.ada, place.general, "once")
        await place.world.say(place.ada, place.world.dm(place.ada), "twice")
        assert sorted(await bot.has_seen(2)) == ["once", "twice"]


async def test_a_heartbeat_is_acknowledged(client: Client) -> None:
    await client.send(1, None)
    assert (await client.receive())["op"] == 11


async def test_ready_says_where_to_resume_and_events_are_numbered(client: Client, place: Place) -> None:
    await client.send(2, IDENTIFY | {"intents": 1 | 1 << 9})
    ready, guild = await client.receive(), await client.receive()
    assert (ready["t"], ready["s"], guild["t"], guild["s"]) == ("READY", 1, "GUILD_CREATE", 2)
    assert ready["d"]["resume_gateway_url"].startswith("ws://127.0.0.1:")
    assert ready["d"]["guilds"] == [{"id": place.guild.id, "unavailable": True}]
    assert guild["d"]["unavailable"] is False


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([(2, IDENTIFY | {"token": "wrong"})], 4004),
        ([(2, IDENTIFY | {"intents": 1 << 40})], 4013),
        ([(2, IDENTIFY | {"intents": "all"})], 4013),
        ([(2, IDENTIFY | {"shard": [2, 2]})], 4010),
        ([(2, IDENTIFY | {"shard": "first"})], 4010),
        ([(2, None)], 4002),
        ([(2, IDENTIFY), (2, IDENTIFY)], 4005),
        ([(8, {})], 4003),
        ([(2, IDENTIFY), (99, None)], 4001),
        ([(6, {"token": "wrong", "session_id": "", "seq": 0})], 4004),
    ],
)
async def test_a_broken_protocol_closes_with_discords_code(
    client: Client, frames: list[tuple[int, Any]], code: int
) -> None:
    for op, data in frames:
        await client.send(op, data)
    assert await client.close_code() == code


@pytest.mark.parametrize("frame", ["{", "[]"])
async def test_a_frame_that_is_no_object_closes_with_4002(client: Client, frame: str) -> None:
    await client.socket.send_str(frame)
    assert await client.close_code() == 4002


async def test_a_binary_frame_closes_with_4002(client: Client) -> None:
    await client.socket.send_bytes(b"\x83")
    assert await client.close_code() == 4002


async def test_an_unknown_session_can_not_be_resumed_but_the_client_may_identify_anew(client: Client) -> None:
    await client.send(6, {"token": "simulated", "session_id": "gone", "seq": 3})
    assert await client.receive() == {"t": None, "s": None, "op": 9, "d": False}
    await client.send(2, IDENTIFY)
    assert (await client.receive())["t"] == "READY"


async def test_what_was_missed_is_replayed_before_resumed(client: Client, place: Place) -> None:
    await client.send(2, IDENTIFY)
    ready = await client.receive()
    await client.socket.close(code=4000)
    await place.world.say(place.ada, place.general, "missed")
    async with aiohttp.ClientSession() as session, session.ws_connect(ready["d"]["resume_gateway_url"]) as socket:
        again = Client(socket)
        await again.receive()
        await again.send(6, {"token": "simulated", "session_id": ready["d"]["session_id"], "seq": ready["s"]})
        missed, resumed = await again.receive(), await again.receive()
    assert (missed["t"], missed["s"], missed["d"]["content"]) == ("MESSAGE_CREATE", 2, "missed")
    assert (resumed["t"], resumed["s"]) == ("RESUMED", 3)


async def test_an_earlier_resumed_is_not_replayed_by_a_later_resume(client: Client, place: Place) -> None:
    ready = await client.log_in()
    await client.socket.close(code=4000)
    resume = {"token": "simulated", "session_id": ready["d"]["session_id"], "seq": ready["s"]}
    for expected in (
        [("MESSAGE_CREATE", 2), ("RESUMED", 3)],
        [("MESSAGE_CREATE", 2), ("MESSAGE_CREATE", 4), ("RESUMED", 5)],
    ):
        await place.world.say(place.ada, place.general, "missed")
        async with place.at_gateway() as again:
            await again.send(6, resume)
            told = [await again.receive() for _ in expected]
            await again.socket.close(code=4000)
        assert [(event["t"], event["s"]) for event in told] == expected


@pytest.mark.parametrize("code", [1000, 1001])
async def test_who_leaves_for_good_has_nothing_to_resume(client: Client, place: Place, code: int) -> None:
    await client.send(2, IDENTIFY)
    ready = await client.receive()
    await client.socket.close(code=code)
    async with place.at_gateway() as again:
        await again.send(6, {"token": "simulated", "session_id": ready["d"]["session_id"], "seq": ready["s"]})
        assert await again.receive() == {"t": None, "s": None, "op": 9, "d": False}


async def test_a_session_that_is_taken_over_leaves_its_old_connection(client: Client, place: Place) -> None:
    await client.send(2, IDENTIFY)
    ready = await client.receive()
    async with aiohttp.ClientSession() as session, session.ws_connect(ready["d"]["resume_gateway_url"]) as socket:
        again = Client(socket)
        await again.receive()
        await again.send(6, {"token": "simulated", "session_id": ready["d"]["session_id"], "seq": ready["s"]})
        assert (await again.receive())["t"] == "RESUMED"
        await place.world.say(place.ada, place.general, "hello")
        assert (await again.receive())["d"]["content"] == "hello"
        assert await client.close_code() == 1006


async def test_a_client_that_reads_too_slowly_is_closed_with_4009(client: Client, place: Place) -> None:
    await client.send(2, IDENTIFY)
    assert (await client.receive())["t"] == "READY"
    for _ in range(1001):
        await place.world.say(place.ada, place.general, "x")
    assert await client.close_code() == 4009


async def test_another_version_of_the_gateway_is_refused(place: Place) -> None:
    address = place.simulator.gateway_url + "?v=6"
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
        assert await Client(socket).close_code() == 4012


async def test_a_client_without_heartbeats_is_closed_with_4009() -> None:
    async with (
        Simulator(clock=SystemClock(), heartbeat_s=0.02) as simulator,
        aiohttp.ClientSession() as session,
        session.ws_connect(simulator.gateway_url) as socket,
    ):
        assert await Client(socket).close_code() == 4009


async def test_closing_the_simulator_sends_clients_away_with_1001(client: Client, place: Place) -> None:
    await asyncio.gather(client.close_code(), place.simulator.aclose())
    assert client.socket.close_code == 1001
