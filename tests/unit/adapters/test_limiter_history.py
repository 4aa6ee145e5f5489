import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.adapters.limiter_line import Line

_ASKS = st.tuples(
    st.just("ask"), st.floats(0, 50), st.integers(0, 12), st.one_of(st.none(), st.floats(0, 90)), st.just(0)
)
_DEEDS = st.lists(
    st.one_of(
        _ASKS,
        _ASKS,
        st.tuples(st.just("advance"), st.floats(0, 70)),
        st.tuples(st.just("cancel"), st.integers(0, 60)),
        st.tuples(st.just("pause"), st.floats(0, 40)),
    ),
    max_size=50,
)


@settings(max_examples=150, deadline=None)
@given(_DEEDS, st.integers(1, 4), st.integers(1, 6), st.integers(8, 40), st.floats(0, 200))
def test_whatever_happens_no_limit_is_passed_nobody_overtakes_and_nobody_is_forgotten(
    deeds: list[tuple[object, ...]], concurrent: int, requests: int, tokens: int, max_wait: float
) -> None:
    async def play() -> None:
        line = Line(concurrent=concurrent, requests=requests, tokens=tokens, max_wait=max_wait)
        came: list[tuple[float, float]] = []
        paused: list[tuple[float, float]] = []
        for deed in deeds:
            now = line.clock.monotonic()
            match deed:
                case ("ask", float(lasting), int(cost), left, _):
                    deadline = now + left if isinstance(left, float) else None
                    line.ask(lasting, min(cost, tokens), deadline)
                    came.append((now, deadline if deadline is not None else now + 1000))
                    await line.clock.advance(0)
                case ("advance", float(seconds)):
                    await line.clock.advance(seconds)
                case ("cancel", int(which)) if line.tasks:
                    line.tasks[which % len(line.tasks)].cancel()
                case ("pause", float(seconds)):
                    line.limiter.pause(seconds)
                    paused.append((now, now + seconds))
                    await line.clock.advance(0)
        await line.clock.advance(2000)
        await line.over()
        begun = [number for _, number, _ in line.begun]
        assert begun == sorted(begun)
        assert line.most_at_work <= concurrent
        for at, number, _ in line.begun:
            recent = [each for each in line.begun if each[0] <= at and at - each[0] < 60]
            assert len(recent) <= requests
            assert sum(cost for _, _, cost in recent) <= tokens
            assert not any(start < at < end for start, end in paused)
            assert at - came[number][0] <= max_wait + 1e-6  # the sum is rounded
            assert at < came[number][1]
        for at, number, error in line.refused:
            assert at - came[number][0] <= max_wait + 1e-6  # the sum is rounded
            assert at <= came[number][1]
            assert error.retry_after is None or error.retry_after > 0
        cancelled = {n for n, task in enumerate(line.tasks) if task.cancelled()}
        assert set(begun) | {n for _, n, _ in line.refused} | cancelled == set(range(len(line.tasks)))

    asyncio.run(play())
