"""How far edits are apart."""

import asyncio
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.clock.manual import ManualClock
from acore.discord.pacing import Pace


async def _edit(pace: Pace, clock: ManualClock, bucket: str, done: list[tuple[str, float]]) -> None:
    await pace.turn(bucket)
    done.append((bucket, clock.monotonic()))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=30), st.sampled_from([0.0, 0.3, 1.1]))
def test_edits_of_a_bucket_are_apart_and_in_order_and_all_come(buckets: list[str], gap: float) -> None:
    async def scenario() -> None:
        clock, done = ManualClock(), list[tuple[str, float]]()
        pace = Pace(clock, 1.1)
        tasks = []
        for bucket in buckets:
            tasks.append(asyncio.create_task(_edit(pace, clock, bucket, done)))
            await clock.advance(gap)
        for _ in range(200):
            await clock.advance(0.5)
        assert all(task.done() for task in tasks)
        for bucket in set(buckets):
            times = [at for name, at in done if name == bucket]
            assert len(times) == buckets.count(bucket)
            assert all(later - earlier >= 1.1 - 1e-6 for earlier, later in pairwise(times))
        every = sorted(at for _, at in done)
        assert all(later - earlier >= 1 / 25 - 1e-6 for earlier, later in pairwise(every))

    asyncio.run(scenario())


async def test_a_place_is_free_until_somebody_took_it() -> None:
    clock = ManualClock()
    pace = Pace(clock, 1.0)
    assert pace.free("a")
    await pace.turn("a")
    assert not pace.free("a")
    await clock.advance(0.5)
    assert pace.free("b")
    assert not pace.free("a")
    await clock.advance(0.5)
    assert pace.free("a")


async def test_only_so_many_buckets_are_known() -> None:
    clock = ManualClock()
    pace = Pace(clock, 0.0, capacity=3)
    for number in range(10):
        await clock.advance(1)
        await pace.turn(number)
    assert len(pace) == 3


async def test_in_a_hurry_nobody_waits() -> None:
    clock = ManualClock()
    pace = Pace(clock, 1.0)
    pace.hurry()
    for _ in range(3):
        await pace.turn("a")
    assert clock.monotonic() == 0


async def test_new_messages_of_a_bucket_are_sent_one_after_the_other_in_order() -> None:
    pace, under_way, sent = Pace(ManualClock(), 1.0), set[str](), list[str]()

    async def send(bucket: str, name: str) -> None:
        async with pace.sending(bucket):
            assert not [other for other in under_way if other[0] == bucket]
            under_way.add(name)
            await asyncio.sleep(0)
            under_way.discard(name)
            sent.append(name)

    await asyncio.gather(*(send(bucket, f"{bucket}{n}") for n in range(3) for bucket in "ab"))
    assert sent == ["a0", "b0", "a1", "b1", "a2", "b2"]


async def test_a_channel_that_waits_for_many_answers_is_shown_typing_once_in_a_while() -> None:
    clock = ManualClock()
    pace = Pace(clock, 1.0)
    assert [pace.may_type(bucket) for bucket in "aab"] == [True, False, True]
    await clock.advance(2)
    assert pace.may_type("a")
