from itertools import pairwise
from random import Random

import pytest

from acore.adapters.limiter import LineTooLong, Turn
from tests.unit.adapters.limiter_line import Line


async def test_a_thousand_requests_come_first_come_first_served_and_use_the_whole_quota() -> None:
    line = Line(requests=60, max_wait=3600)
    for _ in range(1000):
        line.ask()
    await line.over(3000)
    assert [number for _, number, _ in line.begun] == list(range(1000))
    assert all(later - earlier >= 60 for earlier, later in zip(line.times, line.times[60:], strict=False))
    assert line.times[-1] == 16 * 60
    most = max(sum(at <= each < at + 60 for each in line.times) for at in line.times)
    assert most == 60
    assert sum(at < 960 for at in line.times) >= 0.99 * 16 * 60


async def test_a_steady_stream_uses_the_quota_across_the_minute_too() -> None:
    line = Line(requests=10, max_wait=3600)
    for _ in range(700):
        line.ask()
        await line.clock.advance(1)
    await line.over(5000)
    assert all(later - earlier >= 60 for earlier, later in zip(line.times, line.times[10:], strict=False))
    assert sum(at < 660 for at in line.times) >= 0.99 * 110


async def test_searches_keep_their_distance() -> None:
    line = Line(requests=1, window_s=2)
    for _ in range(5):
        line.ask(lasting=0.3)
    await line.over(20)
    assert all(later - earlier >= 2 for earlier, later in pairwise(line.times))
    assert line.times == [0, 2, 4, 6, 8]


async def test_waiting_holds_no_place_among_those_at_work() -> None:
    line = Line(concurrent=2, requests=2)
    first, second = line.ask(lasting=1), line.ask(lasting=1)
    await line.clock.advance(40)
    assert first.done()
    assert second.done()
    waits = line.ask(lasting=1)
    await line.clock.advance(1)
    assert (line.at_work, line.limiter.waiting) == (0, 1)
    await line.over(40)
    assert waits.done()
    assert line.times[2] == 60


async def test_the_quota_is_spent_when_the_turn_begins_and_not_while_it_is_waited_for() -> None:
    line = Line(concurrent=1, requests=2, max_wait=100)
    line.ask(lasting=50)
    line.ask()
    line.ask().cancel()
    await line.clock.advance(60)
    line.ask()
    line.ask()
    await line.over(200)
    assert line.times == [0, 50, 60, 110]


async def test_no_more_than_may_are_at_work() -> None:
    line = Line(concurrent=3)
    for _ in range(20):
        line.ask(lasting=1)
    await line.over(60)
    assert line.most_at_work == 3
    assert line.times == sorted(line.times)
    assert line.times[-1] == 6


async def test_a_turn_that_would_come_too_late_is_refused_at_once_with_the_seconds() -> None:
    line = Line(requests=2, max_wait=30)
    line.ask()
    await line.clock.advance(10)
    line.ask()
    await line.clock.advance(10)
    with pytest.raises(LineTooLong, match=r"small may be asked again in 40\.0 s") as refusal:
        await line.limiter.acquire()
    assert (refusal.value.retry_after, refusal.value.engine) == (40, "small")
    await line.clock.advance(20)
    line.ask()
    line.ask()
    await line.clock.advance(0)
    assert line.refused == []
    line.ask()
    await line.clock.advance(0)
    assert [(at, number) for at, number, _ in line.refused] == [(40, 4)]
    await line.over(60)
    assert line.times == [0, 10, 60, 70]


async def test_where_only_the_places_are_taken_one_waits_as_long_as_may_be() -> None:
    line = Line(concurrent=1, max_wait=30)
    line.ask(lasting=100)
    line.ask()
    await line.clock.advance(29)
    assert line.refused == []
    await line.over(100)
    ((at, _, error),) = line.refused
    assert (at, error.retry_after) == (30, 30)
    assert "as many as its limits allow" in str(error)


async def test_who_may_not_wait_is_refused_at_once() -> None:
    line = Line(concurrent=1, max_wait=0)
    line.ask(lasting=1)
    line.ask()
    await line.clock.advance(0)
    assert [(at, error.retry_after) for at, _, error in line.refused] == [(0, None)]
    await line.clock.advance(1)
    line.ask()
    await line.over(1)
    assert line.times == [0, 1]


async def test_no_turn_begins_at_its_deadline_or_after_it() -> None:
    line = Line(concurrent=1, max_wait=100)
    line.ask(lasting=20)
    for deadline in (0, 5, 20, 21):
        line.ask(deadline=deadline)
    await line.clock.advance(0)
    assert [number for _, number, _ in line.refused] == [1]
    await line.over(30)
    assert [(at, number) for at, number, _ in line.refused[1:]] == [(5, 2), (20, 3)]
    assert line.times == [0, 20]


async def test_a_deadline_that_the_quota_can_not_keep_is_refused_at_once() -> None:
    line = Line(requests=1, max_wait=100)
    line.ask()
    line.ask(deadline=60)
    line.ask(deadline=60.5)
    await line.clock.advance(0)
    assert [(at, number) for at, number, _ in line.refused] == [(0, 1)]
    await line.over(60)
    assert line.times == [0, 60]


async def test_cancelling_leaves_the_line_and_costs_nobody_anything() -> None:
    line = Line(concurrent=2, requests=4, max_wait=600)
    waiting = [line.ask(lasting=1) for _ in range(40)]
    await line.clock.advance(0)
    for n in Random(1).sample(range(40), 20):
        waiting[n].cancel()
    await line.over(900)
    begun = [number for _, number, _ in line.begun]
    assert begun == sorted(begun)
    assert set(begun) >= {n for n, task in enumerate(waiting) if not task.cancelled()}
    assert all(later - earlier >= 60 for earlier, later in zip(line.times, line.times[4:], strict=False))
    assert line.limiter.waiting == 0


async def test_who_is_cancelled_when_just_called_gives_the_turn_to_the_next() -> None:
    line = Line(concurrent=1, requests=3, max_wait=600)
    holding = await line.limiter.acquire()
    called, following = line.ask(), line.ask()
    await line.clock.advance(0)
    holding.limiter.release(holding)
    called.cancel()
    await line.clock.advance(0)
    assert following.done()
    assert [number for _, number, _ in line.begun] == [1]
    line.ask()
    await line.over(0)
    assert line.times == [0, 0]


async def test_who_is_cancelled_before_the_place_is_free_is_passed_over() -> None:
    line = Line(concurrent=1)
    holding = await line.limiter.acquire()
    left, following = line.ask(), line.ask()
    await line.clock.advance(0)
    left.cancel()
    holding.limiter.release(holding)
    await line.over(0)
    assert left.cancelled()
    assert following.done()
    assert [number for _, number, _ in line.begun] == [1]


async def test_a_pause_holds_everybody_and_refuses_those_who_can_not_wait_for_its_end() -> None:
    line = Line(concurrent=1, max_wait=30)
    line.ask(lasting=10)
    line.ask()
    await line.clock.advance(5)
    line.ask()
    line.limiter.pause(27)
    await line.clock.advance(0)
    assert [(at, number, error.retry_after) for at, number, error in line.refused] == [(5, 1, 27)]
    line.limiter.pause(1)
    await line.clock.advance(26)
    assert line.times == [0]
    await line.over(10)
    assert line.times == [0, 32]


async def test_a_long_pause_is_obeyed_without_letting_anybody_wait() -> None:
    line = Line(max_wait=30)
    line.limiter.pause(100)
    with pytest.raises(LineTooLong) as refusal:
        await line.limiter.acquire()
    assert refusal.value.retry_after == 100
    await line.clock.advance(100)
    line.ask()
    await line.over()
    assert line.times == [100]


async def test_tokens_are_counted_as_expected_and_then_as_they_were() -> None:
    line = Line(tokens=100, max_wait=59)
    first = await line.limiter.acquire(40)
    line.ask(tokens=60)
    await line.clock.advance(1)
    assert line.times == [0]
    first.cost(10)
    line.ask(tokens=30)
    await line.clock.advance(1)
    assert line.times == [0, 1]
    line.ask(tokens=1)
    await line.clock.advance(0)
    assert line.limiter.waiting == 1
    first.cost(5)
    await line.over(0)
    assert line.times == [0, 1, 2]
    first.cost(500)
    first.limiter.release(first)
    with pytest.raises(LineTooLong):
        await Line(tokens=100, max_wait=59).limiter.acquire(10, deadline=0)
    line.ask(tokens=1)
    await line.over(60)
    assert line.times == [0, 1, 2, 60]


async def test_what_is_spent_is_spent_when_it_begins_also_where_that_is_late() -> None:
    line = Line(concurrent=1, requests=2, max_wait=100)
    holding = await line.limiter.acquire()
    line.ask()
    await line.clock.advance(30)
    holding.limiter.release(holding)
    line.clock._elapsed = 35  # the loop was busy between the call and the turn
    line.ask()
    line.ask()
    await line.over(100)
    assert line.times == [35, 60, 95]


async def test_releasing_twice_frees_one_place() -> None:
    line = Line(concurrent=1)
    turn: Turn = await line.limiter.acquire()
    line.limiter.release(turn)
    line.limiter.release(turn)
    line.ask(lasting=1)
    line.ask(lasting=1)
    await line.over(5)
    assert line.most_at_work == 1


async def test_nobody_overtakes_one_whose_turn_has_come_but_who_was_not_called_yet() -> None:
    line = Line(requests=2, max_wait=100)
    for _ in range(3):
        line.ask()
    await line.clock.advance(0)
    line.clock._elapsed = 61
    line.ask()
    await line.over(10)
    assert [number for _, number, _ in line.begun] == [0, 1, 2, 3]


async def test_who_leaves_the_head_of_the_line_makes_way_at_once() -> None:
    line = Line(tokens=100, max_wait=60)
    line.ask(tokens=80)
    large = line.ask(tokens=90)
    line.ask(tokens=10)
    await line.clock.advance(1)
    assert line.limiter.waiting == 2
    large.cancel()
    await line.over(1)
    assert line.times == [0, 1]


async def test_a_line_that_everybody_left_leaves_nothing_behind() -> None:
    line = Line(concurrent=1)
    turn = await line.limiter.acquire()
    waits = line.ask()
    await line.clock.advance(1)
    waits.cancel()
    await line.over()
    line.limiter.release(turn)


async def test_the_tokens_of_those_who_stood_in_line_hinder_nobody_later() -> None:
    line = Line(concurrent=1, tokens=100, max_wait=10)
    for _ in range(5):
        line.ask(lasting=1, tokens=20)
    await line.clock.advance(60)
    for _ in range(5):
        line.ask(tokens=20)
    await line.over(10)
    assert line.refused == []
    assert line.times == [0, 1, 2, 3, 4, 60, 61, 62, 63, 64]
