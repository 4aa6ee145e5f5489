"""The whole house in a voice channel of the loopback Discord: it hears, answers and says."""

import asyncio
from pathlib import Path

import pytest

from acore.testing import LoopbackDiscord
from tests.integration.discord.voice_house import hall, until


async def test_a_member_agrees_asks_aloud_and_is_answered_aloud(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path, "I can sing for you.") as room:
        ann = await room.speaker("Ann")
        assert f"<#{room.channel.id}>" in await room.run("voice join", ann.user)
        (asked,) = await until(room.chat)
        assert "hear nobody who has not agreed" in asked.content
        await ann.say("what can you do")
        assert room.registry.of(room.loopback.guild.id).call.counters().heard == 0
        assert "I listen to you now" in await room.press(asked, "Listen to me", ann.user)
        await ann.say("what can you do")
        await until(lambda: len(ann.caller.frames) > 30)
        await until(lambda: any("sing" in message.content for message in room.chat()))
        told = await room.run("voice status", ann.user)
        assert "**I hear**: Ann" in told
        assert "I do not listen to you any more" in await room.run("stop_listening", ann.user)
        assert "I have left" in await room.run("leave", ann.user)
        assert room.registry.of(room.loopback.guild.id) is None


@pytest.mark.parametrize("command", ["voice say", "speak"])
async def test_what_a_member_writes_is_said_aloud(
    loopback_discord: LoopbackDiscord, tmp_path: Path, command: str
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ann = await room.speaker("Ann")
        await room.run("join", ann.user)
        assert await room.run(command, ann.user, text="Good evening.") == "I say it."
        await until(lambda: len(ann.caller.frames) > 20)


async def test_four_people_in_a_call(loopback_discord: LoopbackDiscord, tmp_path: Path) -> None:
    """One asks and is answered, one interrupts and is obeyed, one is never heard, one comes and goes in the middle."""
    reply = "You can ask me about your documents and about the weather. " * 10
    async with hall(loopback_discord, tmp_path, reply, chat={"names": ["computer"]}) as room:
        ann, bob, cem, dan = [await room.speaker(name) for name in ("Ann", "Bob", "Cem", "Dan")]
        dan.leave()
        await room.run("join", ann.user)
        (asked,) = await until(room.chat)
        for speaker in (ann, bob):
            await room.press(asked, "Listen to me", speaker.user)
        call = room.registry.of(room.loopback.guild.id).call
        await cem.say("this is a secret")
        assert call.counters().heard == 0
        await ann.say("computer, what can you do")
        await until(lambda: len(ann.caller.frames) > 10)
        await dan.join(room.channel)
        await asyncio.sleep(1)
        dan.leave()
        await until(lambda: len(ann.caller.frames) > 150)
        await bob.say("stop")
        await until(lambda: not call.player.queued_s)
        said = (await ann.sound()).seconds
        await asyncio.sleep(0.5)
        assert (await ann.sound()).seconds < 0.2, "it is silent"
        assert said < 25, "it did not say all of it, which takes half a minute"
        assert "Cem" in (await room.run("voice status", ann.user)).partition("I do not hear")[2]


async def test_what_is_said_aloud_can_be_understood(loopback_discord: LoopbackDiscord, tmp_path: Path) -> None:
    reply = "You can ask me about your documents and about the weather."
    async with hall(loopback_discord, tmp_path, reply) as room:
        ann = await room.speaker("Ann")
        await room.run("join", ann.user)
        (asked,) = await until(room.chat)
        await room.press(asked, "Listen to me", ann.user)
        await ann.say("what can you do")
        await until(lambda: len(ann.caller.frames) > 100)
        await until(lambda: not room.registry.of(room.loopback.guild.id).call.player.queued_s)
        await asyncio.sleep(0.3)
        voice = await room.app.container.voice.engines().ready()
        heard = set((await voice.stt.transcribe(await ann.sound())).text.split())
        content = {"ask", "me", "about", "your", "documents", "weather"}
        assert len(content & heard) / len(content) >= 0.6, heard
        remembered = await room.app.container.history().recent(room.scope(ann.user), 5)
        assert [message.role for message in remembered] == ["user", "assistant"]
