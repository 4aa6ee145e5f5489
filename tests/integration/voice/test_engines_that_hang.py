"""An engine that hangs is given up early enough for another one to stand in."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from dependency_injector import providers

from acore.adapters.rvc.policies import plain_voice
from acore.adapters.stt.openai import OpenAISTTSettings
from acore.adapters.stt.pocketsphinx import PocketSphinxSettings
from acore.adapters.stt.whisper import WhisperSettings
from acore.adapters.tts import tower
from acore.adapters.tts.policies.fallback import FallbackTTS
from acore.adapters.tts.policies.timely import TimelyTTS
from acore.domain.audio import AudioChunk
from acore.domain.voice_events import Failed, Playing
from acore.interfaces import RetrySettings
from acore.services.voice_reply import Manner
from acore.services.voice_session import VoiceOptions
from acore.testing import ManualClock, ScriptedTTS
from tests.integration.stt.speech import saying
from tests.integration.voice.test_voice_of_the_house import House


class Hangs(ScriptedTTS):
    """Never makes a sound."""

    begun = 0

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> AsyncGenerator[AudioChunk, None]:
        self.begun += 1
        await asyncio.Event().wait()
        yield AudioChunk.silence(1, 16_000)


def test_a_conversation_waits_longer_than_its_engines_may_hang() -> None:
    """A far voice is asked anew as long as that may begin, and may hang then; the next one has its time as well."""
    assert Manner().tts_s > RetrySettings().deadline + 2 * tower._SILENCE_S
    assert Manner().rvc_s > plain_voice._WITHIN_S
    ears = (WhisperSettings().timeout, OpenAISTTSettings().timeout, PocketSphinxSettings().timeout)
    assert VoiceOptions().stt_s > max(ears) + min(ears)


async def test_another_voice_speaks_where_one_hangs(tmp_path: Path) -> None:
    house = House(tmp_path, stt={"use": "scripted"}, vad={"use": "energy"})
    hanging, other = Hangs.humming(), ScriptedTTS.humming()
    voices = FallbackTTS({"hangs": TimelyTTS(hanging, "hangs", 0.05), "other": other}, ManualClock())
    house.container.voice.tts.override(providers.Object(voices))
    async with (
        asyncio.timeout(20),
        aclosing(house.container.voice.engines()),
        aclosing(house.session().answer(saying("what can you do"))) as turn,
    ):
        events = [event async for event in turn]
    assert not [event for event in events if isinstance(event, Failed)]
    assert [said.text for said in other.said] == ["It is five.", "Bye."]
    assert hanging.begun == 1, "the second sentence does not wait for it"
    assert any(isinstance(event, Playing) and event.chunk.samples.any() for event in events)
