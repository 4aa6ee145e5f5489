import asyncio
from itertools import pairwise

import pytest

from acore.adapters.limiter import LineTooLong
from acore.adapters.web_search.searxng import SearxngSettings
from acore.adapters.web_search.tower import GuardedSearch, standing
from acore.domain.web import Found
from acore.errors import CircuitOpen, EngineTimeout, EngineUnavailable
from acore.interfaces import EngineContext, EngineSettings, WebSearch
from acore.testing import ManualClock, engine_context

PAGE = Found("Tides", "https://harbour.example/tides")


class NotingSearch(WebSearch):
    """Notes when it is asked, and fails while it is told to."""

    def __init__(self, settings: EngineSettings, context: EngineContext) -> None:
        del settings
        self.clock = context.clock
        self.times: list[float] = []
        self.fails = False
        self.takes_s = 0.0

    async def search(self, text: str, limit: int = 5, language: str | None = None) -> tuple[Found, ...]:
        self.times.append(self.clock.monotonic())
        await self.clock.sleep(self.takes_s)
        if self.fails:
            raise EngineUnavailable("down", engine="noting")
        return (PAGE,)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def built(clock: ManualClock, monkeypatch: pytest.MonkeyPatch, **settings: object) -> tuple[WebSearch, NotingSearch]:
    context = engine_context(clock=clock)
    noting = NotingSearch(SearxngSettings(), context)
    monkeypatch.setattr("acore.adapters.web_search.tower.engines.build", lambda *_: noting)
    search = standing(SearxngSettings.model_validate(settings), context)
    assert search
    return search, noting


@pytest.mark.parametrize("takes_s", [0, 0.5, 5])
async def test_five_searches_at_once_are_two_seconds_apart(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch, takes_s: float
) -> None:
    search, noting = built(clock, monkeypatch)
    noting.takes_s = takes_s
    asking = [asyncio.create_task(search.search(f"question {n}")) for n in range(5)]
    await clock.advance(60)
    assert [await one for one in asking] == [(PAGE,)] * 5
    assert len(noting.times) == 5
    assert all(later - earlier >= 2.0 for earlier, later in pairwise(noting.times))
    assert noting.times[-1] < 8.1


async def test_searches_one_after_the_other_keep_the_pause_as_well(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, noting = built(clock, monkeypatch, every_s=3)
    for _ in range(4):
        asking = asyncio.create_task(search.search("question"))
        await clock.advance(1.9)
        await clock.advance(1.2)
        assert await asking == (PAGE,)
    assert all(later - earlier >= 3.0 for earlier, later in pairwise(noting.times))


async def test_a_search_that_failed_or_was_left_counts_for_the_pause(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, noting = built(clock, monkeypatch)
    noting.fails = True
    with pytest.raises(EngineUnavailable):
        await search.search("question")
    noting.fails, noting.takes_s = False, 100
    left = asyncio.create_task(search.search("question"))
    await clock.advance(2)
    left.cancel()
    noting.takes_s = 0
    asking = asyncio.create_task(search.search("question"))
    await clock.advance(2)
    assert await asking == (PAGE,)
    assert noting.times == [0, 2, 4]


async def test_whose_turn_would_come_too_late_is_refused_at_once(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, noting = built(clock, monkeypatch, max_wait=3)
    asking = [asyncio.create_task(search.search("question")) for _ in range(4)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert [one.done() for one in asking] == [True, False, True, True]
    with pytest.raises(LineTooLong, match="searxng may be asked again in"):
        await asking[2]
    await clock.advance(10)
    assert len(noting.times) == 2
    with pytest.raises(LineTooLong):
        await asking[3]


async def test_a_search_engine_that_fails_is_left_alone_and_asked_again_later(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, noting = built(clock, monkeypatch, breaker={"reset_s": 60})
    noting.fails = True
    for _ in range(5):
        asking = asyncio.create_task(search.search("question"))
        await clock.advance(2)
        with pytest.raises(EngineUnavailable, match="down"):
            await asking
    with pytest.raises(CircuitOpen, match=r"asked again in \d+ s"):
        await search.search("question")
    assert len(noting.times) == 5
    noting.fails = False
    await clock.advance(60)
    assert await search.search("question") == (PAGE,)


async def test_a_search_without_an_end_is_ended(monkeypatch: pytest.MonkeyPatch, clock: ManualClock) -> None:
    search, noting = built(clock, monkeypatch, timeout=0.05, max_wait=0)
    noting.takes_s = 1000
    with pytest.raises(EngineTimeout, match="did not answer within"):
        await search.search("question")


async def test_an_engine_from_outside_is_spaced_too(monkeypatch: pytest.MonkeyPatch, clock: ManualClock) -> None:
    context = engine_context(clock=clock)
    noting = NotingSearch(SearxngSettings(), context)
    monkeypatch.setattr("acore.adapters.web_search.tower.engines.build", lambda *_: noting)
    search = standing(EngineSettings(engine="theirs"), context)
    assert isinstance(search, GuardedSearch)
    asking = [asyncio.create_task(search.search("question")) for _ in range(3)]
    await clock.advance(10)
    await asyncio.gather(*asking)
    assert noting.times == [0, 2, 4]


def test_nothing_stands_where_nothing_is_set() -> None:
    assert standing(None, engine_context()) is None


@pytest.mark.parametrize("seconds", [0, 1, 1.99, -1])
def test_nobody_can_set_a_pause_of_less_than_two_seconds(seconds: float) -> None:
    with pytest.raises(ValueError, match="greater than or equal to 2"):
        SearxngSettings(every_s=seconds)
