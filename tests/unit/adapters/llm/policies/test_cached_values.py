import asyncio
import tracemalloc
from contextlib import aclosing
from dataclasses import replace

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from acore.adapters.llm.packing import PackedAnswer
from acore.adapters.llm.policies.caching import CachingLLM
from acore.domain.chat import Delta, FinishReason, ToolCall, Usage
from acore.errors import EngineUnavailable
from acore.testing import ManualClock
from acore.testing.contracts.llm import asked
from tests.unit.adapters.llm.policies.houses import Failing, Keeping

DOWN = EngineUnavailable("down", engine="cache")
ASKED = replace(asked(), cacheable=True)


NONSENSE = [
    b"",
    b"\xff\xfe",
    b"null",
    b"{}",
    b"[]",
    b"[1]",
    b'["no end"]',
    b'["x",{"finish":"stop"}]',
    b'["x",{"finish":"stop","call":{"engine":"a"}}]',
    b'["x",{"finish":"length","call":{"engine":"a","cached":true}}]',
    b'["x",{"finish":"tomorrow","call":{"engine":"a","cached":true}}]',
    b'[{"text":5},{"finish":"stop","call":{"engine":"a","cached":true}}]',
    b'["",{"finish":"stop","call":{"engine":"a","cached":true}}]',
    b'["x",[1],[[1,{"finish":"stop","call":{"engine":"a"}}]]]',
    b'["x",[2],[[1,{"finish":"stop","call":{"engine":"a","cached":true}}]]]',
    b'["x",[2,-1],[[2,{"finish":"stop","call":{"engine":"a","cached":true}}]]]',
    b'["x",[1],[[2,{"finish":"stop","call":{"engine":"a","cached":true}}]]]',
    b'["x",[1],[[0,{"text":"y"}],[0,{"finish":"stop","call":{"engine":"a","cached":true}}]]]',
    b'["x",[1],[[-1,{"finish":"stop","call":{"engine":"a","cached":true}}]]]',
    b'["x",[1],[[1,{"finish":"length","call":{"engine":"a","cached":true}}]]]',
    b'["",[],[[0,{"finish":"stop","call":{"engine":"a","cached":true}}]]]',
    b"[" * 5000,
]


@pytest.mark.parametrize("value", NONSENSE)
async def test_nonsense_in_the_cache_is_a_miss_and_makes_place_for_the_answer(value: bytes) -> None:
    house = Keeping("fresh")
    await house.cache.put(house.key(ASKED), value, 60)
    assert [(await house.llm.complete(ASKED)).text for _ in range(2)] == ["fresh", "fresh"]
    assert (house.calls, house.llm.stats.hits, house.llm.stats.misses, house.failures) == (1, 1, 1, 1)


@given(st.binary(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_bytes_in_the_cache_are_a_miss(value: bytes) -> None:
    async def ask() -> None:
        house = Keeping("fresh")
        await house.cache.put(house.key(ASKED), value, 60)
        assert (await house.llm.complete(ASKED)).text == "fresh"

    asyncio.run(ask())


async def test_text_that_has_no_json_is_told_and_not_kept() -> None:
    house = Keeping([Delta("\ud83d"), Delta(finish="stop")])
    assert [(await house.llm.complete(ASKED)).text for _ in range(2)] == ["\ud83d", "\ud83d"]
    assert (house.calls, house.llm.stats.entries, house.failures) == (2, 0, 2)


DELTAS = st.lists(
    st.builds(Delta, st.text(min_size=1, max_size=8), st.none() | st.builds(ToolCall, *[st.text(max_size=3)] * 3)),
    min_size=1,
    max_size=6,
)
ENDS = st.builds(
    Delta,
    st.text(max_size=5),
    finish=st.sampled_from(["stop", "tool_calls"]),
    usage=st.none() | st.builds(Usage, *[st.integers(0, 9999)] * 3),
)


@given(DELTAS, ENDS)
@settings(max_examples=100, deadline=None)
def test_an_answer_comes_again_as_it_came_whatever_is_in_it(deltas: list[Delta], end: Delta) -> None:
    async def ask() -> None:
        house = Keeping([Delta("x"), *deltas, end])
        first = await house.heard(ASKED)
        assert first == [Delta("x"), *deltas, end]
        assert await house.heard(ASKED) == first
        # as another process would read it, without what this one remembers
        other = CachingLLM(house.model, house.cache, house.keys, house.metrics)
        async with aclosing(other.stream(ASKED)) as again:
            assert [delta async for delta in again] == first
        assert house.calls == 1

    asyncio.run(ask())


async def test_what_lies_in_the_cache_is_json() -> None:
    house = Keeping("two words")
    await house.heard(ASKED)
    value = await house.cache.get(house.key(ASKED))
    assert value is not None
    assert orjson.loads(value)[:2] == ["two words", [4, 5]]


def test_an_answer_takes_no_more_than_a_few_bytes_a_piece_beside_its_text() -> None:
    words = [f"word{n:03} " for n in range(250)]
    text = "".join(words)
    read = PackedAnswer.read(PackedAnswer.of([*map(Delta, words), Delta(finish="stop")]).written())
    assert len(read.written()) < len(text) + 4 * len(words)
    tracemalloc.start()
    try:
        held = [PackedAnswer.read(read.written()) for _ in range(20)]
        size = tracemalloc.get_traced_memory()[0] / len(held)
    finally:
        tracemalloc.stop()
    assert size < 2 * len(text)


async def test_a_large_answer_comes_again_as_it_came_too() -> None:
    house = Keeping("word " * 10_000)
    first = await house.heard(ASKED)
    assert await house.heard(ASKED) == first
    assert house.calls == 1


class AsIfAsked(RuleBasedStateMachine):
    """Whatever happens in whatever order, an answer is the model's latest whole one, not older than its time."""

    TTL, ENTRIES = 10, 2

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = ManualClock()
        self.cache = Failing(self.clock, max_entries=self.ENTRIES)
        self.house = Keeping("", cache=self.cache, ttl=self.TTL)
        self.kept: dict[tuple[str, bool], tuple[str, float]] = {}
        self.said = 0

    @rule(
        text=st.sampled_from("abc"),
        cacheable=st.sampled_from([True, True, False]),
        finish=st.sampled_from(["stop", "stop", "length", None]),
        fails=st.booleans(),
    )
    def ask(self, text: str, cacheable: bool, finish: FinishReason | None, fails: bool) -> None:  # noqa: FBT001
        self.said += 1
        words = str(self.said)
        line: list[Delta | Exception] = [Delta(words), DOWN if fails else Delta(finish=finish)]
        if finish is None and not fails:
            del line[1]
        self.house.model._lines.clear()
        self.house.model._lines.append(line)
        before, now = self.house.calls, self.clock.monotonic()
        try:
            told = self.runner.run(self.house.llm.complete(replace(asked(text), cacheable=cacheable))).text
        except EngineUnavailable:
            assert fails
            return
        if self.house.calls == before:
            kept, at = self.kept[text, cacheable]
            assert (told, cacheable, now - at <= self.TTL, "get" in self.cache.failing) == (kept, True, True, False)
        else:
            assert told == words
            if finish == "stop" and cacheable and "put" not in self.cache.failing:
                self.kept[text, True] = (words, now)

    @rule(seconds=st.integers(1, 8))
    def time_passes(self, seconds: int) -> None:
        self.runner.run(self.clock.advance(seconds))

    @rule(failing=st.sampled_from([(), (), ("get",), ("put",), ("get", "put")]))
    def fail_or_mend(self, failing: tuple[str, ...]) -> None:
        self.cache.failing = failing

    @invariant()
    def it_stays_small(self) -> None:
        assert self.house.llm.stats.entries <= self.ENTRIES
        self.house.model.requests.clear()

    def teardown(self) -> None:
        self.runner.close()


TestAsIfAsked = AsIfAsked.TestCase
TestAsIfAsked.settings = settings(max_examples=120, stateful_step_count=20, deadline=None)
