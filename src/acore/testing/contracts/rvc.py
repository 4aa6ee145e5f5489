"""What every engine that turns a voice into another one must keep."""

import asyncio
from abc import ABC, abstractmethod

import numpy as np
import pytest

from acore.domain.audio import AudioChunk
from acore.errors import NotFound
from acore.interfaces import VoiceConverter

_RATES = (8000, 16000, 22050, 24000, 44100, 48000)
_SECONDS = (0.02, 0.3, 1.7, 4.0)


def spoken(seconds: float = 1.0, rate: int = 22050, *, hz: float = 120, channels: int = 1) -> AudioChunk:
    """Something like a vowel that comes and goes, four times a second."""
    times = np.arange(round(seconds * rate)) / rate
    tones = [np.sin(2 * np.pi * hz * n * times) / n for n in range(1, 20) if hz * n < rate / 2]
    mouth = 0.5 - 0.5 * np.cos(2 * np.pi * 4 * times)
    sound = np.sum(tones, axis=0) * mouth * 0.25 if len(times) else times
    return AudioChunk.of_floats(np.repeat(sound.reshape(-1, 1), channels, axis=1), rate)


class VoiceConverterContract(ABC):
    """Subclass it as Test..., give it converter(), and every promise of VoiceConverter is checked."""

    @abstractmethod
    def converter(self) -> VoiceConverter:
        """A new engine, not yet open."""

    def at_work(self, _converter: VoiceConverter) -> int:
        """How many clips are being converted now; override it where that can be seen."""
        return 0

    @pytest.mark.parametrize("seconds", _SECONDS)
    async def test_a_clip_stays_as_long_as_it_is(self, seconds: float) -> None:
        async with self.converter() as converter:
            clip = spoken(seconds)
            assert (await converter.convert(clip)).seconds == pytest.approx(clip.seconds, rel=0.01)

    @pytest.mark.parametrize("rate", _RATES)
    async def test_sound_of_any_usual_rate_is_converted_and_heard(self, rate: int) -> None:
        async with self.converter() as converter:
            clip = spoken(0.7, rate)
            made = await converter.convert(clip)
            assert made.seconds == pytest.approx(clip.seconds, rel=0.01)
            assert np.abs(made.floats()).max() > 0.02

    @pytest.mark.parametrize("channels", [2, 8])
    async def test_any_number_of_channels_will_do(self, channels: int) -> None:
        async with self.converter() as converter:
            made = await converter.convert(spoken(0.5, channels=channels))
            assert made.seconds == pytest.approx(0.5, rel=0.01)

    async def test_an_empty_clip_comes_back_empty(self) -> None:
        async with self.converter() as converter:
            assert not len((await converter.convert(AudioChunk.silence(0, 16000))).samples)

    async def test_silence_and_the_loudest_sound_are_sound_as_any(self) -> None:
        async with self.converter() as converter:
            loudest = AudioChunk.of_floats(np.sign(spoken().floats()), 22050)
            for clip in (AudioChunk.silence(1, 22050), loudest):
                assert (await converter.convert(clip)).seconds == pytest.approx(1, rel=0.01)

    async def test_the_clip_is_left_as_it_was(self) -> None:
        async with self.converter() as converter:
            clip = spoken()
            before = clip.samples.copy()
            clip.samples.flags.writeable = False
            await converter.convert(clip)
            assert (clip.samples == before).all()

    async def test_every_voice_converts_and_has_a_name_of_its_own(self) -> None:
        async with self.converter() as converter:
            voices = await converter.voices()
            assert voices
            assert len({voice.name for voice in voices}) == len(voices)
            for voice in voices[:12]:
                assert (await converter.convert(spoken(0.4), voice=voice.name)).seconds == pytest.approx(0.4, rel=0.01)

    async def test_a_voice_that_is_not_there_is_not_found_and_the_near_one_is_named(self) -> None:
        async with self.converter() as converter:
            name = (await converter.voices())[0].name
            with pytest.raises(NotFound, match=name):
                await converter.convert(spoken(0.2), voice=f"{name}x")
            assert (await converter.convert(spoken(0.2), voice=name)).seconds == pytest.approx(0.2, rel=0.01)

    @pytest.mark.parametrize("pitch", [-12, -1.5, 0, 3, 12])
    async def test_any_usual_pitch_will_do(self, pitch: float) -> None:
        async with self.converter() as converter:
            assert (await converter.convert(spoken(0.5), pitch=pitch)).seconds == pytest.approx(0.5, rel=0.01)

    async def test_clips_that_are_converted_at_once_do_not_mix(self) -> None:
        async with self.converter() as converter:
            clips = [spoken(seconds, rate) for seconds, rate in zip(np.linspace(0.2, 1, 6), _RATES, strict=True)]
            made = await asyncio.gather(*map(converter.convert, clips))
            assert [one.seconds for one in made] == pytest.approx([clip.seconds for clip in clips], rel=0.01)

    async def test_cancelling_one_clip_stops_its_work_and_harms_no_other(self) -> None:
        async with self.converter() as converter:
            before = asyncio.all_tasks()
            left = asyncio.create_task(converter.convert(spoken(4)))
            other = asyncio.create_task(converter.convert(spoken(0.5)))
            await asyncio.sleep(0)
            left.cancel()
            with pytest.raises(asyncio.CancelledError):
                await left
            assert (await other).seconds == pytest.approx(0.5, rel=0.01)
            assert (self.at_work(converter), asyncio.all_tasks()) == (0, before)
            assert (await converter.convert(spoken(0.5))).seconds == pytest.approx(0.5, rel=0.01)

    async def test_there_is_no_notice_while_all_is_well(self) -> None:
        async with self.converter() as converter:
            await converter.convert(spoken(0.2))
            assert converter.notice() is None

    async def test_ping_returns_and_closing_twice_is_harmless(self) -> None:
        async with self.converter() as converter:
            await converter.ping()
            await converter.aclose()
        await self.converter().aclose()
