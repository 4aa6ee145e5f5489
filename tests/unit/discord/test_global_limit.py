"""How many requests go out in a second."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.clock.manual import ManualClock
from acore.discord.global_limit import GlobalLimit


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.01, 0.03, 0.5]), min_size=1, max_size=150))
def test_no_second_has_more_requests_than_discord_takes_and_all_go_out_in_order(gaps: list[float]) -> None:
    async def scenario() -> None:
        clock, went = ManualClock(), list[tuple[int, float]]()
        limit = GlobalLimit(clock)

        async def request(number: int) -> None:
            await limit.turn()
            went.append((number, clock.monotonic()))

        tasks = []
        for number, gap in enumerate(gaps):
            tasks.append(asyncio.create_task(request(number)))
            await clock.advance(gap)
        for _ in range(200):
            await clock.advance(0.025)
        assert all(task.done() for task in tasks)
        assert [number for number, _ in went] == list(range(len(gaps)))
        times = [at for _, at in went]
        assert all(sum(at <= later < at + 1.1 for later in times) <= 50 for at in times)

    asyncio.run(scenario())


async def test_a_few_requests_after_a_pause_wait_for_nothing() -> None:
    clock = ManualClock()
    limit = GlobalLimit(clock)
    for _ in range(3):
        async with asyncio.timeout(1):
            for _ in range(5):
                await limit.turn()
        await clock.advance(1)
