"""What was asked while the bot was away, and what it left half said."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from acore.adapters.clock.system import SystemClock
from acore.adapters.history.memory import MemoryHistory
from acore.adapters.turn_log.memory import MemoryTurnLog


@pytest.fixture
def memory() -> dict[str, Any]:
    """What outlives a process."""
    return {"log": MemoryTurnLog(SystemClock()), "history": MemoryHistory()}


async def test_a_question_asked_while_the_bot_was_away_is_answered_once(
    town: Any, memory: dict[str, Any], until_holds: Any
) -> None:
    async with town.house("Before.", **memory):
        await town.mention("one")
        await town.answer("Before.")
    await town.mention("two")
    await town.world.say(town.world.add_member(town.guild, "Bob"), town.general, "for somebody else")
    async with town.house("After.", **memory):
        await town.answer("After.")
    async with town.house("Never.", **memory) as house:
        await town.mention("three")
        await town.answer("Never.")
        assert len(house.llm.requests) == 1
    assert town.spoken() == ["Before.", "After.", "Never."]


async def test_a_follow_up_of_that_time_is_understood(town: Any, memory: dict[str, Any]) -> None:
    async with town.house("Before.", **memory):
        await town.mention("one")
        await town.answer("Before.")
    await town.world.say(town.ada, town.general, "and two?")
    async with town.house("After.", **memory):
        await town.answer("After.")


async def test_a_private_question_of_that_time_is_answered(town: Any, memory: dict[str, Any]) -> None:
    direct = town.world.dm(town.ada)
    async with town.house("Before.", **memory):
        await town.world.say(town.ada, direct, "one")
        await town.answer("Before.")
    await town.world.say(town.ada, direct, "two")
    async with town.house("After.", **memory):
        await town.answer("After.")
    assert town.spoken(direct) == ["Before.", "After."]


async def test_what_was_asked_before_the_bot_ever_came_is_left_alone(town: Any, memory: dict[str, Any]) -> None:
    await town.mention("too early")
    async with town.house("Now.", **memory) as house:
        await town.mention("now")
        await town.answer("Now.")
    assert len(house.llm.requests) == 1


async def test_half_an_answer_is_made_whole_by_the_next_process(
    town: Any, memory: dict[str, Any], until_holds: Any
) -> None:
    async with town.house("word " * 300, pace_s=0.02, **memory):
        await town.mention("tell me")
        await town.until("edit", lambda e: e.user == town.world.bot)
    assert "go on with this when I am back" in town.spoken()[0]
    async with town.house("Whole.", **memory) as house:
        await until_holds(lambda: town.spoken() == ["Whole."])
        await house.comes_to_remember(town.general, town.ada, "tell me", "Whole.")


async def test_a_command_that_was_left_is_answered_by_the_next_process(
    town: Any, memory: dict[str, Any], until_holds: Any
) -> None:
    async with town.house("word " * 300, pace_s=0.02, **memory):
        await town.until("commands")
        await town.world.invoke(town.ada, town.general, "ask", {"question": "why?"})
        await town.until("edit", lambda e: e.user == town.world.bot)
    async with town.house("Because.", **memory):
        await until_holds(lambda: town.spoken() == ["Because."])
    assert await memory["log"].left() == ()


async def test_a_lost_session_loses_no_question(town: Any, memory: dict[str, Any], until_holds: Any) -> None:
    async with town.house("One.", "Two.", "Three.", **memory) as house:
        await town.mention("one")
        await town.answer("One.")
        town.simulator.freeze()
        await town.mention("two")
        town.simulator.thaw()
        await town.simulator.invalidate(resumable=False)
        await until_holds(lambda: "Two." in town.spoken())
        await town.mention("three")
        await town.answer("Three.")
        assert len(house.llm.requests) == 3


async def test_being_told_to_reconnect_answers_nothing_twice(town: Any, memory: dict[str, Any]) -> None:
    async with town.house("One.", "Two.", **memory) as house:
        await town.mention("one")
        await town.answer("One.")
        await town.simulator.reconnect()
        await town.mention("two")
        await town.answer("Two.")
        assert len(house.llm.requests) == 2


async def test_discord_down_in_the_middle_of_an_answer_loses_nothing(
    town: Any, memory: dict[str, Any], until_holds: Any
) -> None:
    async with town.house("word " * 30 + "end", pace_s=0.02, **memory):
        await town.mention("tell me")
        await town.until("message", lambda e: e.user == town.world.bot)
        town.simulator.faults.refuse("PATCH", "/messages/", 503, times=3)
        await until_holds(lambda: town.spoken()[0].endswith("end"))


async def test_an_answer_whose_confirmation_got_lost_is_there_once(
    town: Any, memory: dict[str, Any], until_holds: Any
) -> None:
    town.simulator.faults.refuse("POST", "/messages", 502, times=2, after_work=True)
    async with town.house("Once.", "Next.", **memory):
        await town.mention("hello")
        await town.answer("Once.")
        await town.mention("again")
        await town.answer("Next.")
    assert town.spoken() == ["Once.", "Next."]


async def test_a_guild_that_removes_the_bot_is_forgotten(town: Any, memory: dict[str, Any], until_holds: Any) -> None:
    async with town.house("word " * 300, pace_s=0.02, **memory) as house:
        question = await town.mention("tell me")
        await town.until("message", lambda e: e.user == town.world.bot)
        await town.world.remove(town.guild)
        await until_holds(lambda: house.llm.at_work == 0)
        await until_holds(lambda: house.conversation.known(question.id) is None)


async def test_a_question_of_an_earlier_process_that_is_edited_has_its_answer_written_over(
    town: Any, memory: dict[str, Any], until_holds: Any
) -> None:
    async with town.house("Five.", **memory):
        question = await town.mention("what is 2+3?")
        await town.answer("Five.")
    async with town.house("Four.", **memory) as house:
        await town.world.edit(town.ada, question, f"{town.world.bot.mention} what is 2+2?")
        await until_holds(lambda: town.spoken() == ["Four."])
        await house.comes_to_remember(town.general, town.ada, "what is 2+2?", "Four.")


async def test_questions_of_the_time_away_are_answered_at_the_pace_that_holds_for_all(
    town: Any, memory: dict[str, Any], until_holds: Any
) -> None:
    async with town.house("Before.", **memory):
        await town.mention("one")
        await town.answer("Before.")
    for number in range(9):
        await town.mention(f"question {number}")
    async with town.house(**memory):
        await until_holds(lambda: len(town.spoken()) == 6)
        await town.world.say(town.world.add_member(town.guild, "Bob"), town.general, "acore, the last one")
        await town.answer("the last one")
    assert len(town.spoken()) == 6 + 1


async def test_a_form_that_an_earlier_process_opened_is_answered(town: Any, memory: dict[str, Any]) -> None:
    async with town.house(**memory):
        await town.until("commands")
        message = await town.world.say(town.ada, town.general, "E = mc²")
        await town.world.use_on_message(town.ada, "Ask about this", message)
        form = await town.until("modal")
    (field,) = [part for row in form.modal["components"] for part in row.get("components", [row])]
    async with town.house("Einstein.", **memory) as house:
        await town.world.submit(town.ada, form.interaction_id, {field["custom_id"]: "Who said so?"})
        await town.answer("Einstein.")
    assert house.llm.requests[0].passages[0].text == "E = mc²"


async def test_a_bot_that_is_stopped_while_it_catches_up_leaves_the_rest_to_the_next_process(
    town: Any, memory: dict[str, Any], until_holds: Any
) -> None:
    async with town.house("Before.", **memory):
        await town.mention("zero")
        await town.answer("Before.")
    for number in range(12):
        await town.mention(f"question {number}")
        if number % 5 == 4:
            town.ada = town.world.add_member(town.guild, f"Ada {number}")
    with capture_logs() as logs:
        async with town.house("word " * 300, pace_s=0.02, **memory):
            await until_holds(lambda: len(town.spoken()) > 1)
    assert [entry for entry in logs if entry["log_level"] == "error"] == []
    async with town.house("Whole.", **memory):
        await until_holds(lambda: town.spoken()[1:] == ["Whole."] * 12)
