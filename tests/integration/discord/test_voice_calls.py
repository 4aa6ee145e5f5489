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


async def test_who_takes_their_word_back_is_answered_no_further_and_that_question_is_forgotten(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    song = "I can sing for you all night long, and I know a great many songs of the sea. " * 4
    async with hall(loopback_discord, tmp_path, song) as room:
        ann = await room.speaker("Ann")
        await room.run("voice join", ann.user)
        (asked,) = await until(room.chat)
        await room.press(asked, "Listen to me", ann.user)
        player = room.registry.of(room.loopback.guild.id).call.player
        await ann.say("what can you do")
        await until(lambda: player.played_s > 1)
        revoking = asyncio.create_task(room.registry.consent.revoke(room.loopback.guild.id, ann.user.id))
        await asyncio.sleep(0)
        played = player.played_s
        assert await revoking
        line = await until(lambda: [m for m in room.chat() if m.content.endswith(" …")])
        await asyncio.sleep(0.5)
        assert player.played_s - played <= 0.04, "two frames"
        assert "sing" in line[0].content
        assert len(line[0].content) < len(song)
        assert await room.app.container.history().recent(room.scope(ann.user), 10, None) == ()


@pytest.mark.parametrize("command", ["voice say", "speak"])
async def test_what_a_member_writes_is_said_aloud(
    loopback_discord: LoopbackDiscord, tmp_path: Path, command: str
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ann = await room.speaker("Ann")
        await room.run("join", ann.user)
        assert await room.run(command, ann.user, text="Good evening.") == "I say it."
        await until(lambda: len(ann.caller.frames) > 20)
