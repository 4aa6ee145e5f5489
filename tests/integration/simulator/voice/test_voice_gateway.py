"""The voice gateway's protocol, spoken by a client that says exactly what a test wants."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import aiohttp
import davey
import pytest

from acore.simulator.model import Channel
from acore.simulator.voice.ops import Op
from tests.integration.simulator.conftest import PATIENCE_S, Client, Place

IDENTIFY = 0
RESUME = 7
INTENTS = 1 << 0 | 1 << 7


class VoiceClient(Client):
    """A client of the voice gateway; what is told about others is kept apart from what answers it."""

    async def message(self) -> tuple[int, Any, int | None]:
        """The next message: the operation, the data, the sequence number."""
        message = await self.socket.receive(timeout=PATIENCE_S)
        if message.type is aiohttp.WSMsgType.BINARY:
            return message.data[2], message.data[3:], int.from_bytes(message.data[:2], "big")
        assert message.type is aiohttp.WSMsgType.TEXT, message
        payload = message.json()
        return payload["op"], payload["d"], payload.get("seq")

    async def until(self, op: int) -> Any:
        while (message := await self.message())[0] != op:
            pass
        return message[1]


class Invited:
    """A bot that is in the voice channel as far as the gateway knows."""

    def __init__(self, place: Place, hall: Channel, gateway: Client, state: Mapping[str, Any]) -> None:
        self.place = place
        self.hall = hall
        self.gateway = gateway
        self.state = state
        self.server: Mapping[str, Any] = {}

    async def next_server(self) -> Mapping[str, Any]:
        while (event := await self.gateway.receive())["t"] != "VOICE_SERVER_UPDATE":
            pass
        self.server = event["d"]
        return self.server

    @contextlib.asynccontextmanager
    async def connected(self, version: int = 8) -> AsyncGenerator[VoiceClient]:
        voice = await self.place.simulator.voice()
        url = f"wss://{self.server['endpoint']}/?v={version}"
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(url, ssl=voice.certificate.client_context()) as socket,
        ):
            yield VoiceClient(socket)

    def identity(self, **other: Any) -> dict[str, Any]:
        return {
            "server_id": self.place.guild.id,
            "user_id": self.place.world.bot.id,
            "session_id": self.state["session_id"],
            "token": self.server["token"],
            "max_dave_protocol_version": 1,
        } | other

    @contextlib.asynccontextmanager
    async def described(self) -> AsyncGenerator[tuple[VoiceClient, Mapping[str, Any]]]:
        """A client that has its session description."""
        async with self.connected() as client:
            await client.until(Op.HELLO)
            await client.send(IDENTIFY, self.identity())
            await client.until(Op.READY)
            chosen = {"address": "127.0.0.1", "port": 9, "mode": "aead_xchacha20_poly1305_rtpsize"}
            await client.send(1, {"protocol": "udp", "data": chosen})
            yield client, await client.until(Op.SESSION_DESCRIPTION)


@pytest.fixture
async def invited(place: Place) -> AsyncGenerator[Invited]:
    hall = place.world.add_voice_channel(place.guild, "Hall")
    async with place.at_gateway() as gateway:
        await gateway.log_in(intents=INTENTS)
        await gateway.send(4, {"guild_id": place.guild.id, "channel_id": hall.id, "self_mute": False})
        while (event := await gateway.receive())["t"] != "VOICE_STATE_UPDATE":
            pass
        bot = Invited(place, hall, gateway, event["d"])
        await bot.next_server()
        yield bot


async def test_the_gateway_tells_the_state_first_and_then_the_server(invited: Invited) -> None:
    assert invited.state["channel_id"] == invited.hall.id
    assert invited.state["user_id"] == invited.place.world.bot.id
    assert invited.state["member"]["user"]["id"] == invited.place.world.bot.id
    assert invited.server["guild_id"] == invited.place.guild.id
    assert invited.server["endpoint"].startswith("localhost:")


async def test_it_says_hello_and_answers_heartbeats_with_their_nonce(invited: Invited) -> None:
    async with invited.connected() as client:
        assert await client.message() == (Op.HELLO, {"v": 8, "heartbeat_interval": 13_750}, None)
        await client.send(3, {"t": 1501184119561, "seq_ack": -1})
        assert await client.message() == (Op.HEARTBEAT_ACK, {"t": 1501184119561}, None)


async def test_it_offers_both_ways_of_encryption_and_names_the_port(invited: Invited) -> None:
    async with invited.connected() as client:
        await client.send(IDENTIFY, invited.identity())
        ready = await client.until(Op.READY)
    assert ready["modes"] == ["aead_aes256_gcm_rtpsize", "aead_xchacha20_poly1305_rtpsize"]
    assert ready["ip"] == "127.0.0.1"
    assert ready["port"] > 0


async def test_it_describes_a_session_that_is_encrypted_end_to_end(invited: Invited) -> None:
    async with invited.described() as (client, description):
        assert description["mode"] == "aead_xchacha20_poly1305_rtpsize"
        assert description["dave_protocol_version"] == 1
        assert len(description["secret_key"]) == 32
        op, package, number = await client.message()
        assert (op, number) == (Op.EXTERNAL_SENDER, 0)
        davey.DaveSession(1, 5, 7).set_external_sender(package)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"max_dave_protocol_version": 0}, 4017),
        ({"token": "wrong"}, 4004),
        ({"user_id": "1"}, 4004),
        ({"session_id": "another"}, 4006),
        ({"server_id": "1"}, 4006),
    ],
)
async def test_who_identifies_wrongly_is_sent_away(invited: Invited, data: dict[str, Any], code: int) -> None:
    async with invited.connected() as client:
        await client.send(IDENTIFY, invited.identity(**data))
        assert await client.close_code() == code


async def test_an_identity_serves_once(invited: Invited) -> None:
    async with invited.connected() as first:
        await first.send(IDENTIFY, invited.identity())
        await first.until(Op.READY)
        async with invited.connected() as second:
            await second.send(IDENTIFY, invited.identity())
            assert await second.close_code() == 4006


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (5, {"speaking": 1}, 4003),
        (IDENTIFY, None, 4002),
        (RESUME, {"token": "wrong"}, 4004),
    ],
)
async def test_what_comes_before_the_identity_closes(invited: Invited, op: int, data: object, code: int) -> None:
    async with invited.connected() as client:
        await client.send(op, data)
        assert await client.close_code() == code


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (IDENTIFY, {}, 4005),
        (1, {"protocol": "webrtc", "data": "sdp"}, 4012),
        (1, {"protocol": "udp", "data": {"address": "127.0.0.1", "port": 9, "mode": "xsalsa20_poly1305"}}, 4016),
        (1, {"protocol": "udp", "data": {"address": "127.0.0.1", "port": "x", "mode": "xsalsa20_poly1305"}}, 4002),
        (99, {}, 4001),
    ],
)
async def test_what_breaks_the_protocol_closes(invited: Invited, op: int, data: object, code: int) -> None:
    async with invited.connected() as client:
        await client.send(IDENTIFY, invited.identity())
        await client.until(Op.READY)
        await client.send(op, data)
        assert await client.close_code() == code


@pytest.mark.parametrize("text", ["{", "[]", '{"op": "x"}'])
async def test_what_is_no_payload_closes(invited: Invited, text: str) -> None:
    async with invited.connected() as client:
        await client.socket.send_str(text)
        assert await client.close_code() == 4002


async def test_a_transition_without_a_number_closes(invited: Invited) -> None:
    async with invited.described() as (client, _):
        await client.send(Op.TRANSITION_READY, {})
        assert await client.close_code() == 4002


async def test_another_version_of_the_gateway_is_a_bad_request(invited: Invited) -> None:
    async with invited.connected(version=4) as client:
        assert await client.close_code() == 4020


async def test_who_comes_and_goes_is_told_with_numbers(invited: Invited) -> None:
    voice = await invited.place.simulator.voice()
    ann = voice.caller(invited.place.ada)
    async with invited.described() as (client, _):
        await client.until(Op.EXTERNAL_SENDER)
        ann.join(invited.hall)
        user = invited.place.ada.id
        assert await client.message() == (Op.CLIENTS_CONNECT, {"user_ids": [user]}, 1)
        assert await client.message() == (Op.CLIENT_FLAGS, {"user_id": user, "flags": 2}, 2)
        assert await client.message() == (Op.CLIENT_PLATFORM, {"user_id": user, "platform": 0}, 3)
        op, _, number = await client.message()
        assert (op, number) == (Op.PROPOSALS, 4)
        ann.announce(speaks=True)
        assert await client.message() == (Op.SPEAKING, {"user_id": user, "ssrc": ann.ssrc, "speaking": 1}, 5)
        ann.leave()
        assert await client.message() == (Op.CLIENT_DISCONNECT, {"user_id": user}, 6)


async def test_who_comes_later_learns_who_is_there_and_speaks(invited: Invited) -> None:
    voice = await invited.place.simulator.voice()
    ann = voice.caller(invited.place.ada)
    ann.join(invited.hall)
    ann.announce(speaks=True)
    async with invited.described() as (client, _):
        assert (await client.message())[:2] == (Op.CLIENTS_CONNECT, {"user_ids": [invited.place.ada.id]})
        assert (await client.until(Op.SPEAKING))["user_id"] == invited.place.ada.id


@pytest.mark.parametrize("crash", [True, False], ids=["4015", "broken"])
async def test_who_resumes_gets_what_they_missed(invited: Invited, *, crash: bool) -> None:
    voice = await invited.place.simulator.voice()
    ann = voice.caller(invited.place.ada)
    async with invited.described() as (client, _):
        await client.until(Op.EXTERNAL_SENDER)
        if crash:
            closed, _ = await asyncio.gather(client.close_code(), voice.close(4015))
            assert closed == 4015
        else:
            voice.drop()
            await client.close_code()
    ann.join(invited.hall)
    async with invited.connected() as client:
        await client.until(Op.HELLO)
        await client.send(RESUME, invited.identity(seq_ack=0))
        assert await client.message() == (Op.RESUMED, None, None)
        assert (await client.message())[::2] == (Op.CLIENTS_CONNECT, 1)


async def test_who_resumes_what_is_over_is_sent_away(invited: Invited) -> None:
    old = invited.identity(seq_ack=-1)
    await invited.gateway.send(4, {"guild_id": invited.place.guild.id, "channel_id": None})
    await invited.gateway.send(4, {"guild_id": invited.place.guild.id, "channel_id": invited.hall.id})
    assert (await invited.next_server())["token"] != old["token"]
    async with invited.connected() as client:
        await client.send(RESUME, old)
        assert await client.close_code() == 4006


async def test_who_never_had_a_session_can_not_resume_it(invited: Invited) -> None:
    async with invited.connected() as client:
        await client.send(RESUME, invited.identity(seq_ack=-1))
        assert await client.close_code() == 4006


async def test_asking_for_the_same_channel_again_invites_nobody_anew(invited: Invited) -> None:
    await invited.gateway.send(
        4, {"guild_id": invited.place.guild.id, "channel_id": invited.hall.id, "self_mute": True}
    )
    await invited.gateway.send(4, {"guild_id": invited.place.guild.id, "channel_id": None})
    first, second = await invited.gateway.receive(), await invited.gateway.receive()
    assert [event["t"] for event in (first, second)] == ["VOICE_STATE_UPDATE"] * 2
    assert [event["d"]["self_mute"] for event in (first, second)] == [True, True]
    assert [event["d"]["channel_id"] for event in (first, second)] == [invited.hall.id, None]


async def test_a_bot_that_may_not_connect_hears_nothing(place: Place) -> None:
    hall = place.world.add_voice_channel(place.guild, "Hall")
    place.world.permit(hall, place.world.bot, deny=1 << 20)
    async with place.at_gateway() as gateway:
        await gateway.log_in(intents=INTENTS)
        await gateway.receive()
        await gateway.send(4, {"guild_id": place.guild.id, "channel_id": hall.id})
        await gateway.send(1, None)
        assert (await gateway.receive())["op"] == 11
    assert place.guild.voice == {}
