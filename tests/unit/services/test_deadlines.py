import asyncio
from contextlib import closing

import pytest

from acore.services.deadlines import Deadline, Late


def now() -> float:
    return asyncio.get_running_loop().time()


async def slowly(ended: list[bool]) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        ended.append(True)


async def test_all_works_until_the_same_moment_are_in_time_or_not() -> None:
    ended: list[bool] = []
    with closing(Deadline()) as deadline:
        due = now() + 0.05
        assert await deadline.of(asyncio.sleep(0, "first"), due) == "first"
        with pytest.raises(Late):
            await deadline.of(slowly(ended), due)
    assert ended == [True]


async def test_a_moment_that_is_over_ends_what_has_to_be_waited_for_and_nothing_else() -> None:
    async def at_once() -> str:
        return "there"

    with closing(Deadline()) as deadline:
        assert await deadline.of(at_once(), now() - 1) == "there"
        with pytest.raises(Late):
            await deadline.of(asyncio.Event().wait(), now() - 1)


async def test_what_was_late_leaves_the_next_work_its_time() -> None:
    with closing(Deadline()) as deadline:
        with pytest.raises(Late):
            await deadline.of(asyncio.Event().wait(), now())
        assert await deadline.of(asyncio.sleep(0, "next"), now() + 60) == "next"
        task = asyncio.current_task()
        assert task
        assert task.cancelling() == 0


async def test_an_error_of_the_work_is_raised_as_it_is() -> None:
    async def fail() -> None:
        raise ValueError("broken")

    with closing(Deadline()) as deadline, pytest.raises(ValueError, match="broken"):
        await deadline.of(fail(), now() + 60)


async def test_who_is_cancelled_by_others_is_not_late() -> None:
    async def wait() -> None:
        with closing(Deadline()) as deadline:
            await deadline.of(asyncio.Event().wait(), now() + 60)

    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
