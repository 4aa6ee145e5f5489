"""What the cache keeps of an answer that several hear."""

import asyncio

from acore.adapters.cache.memory import MemoryCache
from acore.adapters.llm.policies.caching import CachingLLM
from acore.adapters.llm.policies.coalescing import CoalescingLLM
from acore.adapters.llm.request_key import RequestKeys
from acore.adapters.llm.scripted import ScriptedLLM
from acore.domain.chat import ChatRequest, Message
from acore.domain.scope import Scope
from acore.testing import ManualClock, MemoryMetrics

ASKED = ChatRequest(messages=(Message("user", "why?"),), scope=Scope("1", "2"), cacheable=True)


class Counting(MemoryCache):
    puts = 0

    async def put(self, key: bytes, value: bytes, ttl: float) -> None:
        self.puts += 1
        await super().put(key, value, ttl)


async def test_an_answer_that_many_hear_is_kept_once_and_a_later_one_again() -> None:
    clock, keys = ManualClock(), RequestKeys()
    cache = Counting(clock)
    engine = ScriptedLLM.saying("so it is")
    llm = CachingLLM(CoalescingLLM(engine, keys, clock), cache, keys, MemoryMetrics(), ttl=300)
    await asyncio.gather(*(llm.complete(ASKED) for _ in range(20)))
    assert (cache.puts, len(engine.requests)) == (1, 1)
    assert (await llm.complete(ASKED)).text == "so it is"
    assert len(engine.requests) == 1
    await clock.advance(301)
    await asyncio.gather(*(llm.complete(ASKED) for _ in range(20)))
    assert (cache.puts, len(engine.requests)) == (2, 2)


async def test_an_answer_is_kept_where_the_one_who_asked_first_has_left() -> None:
    clock, keys = ManualClock(), RequestKeys()
    cache = Counting(clock)
    llm = CachingLLM(
        CoalescingLLM(ScriptedLLM.saying("so it is", clock=clock, pace_s=1), keys, clock), cache, keys, MemoryMetrics()
    )
    first, second = (asyncio.create_task(llm.complete(ASKED)) for _ in range(2))
    await clock.advance(1)
    first.cancel()
    await clock.advance(10)
    assert (await second).text == "so it is"
    assert cache.puts == 1
