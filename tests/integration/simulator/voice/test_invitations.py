"""To whom a voice server belongs, and for how long; on a clock that a test moves."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.simulator.model import Dispatch
from acore.simulator.voice.ops import VoiceClose
from acore.simulator.voice.server import VoiceServer
from acore.simulator.world import Channel, Guild, World


class House:
    """A world with a voice server, and what the bot is told."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.world = World(self.clock)
        self.guild: Guild = self.world.add_guild("Test guild")
        self.hall: Channel = self.world.add_voice_channel(self.guild, "Hall")
        self.server = VoiceServer(self.world, self.clock)
        self.told: list[Dispatch] = []
        self.world.attach(self.told.append)

    @property
    def servers(self) -> list[dict[str, Any]]:
        return [dict(event.data) for event in self.told if event.name == "VOICE_SERVER_UPDATE"]


@pytest.fixture
async def house() -> AsyncGenerator[House]:
    house = House()
    yield house
    await house.server.aclose()
    await house.server.aclose()


async def test_a_bot_that_is_in_a_channel_already_is_invited_at_the_start(house: House) -> None:
    house.world.enter_call(house.world.bot, house.hall)
    assert house.servers == []
    await house.server.start()
    [server] = house.servers
    assert server["endpoint"] == house.server.endpoint
    assert house.server.session(server["token"]).channel_id == house.hall.id


async def test_each_stay_has_a_token_of_its_own(house: House) -> None:
    await house.server.start()
    house.world.enter_call(house.world.bot, house.hall)
    house.world.leave_call(house.world.bot, house.guild)
    house.world.enter_call(house.world.bot, house.hall)
    first, second = (server["token"] for server in house.servers)
    assert house.server.session(second)
    for token, code in ((first, 4006), ("never given", 4004)):
        with pytest.raises(VoiceClose) as refused:
            house.server.session(token)
        assert refused.value.code == code


async def test_a_bot_that_does_not_come_back_is_out_of_the_channel(house: House) -> None:
    await house.server.start()
    house.world.enter_call(house.world.bot, house.hall)
    session = house.server.session(house.servers[0]["token"])
    house.server.lost(session)
    await house.clock.advance(14)
    assert house.world.people_in(house.hall) == (house.world.bot,)
    await house.clock.advance(2)
    assert house.world.people_in(house.hall) == ()


async def test_a_bot_that_came_back_stays(house: House) -> None:
    await house.server.start()
    house.world.enter_call(house.world.bot, house.hall)
    session = house.server.session(house.servers[0]["token"])
    house.server.lost(session)
    session.holder = object()
    await house.clock.advance(20)
    assert house.world.people_in(house.hall) == (house.world.bot,)


async def test_a_server_that_goes_is_named_before_the_next_one(house: House) -> None:
    await house.server.start()
    await house.server.change_server(house.guild)
    assert house.servers == []
    house.world.enter_call(house.world.bot, house.hall)
    await house.server.change_server(house.guild, gone_first=True)
    first, gone, second = house.servers
    assert gone["endpoint"] is None
    assert first["endpoint"] != second["endpoint"] == house.server.endpoint


async def test_old_servers_are_closed_one_after_the_other(house: House) -> None:
    await house.server.start()
    house.world.enter_call(house.world.bot, house.hall)
    for _ in range(3):
        await house.server.change_server(house.guild)
    answers = []
    for port in (int(server["endpoint"].partition(":")[2]) for server in house.servers):
        with socket.socket() as probe:
            probe.settimeout(0)
            try:
                await asyncio.get_running_loop().sock_connect(probe, ("127.0.0.1", port))
                answers.append(True)
            except ConnectionRefusedError:
                answers.append(False)
    assert answers == [False, False, True, True]


async def test_a_sign_of_life_comes_back(house: House) -> None:
    await house.server.start()
    house.world.enter_call(house.world.bot, house.hall)
    port = house.server.udp_port(house.server.session(house.servers[0]["token"]))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(0)
        client.connect(("127.0.0.1", port))
        loop = asyncio.get_running_loop()
        for sign in (bytes(8), b"\x05" + bytes(7)):
            await loop.sock_sendall(client, sign)
            assert await asyncio.wait_for(loop.sock_recv(client, 100), 5) == sign


async def test_people_without_a_call_leave_film_and_speak_to_nobody(house: House) -> None:
    await house.server.start()
    ann = house.server.caller(house.world.add_member(house.guild, "Ann"))
    ann.leave()
    ann.announce(speaks=True)
    await ann.film(5)
    assert (ann.endpoint, ann.ssrc, ann.send(b"frame", 1)) == (None, None, False)
    ann.join(house.hall)
    assert ann.send(b"frame", 1) is True
    assert ann.held_back == 1
    assert ann.endpoint is not None
