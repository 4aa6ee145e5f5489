"""Whatever several engines can and do, a question finds one that can answer it, and none twice."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.llm.policies.routing import RoutingLLM
from acore.adapters.llm.scripted import Line
from acore.domain.chat import Call, Capabilities, ChatRequest, Delta, Image, Message, Tool
from acore.errors import AcoreError, EngineRefused, EngineUnavailable, InvalidInput
from acore.interfaces import LLM
from acore.testing.contracts.llm import asked
from tests.unit.adapters.llm.policies.test_fallback import Named, chain, engine

How = Literal["answers", "gone", "refused", "withheld", "broken", "invalid"]


@dataclass(frozen=True)
class Plays:
    """What an engine can, and what it does when it is asked."""

    how: How
    can: Capabilities

    def engine(self, name: str) -> Named:
        lines: dict[How, Line] = {
            "answers": f"said by {name}",
            "gone": EngineUnavailable("gone", engine=name),
            "refused": EngineRefused("no", engine=name),
            "withheld": [Delta(finish="filtered")],
            "broken": [Delta("half"), EngineUnavailable("gone", engine=name)],
            "invalid": InvalidInput("no"),
        }
        llm = engine(name, lines[self.how])
        llm.capabilities = self.can
        return llm


_CAN = st.builds(
    Capabilities,
    vision=st.booleans(),
    tools=st.booleans(),
    json_schema=st.booleans(),
    context=st.sampled_from([None, 100, 10_000]),
)
_HOW: list[How] = ["answers", "gone", "gone", "refused", "withheld", "broken", "invalid"]
_PLAYS = st.builds(Plays, st.sampled_from(_HOW), _CAN)
_HARD = "prove that every finite integral domain is a field, and say why each step is needed"
_REQUESTS = st.builds(
    lambda text, pictures, tools, schema, effort: replace(
        asked(text),
        messages=(Message("user", text, images=(Image(b"x", "image/png"),) if pictures else ()),),
        tools=(Tool("look_up", "Looks up.", "{}"),) if tools else (),
        response_schema="{}" if schema else None,
        effort=effort,
    ),
    st.sampled_from(["hi there", _HARD, "word " * 500]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["any", "fast"]),
)


def takes(can: Capabilities, request: ChatRequest) -> bool:
    """Whether it may be asked at all."""
    return (can.vision or not request.messages[0].images) and (can.tools or not request.tools)


def fits(can: Capabilities, request: ChatRequest) -> bool:
    """Whether it can take all of it."""
    text = can.context is None or can.context >= len(request.messages[0].text) // 4 + 10
    return takes(can, request) and text and (can.json_schema or request.response_schema is None)


async def outcome(llm: LLM, request: ChatRequest) -> tuple[str, Call | None] | AcoreError:
    try:
        whole = await llm.complete(request)
    except AcoreError as error:
        return error
    return whole.text.removeprefix("said by "), whole.call


def hold(order: Sequence[Named], how: Mapping[str, How], request: ChatRequest, result: object) -> None:
    """What holds for engines that are to be asked in this order."""
    were_asked = [llm for llm in order if llm.requests]
    assert all(len(llm.requests) == 1 and takes(llm.capabilities, request) for llm in were_asked)
    if not were_asked:
        assert not any(fits(llm.capabilities, request) for llm in order)
        assert isinstance(result, EngineRefused)
        assert "can not take" in str(result)
        return
    able = [llm for llm in order if fits(llm.capabilities, request)] or were_asked
    assert were_asked == able[: len(were_asked)]
    *before, last = (how[llm.name] for llm in were_asked)
    assert set(before) <= {"gone", "refused", "withheld"}
    if last in {"gone", "refused"}:
        assert were_asked == able
        first = how[able[0].name]
        assert type(result) is (EngineUnavailable if first == "gone" else EngineRefused)
    elif last == "withheld":
        assert were_asked == able
        assert isinstance(result, tuple)
    elif last == "answers":
        assert isinstance(result, tuple)
        assert result[0] == were_asked[-1].name
    else:
        assert isinstance(result, InvalidInput if last == "invalid" else EngineUnavailable)


def engines_of(plays: Sequence[Plays]) -> tuple[list[Named], dict[str, How]]:
    names = [f"e{number}" for number in range(len(plays))]
    return [each.engine(name) for name, each in zip(names, plays, strict=True)], {
        name: each.how for name, each in zip(names, plays, strict=True)
    }


@settings(max_examples=200, deadline=None)
@given(st.lists(_PLAYS, min_size=1, max_size=5), _REQUESTS)
def test_a_question_goes_down_the_list_to_the_first_that_can_answer(plays: list[Plays], request: ChatRequest) -> None:
    async def play() -> None:
        engines, how = engines_of(plays)
        hold(engines, how, request, await outcome(chain(*engines), request))

    asyncio.run(play())


@settings(max_examples=300, deadline=None)
@given(_PLAYS, _PLAYS, st.lists(_PLAYS, max_size=3), _REQUESTS)
def test_a_question_is_asked_of_the_engine_it_is_for_then_of_the_other_and_then_of_the_rest(
    fast: Plays, strong: Plays, rest: list[Plays], request: ChatRequest
) -> None:
    async def play() -> None:
        (small, large, *others), how = engines_of([fast, strong, *rest])
        llm = RoutingLLM(small, large, fallback=others)
        route = llm.route(request)
        result = await outcome(llm, request)
        both = (small, large) if route.name == "fast" else (large, small)
        order = [*both[: 1 if request.effort == "fast" else 2], *others]
        hold(order, how, request, result)
        assert not any(llm.requests for llm in both if llm not in order)
        if fits(fast.can, request) != fits(strong.can, request):
            assert route.name == ("fast" if fits(fast.can, request) else "strong")
        if isinstance(result, tuple) and (call := result[1]) is not None and result[0]:
            assert call.route == {"e0": "fast", "e1": "strong"}.get(call.engine, route.name)
            assert call.stopgap <= (call.engine != "e1")

    asyncio.run(play())
