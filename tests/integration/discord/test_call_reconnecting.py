"""A call survives what voice servers and moderators do to it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from acore.domain.audio import joined
from acore.domain.calls import Ended, Joined, Left, Moved, Participant
from acore.simulator.permissions import Permission
from acore.testing import LoopbackDiscord
from acore.testing.loopback_voice import Speaker
from tests.integration.discord.calling import Hall, Hearing, Noted, hall_of, pitch, tone, until


class Talk:
    """Ann and the bot in the hall, who understand each other."""

    def __init__(self, hall: Hall, ann: Speaker, call: Any) -> None:
        self.hall = hall
        self.ann = ann
        self.call = call
        self.hearing = Hearing(call, ann.user.id)
        self.noted = Noted(call)

    async def understood(self, hertz: float, hearing: Hearing | None = None, who: Speaker | None = None) -> None:
        """What somebody says from now on is heard, and what the bot plays as well."""
        hearing, who = hearing or self.hearing, who or self.ann
        before = len(hearing.chunks)
        await who.play(tone(hertz, 0.6))
        await until(lambda: sum(chunk.seconds for chunk in hearing.chunks[before:]) > 1)
        assert pitch(joined(hearing.chunks[before:])) == pytest.approx(hertz, abs=1)
        who.caller.heard.clear()
        await self.call.player.play(tone(hertz + 100, 0.6))
        await self.call.player.drained()
        await until(lambda: len(who.caller.frames) >= 30)
        assert pitch(await who.sound()) == pytest.approx(hertz + 100, abs=1)

    @asynccontextmanager
    async def renewed(self) -> AsyncGenerator[None]:
        """Leaving the block waits until the bot is connected anew, with everybody's keys."""
        before = self.call.line.ws
        yield
        await until(lambda: self.call.line.ws is not before and self.call.line.is_connected())
        await self.hall.voice.settled(self.hall.channel)


@asynccontextmanager
async def talk_in(loopback: LoopbackDiscord) -> AsyncGenerator[Talk]:
    async with hall_of(loopback) as hall:
        ann = await hall.speaker("Ann")
        call = await hall.call()
        call.admit(ann.user.id)
        talk = Talk(hall, ann, call)
        await talk.understood(440)
        yield talk
        await call.leave()
        await until(lambda: talk.hearing.ended and talk.noted.over)


def kinds(noted: Noted) -> list[type]:
    return [type(event) for event in noted.events]


@pytest.mark.parametrize("gone_first", [False, True])
async def test_a_call_goes_on_at_another_voice_server(loopback_discord: LoopbackDiscord, *, gone_first: bool) -> None:
    async with talk_in(loopback_discord) as talk:
        async with talk.renewed():
            await talk.hall.voice.change_server(talk.hall.guild, gone_first=gone_first)
        await talk.understood(660)
        assert kinds(talk.noted) == [Joined]


@pytest.mark.parametrize("code", [4006, 4015])
async def test_a_call_goes_on_where_its_connection_is_closed(loopback_discord: LoopbackDiscord, code: int) -> None:
    async with talk_in(loopback_discord) as talk:
        async with talk.renewed():
            await talk.hall.voice.close(code)
        await talk.understood(660)
        assert kinds(talk.noted) == [Joined]


async def test_a_call_goes_on_where_its_connection_breaks(loopback_discord: LoopbackDiscord) -> None:
    async with talk_in(loopback_discord) as talk:
        async with talk.renewed():
            talk.hall.voice.drop()
        await talk.understood(660)
        assert kinds(talk.noted) == [Joined]


@pytest.mark.parametrize("moved", [False, True], ids=["to another server", "to another channel"])
async def test_a_call_that_had_to_begin_anew_can_be_moved(loopback_discord: LoopbackDiscord, *, moved: bool) -> None:
    async with talk_in(loopback_discord) as talk:
        hall = talk.hall
        async with talk.renewed():
            await hall.voice.close(4006)
        await talk.understood(550)
        hearing: Hearing | None = None
        if moved:
            kitchen = hall.world.add_voice_channel(hall.guild, "Kitchen")
            hall.world.move_in_call(hall.world.bot, kitchen)
            await talk.noted.until(Moved)
            await talk.ann.join(kitchen)
            await hall.voice.settled(kitchen)
            hearing = Hearing(talk.call, talk.ann.user.id)
        else:
            async with talk.renewed():
                await hall.voice.change_server(hall.guild)
        await talk.understood(660, hearing)
        assert Ended not in kinds(talk.noted)


async def test_a_server_that_crashed_twice_is_come_back_to_twice(loopback_discord: LoopbackDiscord) -> None:
    async with talk_in(loopback_discord) as talk:
        for hertz in (550, 660):
            async with talk.renewed():
                await talk.hall.voice.close(4015)
            await talk.understood(hertz)


async def test_who_is_in_the_other_channel_is_told_when_the_bot_is_moved(loopback_discord: LoopbackDiscord) -> None:
    async with talk_in(loopback_discord) as talk:
        hall = talk.hall
        kitchen = hall.world.add_voice_channel(hall.guild, "Kitchen")
        bob = await loopback_discord.speaker("Bob")
        await bob.join(kitchen)
        talk.call.admit(bob.user.id)
        hall.world.move_in_call(hall.world.bot, kitchen)
        await talk.noted.until(Moved)
        await hall.voice.settled(kitchen)
        await until(lambda: talk.hearing.ended)
        bobs = Hearing(talk.call, bob.user.id)
        await talk.understood(550, bobs, bob)
        await talk.ann.join(kitchen)
        await talk.understood(660, again := Hearing(talk.call, talk.ann.user.id))
        assert talk.call.place == hall.place(kitchen)
        ann, bob_himself = Participant(talk.ann.user.id, "Ann"), Participant(bob.user.id, "Bob")
        assert talk.noted.events == [
            Joined(ann),
            Left(ann),
            Moved(hall.place(kitchen)),
            Joined(bob_himself),
            Joined(ann),
        ]
        assert talk.call.participants == (bob_himself, ann)
        await talk.call.leave()
        await until(lambda: bobs.ended and again.ended)


async def test_joining_another_channel_moves_the_call(loopback_discord: LoopbackDiscord) -> None:
    async with talk_in(loopback_discord) as talk:
        kitchen = talk.hall.world.add_voice_channel(talk.hall.guild, "Kitchen")
        await until(lambda: talk.hall.bot.get_channel(int(kitchen.id)))
        assert await talk.hall.calls.join(talk.hall.place(kitchen)) is talk.call
        assert talk.call.place == talk.hall.place(kitchen)
        await talk.ann.join(kitchen)
        await talk.understood(660, Hearing(talk.call, talk.ann.user.id))
        assert await talk.hall.calls.join(talk.hall.place(kitchen)) is talk.call


async def test_a_call_ends_where_a_moderator_disconnects_the_bot(loopback_discord: LoopbackDiscord) -> None:
    async with talk_in(loopback_discord) as talk:
        talk.hall.world.leave_call(talk.hall.world.bot, talk.hall.guild)
        ended = await talk.noted.until(Ended)
        assert isinstance(ended, Ended)
        assert "took the bot out" in ended.why
        await until(lambda: talk.hearing.ended and talk.noted.over)
        again = await talk.hall.call()
        assert again is not talk.call
        await again.leave()


@pytest.mark.parametrize(
    ("denied", "why"), [(Permission.VIEW_CHANNEL, "can not see"), (Permission.SPEAK, "may not speak")]
)
async def test_a_call_ends_where_the_bot_is_moved_to_where_it_has_no_business(
    loopback_discord: LoopbackDiscord, denied: Permission, why: str
) -> None:
    async with talk_in(loopback_discord) as talk:
        hall = talk.hall
        vault = hall.world.add_voice_channel(hall.guild, "Vault")
        hall.world.permit(vault, hall.world.bot, deny=denied)
        hall.world.move_in_call(hall.world.bot, vault)
        ended = await talk.noted.until(Ended)
        assert isinstance(ended, Ended)
        assert ended.is_news
        assert why in ended.why
        assert talk.call.place == hall.place(), "it is told where it was"
        assert Moved not in kinds(talk.noted)
        await until(lambda: talk.hearing.ended and talk.noted.over)
        guild = hall.bot.get_guild(int(hall.guild.id))
        assert guild is not None
        await until(lambda: guild.voice_client is None)
        again = await hall.call()
        assert again is not talk.call
        await again.leave()


async def test_a_call_ends_with_the_channel(loopback_discord: LoopbackDiscord) -> None:
    async with talk_in(loopback_discord) as talk:
        talk.hall.world.remove_channel(talk.hall.channel)
        await talk.noted.until(Ended)


async def test_a_call_ends_where_the_bot_is_taken_from_the_server(loopback_discord: LoopbackDiscord) -> None:
    async with talk_in(loopback_discord) as talk:
        await talk.hall.world.remove(talk.hall.guild)
        ended = await talk.noted.until(Ended)
        assert isinstance(ended, Ended)
