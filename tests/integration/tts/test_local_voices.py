import asyncio
import hashlib
import logging
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto

from acore.adapters.models.store import ModelStore
from acore.adapters.tts.kokoro import KokoroSettings, KokoroTTS
from acore.adapters.tts.supertonic import SupertonicSettings, SupertonicTTS
from acore.domain.model_files import Model, ModelFile
from acore.errors import EngineRefused, EngineUnavailable, NotFound
from acore.interfaces import TTS
from acore.testing import TTSContract, engine_context
from tests.integration.models.file_server import QuickClock, serving, slowly, whole
from tests.integration.tts import tiny_kokoro as kokoro_files
from tests.integration.tts import tiny_supertonic as supertonic_files
from tests.integration.tts.tiny_kokoro import constant, node, saved, tiny_kokoro
from tests.integration.tts.tiny_supertonic import tiny_supertonic

SENTENCE = "The harbour opens at nine in the morning."


@pytest.fixture(scope="module")
def kokoro_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_kokoro(tmp_path_factory.mktemp("kokoro"))


@pytest.fixture(scope="module")
def supertonic_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_supertonic(tmp_path_factory.mktemp("supertonic"))


def kokoro(folder: Path | None, **settings: Any) -> KokoroTTS:
    return KokoroTTS(KokoroSettings(folder=folder, **settings), engine_context())


def supertonic(folder: Path | None, **settings: Any) -> SupertonicTTS:
    return SupertonicTTS(SupertonicSettings(folder=folder, **settings), engine_context())


class TestKokoro(TTSContract):
    @pytest.fixture(autouse=True)
    def _folder(self, kokoro_folder: Path) -> None:
        self.folder = kokoro_folder

    def tts(self) -> TTS:
        return kokoro(self.folder)


class TestKokoroOfNewerExports(TTSContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tiny_kokoro(tmp_path, tokens="input_ids")

    def tts(self) -> TTS:
        return kokoro(self.folder)


class TestSupertonic(TTSContract):
    @pytest.fixture(autouse=True)
    def _folder(self, supertonic_folder: Path) -> None:
        self.folder = supertonic_folder

    def tts(self) -> TTS:
        return supertonic(self.folder)


async def test_kokoro_sounds_at_24_khz_in_one_channel(kokoro_folder: Path) -> None:
    async with kokoro(kokoro_folder) as tts:
        clip = await tts.synthesize(SENTENCE)
    assert clip
    assert (clip.rate, clip.channels) == (24000, 1)


async def test_kokoro_speaks_the_language_of_its_voice(kokoro_folder: Path) -> None:
    async with kokoro(kokoro_folder) as tts:
        assert [(voice.name, voice.language) for voice in await tts.voices()] == [
            ("af_heart", "en-us"),
            ("bm_daniel", "en-gb"),
            ("ef_dora", "es"),
        ]
        english, spanish = [await tts.synthesize("agua", voice=name) for name in ("af_heart", "ef_dora")]
    assert english
    assert spanish
    assert english.seconds != spanish.seconds  # espeak reads it otherwise


async def test_a_voice_of_its_own_sounds_otherwise(kokoro_folder: Path) -> None:
    async with kokoro(kokoro_folder, voice="bm_daniel") as tts:
        own, named, other = [await tts.synthesize("Hi.", voice=voice) for voice in (None, "bm_daniel", "af_heart")]
        assert (await tts.voices())[0].name == "bm_daniel"
    assert own
    assert named
    assert other
    assert np.array_equal(own.samples, named.samples)
    assert not np.array_equal(own.samples[:500], other.samples[:500])


async def test_speeds_beyond_the_models_are_the_nearest_it_has(kokoro_folder: Path) -> None:
    async with kokoro(kokoro_folder) as tts:
        fast, fastest = [await tts.synthesize(SENTENCE, speed=speed) for speed in (2.0, 9.0)]
    assert fast
    assert fastest
    assert fast.seconds == fastest.seconds


async def test_supertonic_lasts_as_long_as_its_model_says(supertonic_folder: Path) -> None:
    async with supertonic(supertonic_folder) as tts:
        clip = await tts.synthesize("Hello.")
    assert clip
    assert clip.rate == supertonic_files.RATE
    assert clip.seconds == pytest.approx(0.05 * len("<en>Hello.</en>"), abs=0.001)


async def test_supertonic_says_long_korean_in_parts(supertonic_folder: Path) -> None:
    async with supertonic(supertonic_folder, language="ko") as tts:
        clip = await tts.synthesize("hana dul set " * 14)
    assert clip
    assert clip.seconds == pytest.approx(0.05 * (14 * 13 + 2 * len("<ko></ko>")), abs=0.2)


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[KokoroTTS]:
    return iter([kokoro(tiny_kokoro(tmp_path / "slow", turns=300_000))])


async def test_who_leaves_stops_the_model_within_a_sentence(slow: Iterator[KokoroTTS]) -> None:
    async with next(slow) as tts:
        await tts.ping()
        saying = asyncio.create_task(tts.synthesize(SENTENCE))
        await asyncio.sleep(0.5)
        assert not saying.done()
        began = time.perf_counter()
        saying.cancel()
        await asyncio.wait({saying})
        said = await tts.synthesize("…")  # the thread is free
    assert said is None
    assert time.perf_counter() - began < 2  # the sentence takes half a minute


async def test_who_leaves_while_others_are_heard_stops_nobody(tmp_path: Path) -> None:
    async with kokoro(tiny_kokoro(tmp_path, turns=5_000)) as tts:
        await tts.ping()
        heard = asyncio.create_task(tts.synthesize(SENTENCE))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(tts.synthesize(SENTENCE))
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.wait({waiting})
        clip = await heard
    assert clip
    assert clip.seconds > 1


async def test_closing_does_not_wait_for_a_long_sentence(slow: Iterator[KokoroTTS]) -> None:
    async with next(slow) as tts:
        await tts.ping()
        saying = asyncio.create_task(tts.synthesize(SENTENCE))
        await asyncio.sleep(0.5)
        began = time.perf_counter()
    assert time.perf_counter() - began < 5
    with pytest.raises(EngineUnavailable):
        await saying


@pytest.mark.parametrize("file", ["kokoro-v1.0.onnx", "voices-v1.0.bin"])
async def test_a_folder_that_lacks_a_file_of_kokoro_is_refused(tmp_path: Path, file: str) -> None:
    (tiny_kokoro(tmp_path) / file).unlink()
    async with kokoro(tmp_path) as tts:
        with pytest.raises(EngineRefused, match=rf"lacks {file}, which kokoro needs: acore models get kokoro"):
            await tts.synthesize(SENTENCE)


@pytest.mark.parametrize("file", ["kokoro-v1.0.onnx", "voices-v1.0.bin"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no archive", b"\x00" * 1000])
async def test_a_broken_file_of_kokoro_is_refused(tmp_path: Path, file: str, data: bytes) -> None:
    (tiny_kokoro(tmp_path) / file).write_bytes(data)
    async with kokoro(tmp_path) as tts:
        with pytest.raises(EngineRefused, match=f"{file}.*fetch it again"):
            await tts.ping()


async def test_voices_of_something_else_are_refused(tmp_path: Path) -> None:
    tiny_kokoro(tmp_path)
    others: tuple[dict[str, Any], ...] = ({}, {"af_x": np.zeros((3, 7), np.float32)})
    for arrays in others:
        with (tmp_path / "voices-v1.0.bin").open("wb") as file:
            np.savez(file, **arrays)
        async with kokoro(tmp_path) as tts:
            with pytest.raises(EngineRefused, match="holds no voices of Kokoro"):
                await tts.voices()


async def test_another_model_in_the_place_of_kokoros_is_refused(tmp_path: Path, supertonic_folder: Path) -> None:
    tiny_kokoro(tmp_path)
    (tmp_path / "kokoro-v1.0.onnx").write_bytes((supertonic_folder / "onnx" / "vocoder.onnx").read_bytes())
    async with kokoro(tmp_path) as tts:
        with pytest.raises(EngineRefused, match="wants latent, and not speed, style, tokens"):
            await tts.ping()


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("onnx/tts.json", "{}", "is not of Supertonic"),
        ("onnx/tts.json", '{"ae": {"sample_rate": 0, "base_chunk_size": 1}}', "is not of Supertonic"),
        ("onnx/tts.json", "nonsense", "is not of Supertonic"),
        ("onnx/unicode_indexer.json", "{}", "list of signs is none"),
        ("onnx/vocoder.onnx", "nonsense", "can not be loaded"),
        ("voice_styles/F1.json", '{"style_ttl": {"dims": [1, 2, 3], "data": [1]}}', "is not of Supertonic"),
    ],
)
async def test_broken_files_of_supertonic_are_refused(tmp_path: Path, file: str, text: str, told: str) -> None:
    (tiny_supertonic(tmp_path) / file).write_text(text)
    async with supertonic(tmp_path) as tts:
        with pytest.raises(EngineRefused, match=told):
            await tts.ping()


async def test_models_that_do_not_fit_together_can_not_speak(tmp_path: Path) -> None:
    style = tiny_supertonic(tmp_path) / "voice_styles" / "F1.json"
    style.write_text(style.read_text().replace('"dims": [1, 5, 4]', '"dims": [1, 4, 5]'))
    async with supertonic(tmp_path) as tts:
        with pytest.raises(EngineUnavailable, match="could not say a sentence"):
            await tts.synthesize(SENTENCE)
        assert await tts.synthesize(SENTENCE, voice="M1")


async def test_a_length_that_is_none_is_not_spoken(tmp_path: Path) -> None:
    tiny_supertonic(tmp_path)
    saved(
        tmp_path / "onnx" / "duration_predictor.onnx",
        [node("Identity", ["nothing"], "duration")],
        [
            ("text_ids", TensorProto.INT64, [1, "signs"]),
            ("text_mask", TensorProto.FLOAT, [1, 1, "signs"]),
            ("style_dp", TensorProto.FLOAT, [1, 2, 3]),
        ],
        [("duration", TensorProto.FLOAT, [1])],
        [constant("nothing", [float("nan")])],
    )
    async with supertonic(tmp_path) as tts:
        with pytest.raises(EngineUnavailable, match="takes nan s"):
            await tts.synthesize(SENTENCE)


async def test_who_left_while_waiting_costs_nothing(kokoro_folder: Path) -> None:
    from acore.adapters.tts.kokoro_model import KokoroSpeaker

    speaker, left = KokoroSpeaker(kokoro_folder, 1), Event()
    left.set()
    assert speaker.say(SENTENCE, "af_heart", 1.0, left) is None
    assert speaker.say(SENTENCE, "af_heart", 1.0, Event()) is not None
    speaker.close()


async def test_a_folder_without_voices_of_supertonic_is_refused(tmp_path: Path) -> None:
    for voice in (tiny_supertonic(tmp_path) / "voice_styles").iterdir():
        voice.unlink()
    async with supertonic(tmp_path) as tts:
        with pytest.raises(EngineRefused, match=r"lacks voice_styles/F1\.json"):
            await tts.ping()


async def test_a_voice_of_the_settings_that_is_not_there_is_not_found(supertonic_folder: Path) -> None:
    async with supertonic(supertonic_folder, voice="F9") as tts:
        with pytest.raises(NotFound, match="F1"):
            await tts.synthesize(SENTENCE)


@pytest.mark.parametrize(("name", "pip"), [("kokoro", "voice,kokoro"), ("supertonic", "voice")])
async def test_without_its_library_an_engine_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, name: str, pip: str
) -> None:
    monkeypatch.delitem(sys.modules, f"acore.adapters.tts.{name}_model", raising=False)
    monkeypatch.delitem(sys.modules, "acore.adapters.tts.onnx_session", raising=False)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    engine = {"kokoro": kokoro, "supertonic": supertonic}[name](None)
    with pytest.raises(EngineRefused, match=rf'pip install "acore\[{pip}\]"'):
        await engine.open()


async def test_without_its_model_an_engine_opens_and_says_how_to_get_it() -> None:
    for engine, model in ((kokoro(None), "kokoro"), (supertonic(None), "supertonic")):
        async with engine:
            with pytest.raises(EngineRefused, match=f"acore models get {model}"):
                await engine.synthesize(SENTENCE)


def test_an_engine_tells_which_model_it_needs(tmp_path: Path) -> None:
    assert KokoroSettings().needs_model() == "kokoro"
    assert SupertonicSettings().needs_model() == "supertonic"
    assert KokoroSettings(folder=tmp_path).needs_model() is None


async def test_an_engine_speaks_as_soon_as_its_model_has_come(tmp_path: Path, kokoro_folder: Path) -> None:
    files = tuple(
        ModelFile(name, "", len(data), hashlib.sha256(data).hexdigest())
        for name in ("kokoro-v1.0.onnx", "voices-v1.0.bin")
        if (data := (kokoro_folder / name).read_bytes())
    )
    model = Model("kokoro", "tts", "kokoro", "tts/kokoro", "", "", files)
    async with serving() as server:
        server.data = {f"/kokoro/{file.path}": (kokoro_folder / file.path).read_bytes() for file in files}
        server.next_ones = [slowly(0.05, 500)]
        server.always = whole
        store = ModelStore(tmp_path, server.address, QuickClock(), [model])
        async with store, KokoroTTS(KokoroSettings(), replace(engine_context(), models=store)) as tts:
            for _ in range(3):
                with pytest.raises(EngineUnavailable, match=r"kokoro can not work yet: .* is being fetched"):
                    await tts.synthesize(SENTENCE)
            await store.get("kokoro")
            assert await tts.synthesize(SENTENCE)
    assert len(server.asked) == 2


async def test_who_leaves_while_the_model_is_loaded_does_not_have_it_loaded_again(
    kokoro_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine where that takes longer than a listener waits would else never speak."""
    from acore.adapters.tts import kokoro_model

    begun, may = [], Event()

    class Slow(kokoro_model.KokoroSpeaker):
        def __init__(self, folder: Path, threads: int) -> None:
            begun.append(folder)
            assert may.wait(10)
            super().__init__(folder, threads)

    monkeypatch.setattr(kokoro_model, "KokoroSpeaker", Slow)
    async with kokoro(kokoro_folder) as tts:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await tts.synthesize(SENTENCE)
        may.set()
        assert await tts.synthesize(SENTENCE)
    assert len(begun) == 1


async def test_nothing_that_is_said_is_logged(kokoro_folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with kokoro(kokoro_folder) as tts:
        await tts.synthesize("A secret sentence, 3.5 m long.")
    assert not [record for record in caplog.records if record.name.startswith(("kokoro", "phonemizer"))]


def test_the_tiny_models_are_what_the_tests_take_them_for() -> None:
    assert kokoro_files.VOICES[0] == KokoroSettings().voice
    assert supertonic_files.VOICES[0] == SupertonicSettings().voice
