import asyncio
import ctypes
import gc
import subprocess
import sys
import threading
from contextlib import aclosing
from typing import Any

import numpy as np
import pytest

from acore.adapters.tts.espeak import EspeakSettings, EspeakTTS
from acore.adapters.tts.espeak_library import Manner, library
from acore.domain.audio import AudioChunk
from acore.errors import EngineRefused, EngineUnavailable, NotFound, SettingsError
from acore.interfaces import TTS
from acore.testing import TTSContract, engine_context


def espeak(**settings: Any) -> EspeakTTS:
    return EspeakTTS(EspeakSettings.model_validate(settings), engine_context())


async def said(tts: TTS, text: str, **how: Any) -> AudioChunk:
    clip = await tts.synthesize(text, **how)
    assert clip is not None
    return clip


def alike(clip: AudioChunk, other: AudioChunk) -> bool:
    """About as long: espeak says nothing twice in quite the same way."""
    return abs(clip.seconds - other.seconds) < 0.05


def pitch(clip: AudioChunk) -> float:
    """The median of the fundamental over the voiced frames, by autocorrelation, in Hz."""
    sound, found = clip.floats(), []
    for start in range(0, len(sound) - 1024, 512):
        frame = sound[start : start + 1024]
        if np.abs(frame).max() < 0.1:
            continue
        alike = np.correlate(frame, frame, "full")[1023:]
        low, high = clip.rate // 400, clip.rate // 60
        found.append(clip.rate / (low + int(alike[low:high].argmax())))
    return float(np.median(found))


class TestEspeak(TTSContract):
    def tts(self) -> TTS:
        return espeak()


async def test_it_speaks_at_22_khz_in_one_channel() -> None:
    async with espeak() as tts:
        clip = await said(tts, "What can you do?")
    assert (clip.rate, clip.channels) == (22050, 1)
    assert clip.seconds == pytest.approx(1.17, abs=0.2)


async def test_the_pace_is_that_of_the_settings() -> None:
    async with espeak(words_per_minute=90) as slow, espeak(words_per_minute=350) as fast:
        text = "The harbour opens at nine in the morning, and closes in the evening."
        assert (await said(slow, text)).seconds > 2.5 * (await said(fast, text)).seconds


async def test_the_pitch_is_that_of_the_settings_also_where_two_speak_in_turn() -> None:
    async with espeak(pitch=10) as low, espeak(pitch=90) as high:
        deep = [pitch(await said(low, "Many men run along.")), pitch(await said(low, "Many men run along."))]
        bright = pitch(await said(high, "Many men run along."))
        assert max(deep) * 1.3 < bright
        assert pitch(await said(low, "Many men run along.")) == pytest.approx(deep[0], rel=0.2)


async def test_a_language_is_enough_and_a_voice_goes_before_it() -> None:
    async with espeak(language="de") as german, espeak(language="de", voice="en-us+f3") as american:
        assert (await german.voices())[0].name == "de"
        assert (await american.voices())[0].name == "en-us"
        text = "Achtung, das Wetter wird gut."
        plain, own = [await said(german, text, voice=name) for name in (None, "de")]
        assert alike(plain, own)
        named, own = [await said(american, text, voice=name) for name in (None, "en-us+f3")]
        assert alike(named, own)
        assert not alike(named, plain)


@pytest.mark.parametrize("name", ["EN-US", "English (America)", "gmw/en-US", "en_us", "en-US+F3", "en+Mr serious"])
async def test_a_voice_is_found_however_it_is_written(name: str) -> None:
    async with espeak() as tts:
        assert (await said(tts, "hello", voice=name)).seconds > 0


async def test_the_voices_of_the_language_come_first_with_their_variants() -> None:
    async with espeak(language="en-gb") as tts:
        voices = await tts.voices()
    assert voices[0].name == "en-gb"
    names = [voice.name for voice in voices]
    assert names.index("en-gb+f3") < names.index("en-us") < names.index("de")
    assert len(names) > 200
    assert next(voice for voice in voices if voice.name == "en-gb+f3").description.endswith("female")


@pytest.mark.parametrize(("name", "near"), [("en-us+f9", "en-us+f"), ("deu", "de"), ("wxyz-qq", "there are")])
async def test_a_voice_that_is_not_there_names_those_that_are(name: str, near: str) -> None:
    async with espeak() as tts:
        with pytest.raises(NotFound, match=near.replace("+", r"\+")) as error:
            await tts.synthesize("hello", voice=name)
    assert name in str(error.value)
    assert "acore voices" in str(error.value)


@pytest.mark.parametrize("settings", [{"voice": "en-uss"}, {"language": "klingon-x"}])
async def test_a_voice_of_the_settings_that_is_not_there_ends_the_opening(settings: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=r"tts\.engines\.espeak"):
        await espeak(**settings).open()


async def test_control_characters_steer_nothing() -> None:
    async with espeak() as tts:
        before = await said(tts, "Hello there.")
        await said(tts, "\x0150S \x0199P \x01+10A Hello")
        assert alike(await said(tts, "Hello there."), before)


async def test_words_after_a_nul_are_said() -> None:
    async with espeak() as tts:
        assert (await said(tts, "one\0two three four")).seconds > 2 * (await said(tts, "one")).seconds


async def test_ten_thousand_characters_are_said_and_not_held() -> None:
    most = 0
    async with espeak() as tts, aclosing(tts.stream("A word and more, " * 588)) as pieces:
        seconds = 0.0
        async for piece in pieces:
            seconds += piece.seconds
            most = max(most, len(piece.samples))
    assert seconds > 500
    assert most <= 22050


async def test_nothing_is_left_of_what_was_said() -> None:
    def types() -> int:
        gc.collect()
        return len(ctypes.Array.__subclasses__())

    async with espeak() as tts:
        await said(tts, "Now.")
        before = types()
        for words in range(1, 6):
            await said(tts, "One more. " * words + "And the last" + " one" * words)
        assert types() == before


async def test_leaving_stops_the_library_at_the_next_piece() -> None:
    taken = 0

    def take(_: Any) -> bool:
        nonlocal taken
        taken += 1
        return False

    await asyncio.to_thread(library().say, "a word " * 1000, Manner("gmw/en-US", 175, 50), take)
    assert taken == 1
    async with espeak() as tts:
        assert (await said(tts, "What can you do?")).seconds < 2


async def test_two_engines_share_the_library_and_speak_as_they_would_alone() -> None:
    async with espeak(voice="de") as one, espeak(voice="en-us+f3") as other:
        alone = [await said(one, "eins zwei"), await said(other, "one two")]
        both = await asyncio.gather(*(said(tts, text) for tts, text in ((one, "eins zwei"), (other, "one two")) * 5))
        for clip, expected in zip(both, alone * 5, strict=True):
            assert alike(clip, expected)


async def test_closing_ends_its_thread() -> None:
    async with espeak() as tts:
        await said(tts, "hello")
        assert any(thread.name.startswith("espeak") for thread in threading.enumerate())
    assert not any(thread.name.startswith("espeak") for thread in threading.enumerate())


async def test_it_is_not_asked_before_it_is_open() -> None:
    with pytest.raises(RuntimeError, match="before it is open"):
        await espeak().synthesize("hello")


async def test_without_its_library_it_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "acore.adapters.tts.espeak_library", None)
    with pytest.raises(EngineRefused, match=r'pip install "acore\[voice\]"'):
        await espeak().open()


def test_a_voice_that_the_library_does_not_take_is_an_error() -> None:
    with pytest.raises(EngineUnavailable, match="no/such"):
        library().say("hello", Manner("no/such", 175, 50), lambda _: True)
    heard = 0

    def take(piece: Any) -> bool:
        nonlocal heard
        heard += len(piece)
        return True

    library().say("hello", Manner("gmw/de", 175, 50), take)
    assert heard


_WITHOUT = """
import sys, espeakng_loader
espeakng_loader.get_{what}_path = lambda: sys.argv[1]
from acore.adapters.tts.espeak_library import library
from acore.errors import EngineRefused
try:
    library()
except EngineRefused as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("what", "path", "told"),
    [
        ("library", "no-such.so", "can not be loaded"),
        ("data", "no-such-folder", "finds no data in no-such-folder"),
        ("data", "long/" * 60, "too long"),
    ],
)
async def test_a_broken_library_ends_nothing_but_the_opening(what: str, path: str, told: str) -> None:
    code = _WITHOUT.format(what=what)
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", code, path], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert told in done.stdout
    assert "pip install" in done.stdout
