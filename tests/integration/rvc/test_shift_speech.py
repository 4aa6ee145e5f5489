"""Real speech through the converter: what it is worth to those who listen."""

import asyncio
import threading
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from pocketsphinx import Decoder

from acore.adapters.rvc import shifting
from acore.adapters.rvc.framing import Floats
from acore.adapters.rvc.presets import PRESETS
from acore.adapters.rvc.shift import ShiftConverter, ShiftSettings
from acore.adapters.sound.resampling import AVResampler
from acore.adapters.tts.espeak import EspeakSettings, EspeakTTS
from acore.domain.audio import AudioChunk, joined
from acore.testing import engine_context

SLOTS = (
    ("the harbour", "the station", "the window", "my brother"),
    ("opens", "closes", "begins", "is happy"),
    ("at nine", "at seven", "at eleven", "on sunday"),
    ("in the morning", "in the evening", "in winter", "with cold water"),
)
SAID = ((0, 0, 0, 0), (1, 1, 1, 1), (2, 2, 2, 2), (3, 3, 3, 3), (0, 1, 2, 3), (1, 2, 3, 0), (2, 3, 0, 1), (3, 0, 1, 2))
Clips = tuple[AudioChunk, ...]


@pytest.fixture(scope="module")
def hear() -> Callable[[AudioChunk], str]:
    """Writes down one of the sentences that the grammar has."""
    decoder = Decoder(samprate=16000, loglevel="FATAL", lm=None)
    rule = " ".join(f"( {' | '.join(slot)} )" for slot in SLOTS)
    decoder.add_jsgf_string("sentences", f"#JSGF V1.0; grammar s; public <s> = {rule} ;")
    decoder.activate_search("sentences")

    def heard(clip: AudioChunk) -> str:
        resampler, pause = AVResampler(16000, 1), AudioChunk.silence(0.3, clip.rate)
        sound = joined([*(resampler.feed(part) for part in (pause, clip, pause)), resampler.finish()]).samples[:, 0]
        hiss: NDArray[np.float64] = np.random.default_rng(0).normal(0, 30, len(sound))
        decoder.start_utt()
        decoder.process_raw(np.clip(sound + hiss, -32768, 32767).astype(np.int16).tobytes(), full_utt=True)
        decoder.end_utt()
        return decoder.hyp().hypstr if decoder.hyp() else ""

    return heard


@pytest.fixture(scope="module")
def clips() -> Clips:
    async def spoken() -> Clips:
        async with EspeakTTS(EspeakSettings(), engine_context()) as tts:
            made = [await tts.synthesize(" ".join(s[n] for s, n in zip(SLOTS, said, strict=True))) for said in SAID]
        return tuple(clip for clip in made if clip is not None)

    return asyncio.run(spoken())


@pytest.mark.parametrize(
    ("voice", "share"),
    [("deep", 0.9), ("bright", 0.9), ("robot", 0.9), ("whisper", 0.9), ("child", 0.7), ("giant", 0.7), ("radio", 0.6)],
)
async def test_words_are_still_understood(
    voice: str, share: float, clips: Clips, hear: Callable[[AudioChunk], str]
) -> None:
    found = 0
    async with ShiftConverter(ShiftSettings(voice=voice), engine_context()) as converter:
        for said, clip in zip(SAID, clips, strict=True):
            heard = hear(await converter.convert(clip))
            found += sum(slot[n] in heard for slot, n in zip(SLOTS, said, strict=True))
    assert found >= share * len(SAID) * len(SLOTS)


@pytest.mark.parametrize("voice", PRESETS)
async def test_speech_is_as_loud_as_before_and_nothing_is_clipped(voice: str, clips: Clips) -> None:
    before = joined(clips)
    async with ShiftConverter(ShiftSettings(voice=voice), engine_context()) as converter:
        after = await converter.convert(before)
    levels = [10 * np.log10(np.mean(np.square(clip.floats()))) for clip in (before, after)]
    assert levels[1] == pytest.approx(levels[0], abs=1.5)
    assert np.abs(after.samples.astype(int)).max() < 32767
    assert len(after.samples) == len(before.samples)


async def test_the_event_loop_is_free_while_speech_is_converted(clips: Clips, monkeypatch: pytest.MonkeyPatch) -> None:
    worked_on: list[threading.Thread] = []

    class Watched(shifting.Shifter):
        def feed(self, samples: Floats) -> Floats:
            worked_on.append(threading.current_thread())
            return super().feed(samples)

        def finish(self) -> Floats:
            worked_on.append(threading.current_thread())
            return super().finish()

    monkeypatch.setattr(shifting, "Shifter", Watched)
    async with ShiftConverter(ShiftSettings(), engine_context()) as converter:
        await converter.convert(joined(clips))
    assert worked_on
    assert threading.current_thread() not in worked_on
