import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Any

import numpy as np
import pytest
from structlog.testing import capture_logs

from acore.adapters.guard import Care, Guard
from acore.adapters.tts.policies.caching import SHORT, CachingTTS, SpeechCache
from acore.adapters.tts.policies.fallback import FallbackTTS
from acore.adapters.tts.policies.guarding import GuardedTTS
from acore.adapters.tts.policies.measuring import MeasuringTTS
from acore.adapters.tts.policies.timely import TimelyTTS
from acore.domain.audio import AudioChunk
from acore.domain.speech import Voice
from acore.errors import CircuitOpen, EngineRefused, EngineTimeout, EngineUnavailable, NotFound, SettingsError
from acore.interfaces import TTS, BreakerSettings, RetrySettings
from acore.testing import ManualClock, MemoryMetrics, ScriptedTTS, TTSContract, engine_context


def down(engine: str = "one") -> EngineUnavailable:
    return EngineUnavailable("it is down", engine=engine)


def guarded(inner: TTS, clock: ManualClock | None = None, **care: Any) -> GuardedTTS:
    return GuardedTTS(inner, Guard("tts", "far", Care(**care), engine_context(clock=clock or ManualClock())))


class Wrapped(TTSContract):
    """The suite around a voice that hums, and how many it hums for."""

    inner: ScriptedTTS

    def tts(self) -> TTS:
        self.inner = ScriptedTTS.humming()
        return self.wrapped(self.inner)

    def wrapped(self, inner: TTS) -> TTS:
        return inner

    def at_work(self, tts: TTS) -> int:
        del tts
        return self.inner.at_work


class TestMeasuring(Wrapped):
    def wrapped(self, inner: TTS) -> TTS:
        return MeasuringTTS(inner, "hum", MemoryMetrics(), ManualClock())


class TestTimely(Wrapped):
    def wrapped(self, inner: TTS) -> TTS:
        return TimelyTTS(inner, "hum", 30)


class TestGuarded(Wrapped):
    def wrapped(self, inner: TTS) -> TTS:
        return guarded(inner)


class TestCaching(Wrapped):
    def wrapped(self, inner: TTS) -> TTS:
        return CachingTTS(inner, "hum", SpeechCache(1_000_000))


class TestFallback(Wrapped):
    def wrapped(self, inner: TTS) -> TTS:
        return FallbackTTS({"hum": inner}, ManualClock())


class TestFallbackOfTwo(Wrapped):
    def wrapped(self, inner: TTS) -> TTS:
        broken = ScriptedTTS.humming()
        broken.refuses = EngineRefused("no library", engine="broken")
        return FallbackTTS({"broken": broken, "hum": inner}, ManualClock())


async def heard(tts: TTS, text: str = "one two", **how: Any) -> float:
    """The seconds that are heard."""
    async with aclosing(tts.stream(text, **how)) as pieces:
        return sum([piece.seconds async for piece in pieces])


class Slow(ScriptedTTS):
    """Never says the second word."""

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> AsyncGenerator[AudioChunk, None]:
        async with aclosing(super().stream(text, voice=voice, speed=speed)) as pieces:
            yield await anext(pieces)
            await asyncio.Event().wait()


# measuring


async def test_it_measures_the_sound_and_the_time_to_its_first_piece() -> None:
    clock, metrics = ManualClock(), MemoryMetrics()
    tts = MeasuringTTS(ScriptedTTS.humming(clock=clock, letter_s=0.5, pace_s=0.25), "hum", metrics, clock)
    task = asyncio.ensure_future(heard(tts, "ab cd"))
    await clock.advance(1)
    assert await task == 2
    assert metrics.counted("tts.seconds", engine="hum") == 2
    assert metrics.measured("tts.first_ms", engine="hum").total == pytest.approx(250)


async def test_it_counts_what_failed_and_what_was_heard_before() -> None:
    metrics, inner = MemoryMetrics(), ScriptedTTS.humming(clock=ManualClock(), letter_s=1)
    inner.fails, inner.fails_after = down(), 1
    with pytest.raises(EngineUnavailable):
        await heard(MeasuringTTS(inner, "hum", metrics, ManualClock()), "ab cd")
    assert metrics.counted("tts.failures", engine="hum", kind="EngineUnavailable") == 1
    assert metrics.counted("tts.seconds", engine="hum") == 2


# timely


async def test_an_engine_that_hangs_is_given_up() -> None:
    inner = Slow.humming()
    pieces = []
    with pytest.raises(EngineTimeout, match="hum said nothing"):
        async with aclosing(TimelyTTS(inner, "hum", 0.01).stream("one two")) as stream:
            async for piece in stream:
                pieces.append(piece)
    assert len(pieces) == 1
    assert inner.at_work == 0


# guarded


async def test_a_far_engine_is_asked_again_and_then_left_alone() -> None:
    clock, inner = ManualClock(), ScriptedTTS.humming(clock=ManualClock())
    inner.fails = down()
    tts = guarded(inner, clock, retry=RetrySettings(attempts=2), breaker=BreakerSettings(failures=0.5))
    for _ in range(5):
        task = asyncio.ensure_future(heard(tts))
        await clock.advance(5)
        with pytest.raises(EngineUnavailable, match="down"):
            await task
    assert len(inner.said) == 10
    with pytest.raises(CircuitOpen):
        await heard(tts)
    assert len(inner.said) == 10


async def test_an_engine_that_fails_after_it_began_is_not_asked_again() -> None:
    inner = ScriptedTTS.humming(clock=ManualClock())
    inner.fails, inner.fails_after = down(), 1
    with pytest.raises(EngineUnavailable):
        await heard(guarded(inner, retry=RetrySettings(attempts=3)))
    assert len(inner.said) == 1


# caching


async def test_what_was_said_is_said_again_without_asking() -> None:
    inner = ScriptedTTS.humming()
    tts = CachingTTS(inner, "hum", cache := SpeechCache(1_000_000))
    first, again = [await tts.synthesize("one two") for _ in range(2)]
    assert len(inner.said) == 1
    assert first is not None
    assert again is not None
    assert np.array_equal(first.samples, again.samples)
    assert (cache.stats.hits, cache.stats.misses, cache.stats.entries) == (1, 1, 1)


async def test_another_voice_speed_text_or_engine_is_asked_anew() -> None:
    one, other = ScriptedTTS.humming(), ScriptedTTS.humming()
    cache = SpeechCache(10_000_000)
    tts = CachingTTS(one, "one", cache)
    for how in ({}, {"voice": "low"}, {"voice": "high"}, {"speed": 2.0}, {"text": "one tow"}):
        await heard(tts, **how)
    await heard(CachingTTS(other, "other", cache))
    assert (len(one.said), len(other.said)) == (5, 1)


async def test_a_long_text_is_not_kept() -> None:
    inner = ScriptedTTS.humming(letter_s=0.001)
    tts = CachingTTS(inner, "hum", cache := SpeechCache(1_000_000))
    for _ in range(2):
        await heard(tts, "x" * (SHORT + 1))
    assert (len(inner.said), cache.stats.entries, cache.stats.misses) == (2, 0, 0)


@pytest.mark.parametrize("leaves", [True, False])
async def test_what_was_not_said_to_its_end_is_not_kept(leaves: bool) -> None:  # noqa: FBT001
    inner = ScriptedTTS.humming()
    tts = CachingTTS(inner, "hum", SpeechCache(1_000_000))
    if leaves:
        async with aclosing(tts.stream("one two")) as pieces:
            await anext(pieces)
    else:
        inner.fails, inner.fails_after = down(), 1
        with pytest.raises(EngineUnavailable):
            await heard(tts)
        inner.fails = None
    assert await heard(tts) == pytest.approx(0.36)
    assert len(inner.said) == 2


async def test_the_bytes_are_bounded_and_what_was_used_longest_ago_leaves_first() -> None:
    inner = ScriptedTTS.humming(letter_s=1, rate=8000)
    tts = CachingTTS(inner, "hum", cache := SpeechCache(3 * 16_000))
    for text in ("a", "b", "c", "a", "d", "a", "c"):
        await heard(tts, text)
    assert [said.text for said in inner.said] == ["a", "b", "c", "d"]
    await heard(tts, "b")
    assert inner.said[-1].text == "b"
    await heard(tts, "much")
    assert (cache.stats.entries, cache.stats.evictions) == (3, 2)


async def test_a_text_without_sound_is_known_as_well() -> None:
    inner = ScriptedTTS.humming()
    tts = CachingTTS(inner, "hum", SpeechCache(1_000))
    assert [await tts.synthesize("?!") for _ in range(2)] == [None, None]
    assert len(inner.said) == 1


# fallback


async def test_the_next_engine_speaks_where_one_can_not() -> None:
    one, other = ScriptedTTS.humming(), ScriptedTTS.humming(rate=8000)
    one.fails = down()
    tts = FallbackTTS({"one": one, "other": other}, ManualClock())
    assert tts.spoke == ""
    with capture_logs() as logs:
        clip = await tts.synthesize("one two")
    assert clip is not None
    assert (clip.rate, tts.spoke) == (8000, "other")
    assert [(log["event"], log["engine"], log["error"]) for log in logs] == [
        ("tts_fell_back", "one", "EngineUnavailable")
    ]
    one.fails = EngineRefused("wrong key", engine="one")
    assert await heard(tts) > 0
    other.fails = down()
    with capture_logs() as logs, pytest.raises(EngineRefused):
        await heard(tts)
    assert [log["engine"] for log in logs] == ["one"], "behind the last one there is nobody to fall back to"
    one.fails = None
    await heard(tts)
    assert tts.spoke == "one"


async def test_an_engine_that_has_begun_is_not_left() -> None:
    one, other = ScriptedTTS.humming(), ScriptedTTS.humming()
    one.fails, one.fails_after = down(), 1
    with pytest.raises(EngineUnavailable):
        await heard(FallbackTTS({"one": one, "other": other}, ManualClock()))
    assert not other.said


@pytest.mark.parametrize("before", [0, 1])
async def test_nobody_waits_twice_for_an_engine_that_hangs(before: int) -> None:
    """Whether it hangs before its first piece or behind it."""
    clock, one, other = ManualClock(), ScriptedTTS.humming(), ScriptedTTS.humming()
    tts = FallbackTTS({"one": one, "other": other}, clock)
    one.fails, one.fails_after = EngineTimeout("it said nothing", engine="one"), before
    with suppress(EngineTimeout):
        await heard(tts)
    for _ in range(2):
        await heard(tts)
    assert (len(one.said), tts.spoke) == (1, "other")
    one.fails = None
    await clock.advance(301)
    await heard(tts)
    assert tts.spoke == "one"


async def test_where_all_fail_it_is_the_first_error() -> None:
    one, other = ScriptedTTS.humming(), ScriptedTTS.humming()
    one.fails, other.fails = down("one"), EngineRefused("wrong key", engine="other")
    with pytest.raises(EngineUnavailable, match="it is down"):
        await heard(FallbackTTS({"one": one, "other": other}, ManualClock()))
    assert len(other.said) == 1


async def test_only_the_engine_in_use_has_to_have_the_voice() -> None:
    class Other(ScriptedTTS):
        async def voices(self) -> tuple[Voice, ...]:
            return (Voice("other"),)

    one, other = ScriptedTTS.humming(), Other.humming()
    tts = FallbackTTS({"one": one, "other": other}, ManualClock())
    with pytest.raises(NotFound):
        await heard(tts, voice="unheard")
    assert not other.said
    one.fails = down()
    assert await heard(tts, voice="high") > 0
    assert [said.voice for said in other.said] == ["high"]


async def test_who_stands_in_speaks_in_its_own_voice_where_it_has_no_such() -> None:
    class One(ScriptedTTS):
        async def stream(
            self, text: str, *, voice: str | None = None, speed: float = 1.0
        ) -> AsyncGenerator[AudioChunk, None]:
            raise down()
            yield

    other = ScriptedTTS.humming()
    tts = FallbackTTS({"one": One.humming(), "other": other}, ManualClock())
    assert await heard(tts, voice="one's own", speed=2.0) > 0
    assert [said.voice for said in other.said] == ["one's own", None]


async def test_an_engine_that_can_not_open_is_left_out_and_said() -> None:
    one, other = ScriptedTTS.humming(), ScriptedTTS.humming()
    one.refuses = EngineRefused("no library", engine="one")
    with capture_logs() as logs:
        async with FallbackTTS({"one": one, "other": other}, ManualClock()) as tts:
            await heard(tts)
            await tts.ping()
            assert (await tts.voices())[0].name == "low"
            assert tts.spoke == "other"
    assert [(log["event"], log["error"]) for log in logs] == [("tts_left_out", "no library")]
    assert not one.said


async def test_where_none_can_open_it_is_the_first_error() -> None:
    one, other = ScriptedTTS.humming(), ScriptedTTS.humming()
    one.refuses, other.refuses = EngineRefused("no library", engine="one"), down("other")
    with pytest.raises(EngineRefused, match="no library"):
        await FallbackTTS({"one": one, "other": other}, ManualClock()).open()


async def test_what_is_wrong_with_the_settings_is_never_left_out() -> None:
    class Keyless(ScriptedTTS):
        async def open(self) -> None:
            raise SettingsError("needs a key")

    with pytest.raises(SettingsError, match="needs a key"):
        await FallbackTTS({"one": ScriptedTTS.humming(), "other": Keyless.humming()}, ManualClock()).open()


async def test_it_is_there_as_long_as_one_is() -> None:
    class Gone(ScriptedTTS):
        async def ping(self) -> None:
            raise down("gone")

    await FallbackTTS({"gone": Gone.humming(), "there": ScriptedTTS.humming()}, ManualClock()).ping()
    with pytest.raises(EngineUnavailable, match="down"):
        await FallbackTTS({"gone": Gone.humming()}, ManualClock()).ping()


async def test_all_are_closed_also_where_one_fails_to() -> None:
    closed = []

    class Closing(ScriptedTTS):
        async def aclose(self) -> None:
            closed.append(self)
            if len(closed) == 1:
                raise down("closing")

    with pytest.raises(EngineUnavailable):
        await FallbackTTS({"one": Closing.humming(), "other": Closing.humming()}, ManualClock()).aclose()
    assert len(closed) == 2
