from contextlib import aclosing
from typing import Literal

import pytest

from acore.adapters import engines
from acore.adapters.tts.plan import SpeakingPlan
from acore.adapters.tts.scripted import ScriptedSettings, ScriptedTTS
from acore.adapters.tts.tower import standing
from acore.errors import EngineUnavailable
from acore.interfaces import TTS, RemoteEngineSettings
from acore.testing import ManualClock, MemoryMetrics, TTSContract, engine_context


class FarSettings(RemoteEngineSettings):
    engine: Literal["far"] = "far"


class FarTTS(ScriptedTTS):
    """Is down."""

    Settings = FarSettings  # type: ignore[assignment]

    def __init__(self, settings: FarSettings, context: object) -> None:
        del settings
        super().__init__(ScriptedSettings(), context)  # type: ignore[arg-type]
        self.fails = EngineUnavailable("it is down", engine="far")


@pytest.fixture
def _far(monkeypatch: pytest.MonkeyPatch) -> None:
    built_in = {**engines.BUILT_IN, "tts": {**engines.BUILT_IN["tts"], "far": f"{__name__}:FarTTS"}}
    monkeypatch.setattr(engines, "BUILT_IN", built_in)
    engines.load.cache_clear()


class TestTower(TTSContract):
    def tts(self) -> TTS:
        return standing(SpeakingPlan({"hum": ScriptedSettings()}, 1_000_000), engine_context())


async def test_what_was_said_is_remembered_and_told() -> None:
    context = engine_context()
    async with standing(SpeakingPlan({"hum": ScriptedSettings()}, 1_000_000), context) as tts:
        for _ in range(3):
            assert await tts.synthesize("hello") is not None
    told = context.metrics.get_summary()["cache_stats"]["speech_cache"]
    assert (told["hits"], told["misses"], told["entries"]) == (2, 1, 1)
    assert isinstance(context.metrics, MemoryMetrics)
    assert context.metrics.measured("tts.first_ms", engine="hum").count == 1


async def test_nothing_is_remembered_where_nothing_may_be() -> None:
    context = engine_context()
    async with standing(SpeakingPlan({"hum": ScriptedSettings()}, 0), context) as tts:
        for _ in range(2):
            await tts.synthesize("hello")
    assert "speech_cache" not in context.metrics.get_summary()["cache_stats"]


@pytest.mark.usefixtures("_far")
async def test_a_far_engine_is_guarded_and_another_stands_in_for_it() -> None:
    clock = ManualClock()
    context = engine_context(clock=clock)
    table = FarSettings.model_validate({"retry": {"attempts": 1}})
    async with standing(SpeakingPlan({"far": table, "hum": ScriptedSettings()}, 0), context) as tts:
        for _ in range(7):
            async with aclosing(tts.stream("hello")) as pieces:
                assert await anext(pieces)
        assert tts.spoke == "hum"
    assert isinstance(context.metrics, MemoryMetrics)
    assert context.metrics.counted("tts.failures", engine="far", kind="EngineUnavailable") == 5, "then it is left alone"
