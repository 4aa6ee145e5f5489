"""Recordings that members send, with the real engines of a fresh machine, over the loopback Discord."""

import io
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import pytest

from acore.adapters.running import prepare_data_dir
from acore.adapters.sound.wav import WavWriter
from acore.container import Container
from acore.settings import Settings
from acore.simulator.model import SimMessage
from tests.integration.discord.conftest import Town


@pytest.fixture
async def voices(tmp_path: Path) -> AsyncGenerator[Container]:
    settings = Settings.model_validate({"data_dir": tmp_path / "voices", "voice": {"message_s": 10}})
    prepare_data_dir(settings.data_dir)
    container = Container(settings=settings)
    async with aclosing(container.voice.engines()):
        yield container


async def spoken(container: Container, text: str) -> bytes:
    """A recording of a sentence."""
    voice = await container.voice.engines().ready()
    clip = await voice.tts.synthesize(text)
    assert clip
    file = io.BytesIO()
    with WavWriter(file) as wav:
        wav.write(clip)
    return file.getvalue()


async def recorded(container: Container) -> object:
    from acore.discord.recordings import Recordings

    return Recordings(container.voice.recordings())


async def test_a_voice_message_in_private_is_answered_with_what_was_heard(town: Town, voices: Container) -> None:
    recording = await spoken(voices, "what can you do")
    async with town.house("A lot.", recordings=await recorded(voices)) as house:
        direct = town.world.dm(town.ada)
        await town.world.say(town.ada, direct, "", files=[("voice-message.wav", recording)])
        answer = await town.answer("A lot.")
        heard, _, words = answer.content.partition("\n")
        assert words == "A lot."
        assert {"what", "can", "you", "do"} & set(heard.removeprefix("-# 🎤 ").split())
        remembered = await house.remembered(direct, town.ada)
        assert f"-# 🎤 {remembered[0].text}" == heard


async def test_a_recording_beside_a_mention_is_answered_and_can_be_asked_again_after_a_restart(
    town: Town, voices: Container
) -> None:
    recording = await spoken(voices, "what can you do")
    async with town.house("One.", recordings=await recorded(voices)):
        text = f"{town.world.bot.mention} listen"
        await town.world.say(town.ada, town.general, text, files=[("a.wav", recording)])
        first = await town.answer("One.")
    async with town.house("Two.", recordings=await recorded(voices)) as house:
        await town.world.press(town.ada, first, again_button(first))
        second = await town.answer("Two.")
        assert (second.id, second.content.partition("\n")[0]) == (first.id, first.content.partition("\n")[0])
        assert house.llm.requests[-1].messages[-1].text.startswith("listen\n")


async def test_a_recording_that_is_too_long_is_told_so_and_nothing_is_asked(town: Town, voices: Container) -> None:
    recording = await spoken(voices, "so it goes on and on and on and on, " * 12)
    async with town.house("never", recordings=await recorded(voices)) as house:
        await town.world.say(town.ada, town.world.dm(town.ada), "", files=[("long.wav", recording)])
        assert "longer than" in (await town.answer("several.")).content
        assert not house.llm.requests


def again_button(message: SimMessage) -> str:
    buttons = [part for row in message.components for part in row["components"]]
    return str(next(button["custom_id"] for button in buttons if button["emoji"]["name"] == "🔁"))
