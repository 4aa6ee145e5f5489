import asyncio
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.limiter import LineTooLong
from acore.adapters.llm.scripted import Line
from acore.domain.chat import Delta
from acore.errors import AcoreError, CircuitOpen, EngineRefused, EngineUnavailable, RateLimited
from acore.testing.contracts.llm import asked
from tests.unit.adapters.llm.policies.test_retrying import Trying

_GONE = st.builds(lambda: EngineUnavailable("gone", engine="scripted"))
_LIMITED = st.builds(
    lambda seconds: RateLimited("too many", engine="scripted", retry_after=seconds),
    st.one_of(st.none(), st.integers(1, 20)),
)
_FINAL = st.sampled_from(
    [
        "an answer",
        EngineRefused("no", engine="scripted"),
        CircuitOpen("open", engine="scripted"),
        LineTooLong("too long", engine="scripted", retry_after=1),
        [Delta("half "), EngineUnavailable("gone", engine="scripted")],
        [Delta("half ")],
    ]
)


def expected(script: Sequence[Line], attempts: int, deadline: float, left: float | None) -> list[float]:
    """When the engine is asked, if every pause is as long as it can be."""
    times = [0.0]
    for number, line in enumerate(script, 1):
        if type(line) not in {EngineUnavailable, RateLimited}:
            break
        told = line.retry_after if isinstance(line, RateLimited) else None
        at = times[-1] + max(min(8.0, 0.5 * 2 ** (number - 1)), told or 0)
        if number == attempts or at > deadline or (left is not None and at >= left):
            break
        times.append(at)
    return times


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.one_of(_GONE, _GONE, _LIMITED, _FINAL), min_size=1, max_size=8),
    st.integers(1, 10),
    st.integers(1, 60),
    st.one_of(st.none(), st.integers(1, 60)),
)
def test_whatever_happens_it_is_asked_no_more_often_no_sooner_and_no_later_than_it_may(
    lines: list[Line], attempts: int, deadline: int, left: int | None
) -> None:
    async def play() -> None:
        script = [*lines, "the end"]
        trying = Trying(*script, attempts=attempts, deadline=deadline)
        result: object
        try:
            result = await trying.answer(replace(asked(), deadline=left))
        except AcoreError as error:
            result = error
        times = expected(script, attempts, deadline, left)
        assert trying.times == times
        line = script[len(times) - 1]
        if isinstance(line, Exception):
            assert type(result) is type(line)
            tries = len(times) - isinstance(line, LineTooLong | CircuitOpen)
            counted = tries > 1 and isinstance(line, EngineUnavailable)
            assert str(result) == (f"{line} (tried {tries} times)" if counted else str(line))
        elif isinstance(line, str):
            assert getattr(result, "text", None) == line
        else:
            assert isinstance(result, EngineUnavailable) or getattr(result, "finish", 0) is None

    asyncio.run(play())
