"""What a conversation asks of a model, and what it keeps of how the answer was had."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from acore.adapters.cache.memory import MemoryCache
from acore.adapters.llm.policies.caching import CachingLLM
from acore.adapters.llm.prompting import prompted
from acore.adapters.llm.request_key import RequestKeys
from acore.domain.chat import Call, Delta, Usage
from acore.domain.knowledge import Passage, Source
from acore.domain.replies import Question, TurnRecord
from acore.domain.scope import Scope
from acore.services.chat import ALOUD, INSTRUCTIONS, ChatOptions
from acore.testing import ManualClock, MemoryMetrics, ScriptedLLM
from tests.unit.services.test_chat import HERE, House

CALL = Call("large", "m1", "strong", "scores 0.70", tries=2, queued_s=0.5, cost=0.25)


def apart(text: str = "hi", *, again: bool = False) -> Question:
    return Question(text, HERE, "Ada", remember=False, turn="1", again=again)


async def test_a_question_apart_may_be_answered_with_an_earlier_answer(tmp_path: Path) -> None:
    house = House(tmp_path, "Hello")
    await house.hear(apart())
    request = house.scripted.requests[-1]
    assert (request.cacheable, request.temperature) == (True, 0)


@pytest.mark.parametrize("question", [apart(again=True), Question("hi", HERE, "Ada")], ids=["again", "conversation"])
async def test_what_is_asked_again_or_in_a_conversation_is_answered_anew(tmp_path: Path, question: Question) -> None:
    house = House(tmp_path, "Hello")
    await house.hear(question)
    request = house.scripted.requests[-1]
    assert (request.cacheable, request.temperature) == (False, None)


async def test_the_same_question_apart_is_the_same_request_for_everybody_in_its_scope_alone(tmp_path: Path) -> None:
    house = House(tmp_path, "Hello")
    await house.hear(apart())
    await house.ask("a conversation goes on")
    await house.hear(apart())
    elsewhere = Scope(channel="other", user="ada", guild="g")
    await house.hear(Question("hi", elsewhere, "Ada", remember=False))
    first, _, second, other = house.scripted.requests
    assert first == second
    assert first != other


async def test_asked_once_more_it_is_the_earlier_answer_and_asked_again_it_is_not(tmp_path: Path) -> None:
    model = ScriptedLLM.saying("First.", "Second.")
    house = House(tmp_path, llm=CachingLLM(model, MemoryCache(ManualClock()), RequestKeys(), MemoryMetrics()))
    heard = [await house.hear(question) for question in (apart(), apart(), apart(again=True), apart())]
    assert [parts[0].text for parts in heard] == ["First.", "First.", "Second.", "First."]
    records = [parts[-1].record for parts in heard]
    assert [bool(one and one.call and one.call.cached) for one in records] == [False, True, False, True]


async def test_the_request_carries_when_nobody_waits_any_more(tmp_path: Path) -> None:
    house = House(tmp_path, "Hello", options=ChatOptions(turn_s=90))
    await house.clock.advance(7)
    await house.ask("hi")
    assert house.scripted.requests[-1].deadline == 97


async def recorded(house: House) -> TurnRecord:
    *_, last = await house.ask("hi")
    assert last.record
    return last.record


async def test_the_record_tells_how_the_answer_was_had(tmp_path: Path) -> None:
    record = await recorded(House(tmp_path, [Delta("Hello"), Delta(finish="stop", usage=Usage(3, 2), call=CALL)]))
    assert record.call == CALL
    assert (record.engine, record.model) == ("large", "m1")


async def test_without_a_call_the_record_names_the_engine_that_was_asked(tmp_path: Path) -> None:
    record = await recorded(House(tmp_path, "Hello"))
    assert (record.call, record.engine, record.model) == (None, "scripted", None)


async def test_from_one_turn_to_the_next_a_prompt_begins_with_all_that_came_before_the_passages(tmp_path: Path) -> None:
    house = House(tmp_path, "One [1].", "Two.", "Three.")
    for number, text in enumerate(("How do I add a Discord token?", "tell me more", "and how do I index files?")):
        about = Passage(f"material {number}", Source("Bob", "https://discord.com/channels/1/2/3"), 1)
        await house.hear(Question(text, HERE, "Ada", turn=str(number), material=(about,)))
    prompts = [prompted(request) for request in house.scripted.requests]
    for before, after in pairwise(prompts):
        assert len(after) == len(before) + 2
        assert after[: len(before) - 1] == before[:-1], "all but the last question, which has the passages in it"
        assert before[-1].text.startswith("Passages that were found")
        assert before[-1].text.endswith(f"\n\n{after[len(before) - 1].text}")


async def test_no_prompt_holds_the_time_of_day(tmp_path: Path) -> None:
    house = House(tmp_path, "Hello")
    await house.hear(apart())
    await house.clock.advance(3600 * 30)
    await house.hear(apart())
    first, second = (prompted(request) for request in house.scripted.requests)
    assert first == second
    assert not re.search(r"\b20\d\d-|\b\d\d:\d\d\b", first[0].text)


async def test_an_answer_that_is_heard_is_asked_for_in_plain_sentences(tmp_path: Path) -> None:
    house = House(tmp_path, "Hello")
    for aloud in (False, True):
        await house.hear(Question("hi", HERE, "Ada", aloud=aloud))
        request = house.scripted.requests[-1]
        assert request.aloud == aloud
        assert request.messages[0].text == (f"{INSTRUCTIONS} {ALOUD}" if aloud else INSTRUCTIONS)
