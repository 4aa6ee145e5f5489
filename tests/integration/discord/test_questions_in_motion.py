"""Edits, deletions and presses that come while an answer is being prepared, written or delivered."""

from typing import Any

import pytest

from acore.adapters.clock.system import SystemClock
from acore.adapters.history.memory import MemoryHistory
from acore.adapters.turn_log.memory import MemoryTurnLog
from acore.domain.triggers import Places
from acore.errors import EngineUnavailable

DOWN = EngineUnavailable("it is down", engine="scripted")


@pytest.fixture
def memory() -> dict[str, Any]:
    """What outlives a process."""
    return {"log": MemoryTurnLog(SystemClock()), "history": MemoryHistory()}


def verb(message: Any, name: str) -> str:
    ids: list[str] = [button["custom_id"] for row in message.components for button in row["components"]]
    return next(custom_id for custom_id in ids if custom_id.split(":")[1] == name)


def asked(house: Any) -> list[str]:
    return [request.messages[-1].text for request in house.llm.requests]


@pytest.mark.parametrize(("first", "script"), [("", ("Four.",)), ("what is 2+3?", (DOWN, "Four."))])
async def test_a_question_that_could_not_be_answered_is_answered_once_it_is_edited(
    town: Any, until_holds: Any, first: str, script: tuple[Any, ...]
) -> None:
    async with town.house(*script):
        question = await town.mention(first)
        await town.answer()
        await town.world.edit(town.ada, question, f"{town.world.bot.mention} what is 2+2?")
        await until_holds(lambda: town.spoken() == ["Four."])


async def test_of_two_quick_edits_the_newest_words_are_answered_once(town: Any, until_holds: Any) -> None:
    async with town.house("word " * 200, "Four.", "Never.", pace_s=0.02) as house:
        question = await town.mention("what?")
        await town.until("message", lambda e: e.user == town.world.bot)
        town.simulator.faults.delay("PATCH", "/messages/", 0.3)
        for words in ("what is 1+2?", "what is 2+2?"):
            await town.world.edit(town.ada, question, f"{town.world.bot.mention} {words}")
        await until_holds(lambda: town.spoken() == ["Four."])
        await house.comes_to_remember(town.general, town.ada, "what is 2+2?", "Four.")
        assert asked(house).count("what is 2+2?") == 1


async def test_a_question_that_is_edited_and_then_deleted_has_no_answer(town: Any, until_holds: Any) -> None:
    async with town.house("word " * 200, "Next.", pace_s=0.02) as house:
        question = await town.mention("what?")
        await town.until("message", lambda e: e.user == town.world.bot)
        town.simulator.faults.delay("PATCH", "/messages/", 0.3)
        await town.world.edit(town.ada, question, f"{town.world.bot.mention} what is 1+2?")
        await town.world.delete(town.ada, question)
        await until_holds(lambda: town.spoken() == [])
        await until_holds(lambda: house.llm.at_work == 0)
        assert await house.remembered(town.general, town.ada) == ()


@pytest.mark.parametrize("deleted", [False, True])
async def test_what_happens_while_the_messages_before_are_fetched_is_not_lost(
    town: Any, until_holds: Any, *, deleted: bool
) -> None:
    bob = town.world.add_member(town.guild, "Bob")
    async with town.house("Yes.", "Next.") as house:
        first = await town.world.say(bob, town.general, "one")
        second = await town.world.say(bob, town.general, "two", reply_to=first.id)
        town.simulator.faults.delay("GET", "/messages/", 0.3)
        question = await town.world.say(
            town.ada, town.general, f"{town.world.bot.mention} old words", reply_to=second.id
        )
        if deleted:
            await town.world.delete(town.ada, question)
        else:
            await town.world.edit(town.ada, question, f"{town.world.bot.mention} new words")
            await until_holds(lambda: "Yes." in town.spoken())
        await town.mention("the next one")
        await until_holds(lambda: "the next one" in asked(house))
    assert asked(house) == (["the next one"] if deleted else ["new words", "the next one"])


async def test_an_earlier_message_that_is_edited_is_no_follow_up(town: Any) -> None:
    async with town.house("Hello.", "Again.") as house:
        early = await town.world.say(town.ada, town.general, "I liek cake")
        await town.mention("hi")
        await town.answer("Hello.")
        await town.world.edit(town.ada, early, "I like cake")
        await town.mention("and now")
        await town.answer("Again.")
    assert asked(house) == ["hi", "and now"]


async def test_an_edited_question_that_fails_says_so(town: Any, until_holds: Any) -> None:
    async with town.house("Five.", DOWN):
        question = await town.mention("what is 2+3?")
        await town.answer("Five.")
        await town.world.edit(town.ada, question, f"{town.world.bot.mention} what is 2+2?")
        await until_holds(lambda: any("can not answer just now" in text for text in town.spoken()))
        (told,) = town.world.messages(town.general.id)[-1:]
        assert len(town.spoken()) == 1, "it stands in the place of the old answer"
        assert told.components == []


async def test_a_question_that_is_edited_there_and_back_has_a_whole_answer(town: Any, until_holds: Any) -> None:
    async with town.house("word " * 200, "Four.", "Never.", pace_s=0.02):
        question = await town.mention("what is 2+2?")
        await town.until("message", lambda e: e.user == town.world.bot)
        for words in ("what is 1+2?", "what is 2+2?"):
            await town.world.edit(town.ada, question, f"{town.world.bot.mention} {words}")
        await until_holds(lambda: town.spoken() == ["Four."])
        (answer,) = town.world.messages(town.general.id)[-1:]
        await until_holds(lambda: "again" in str(town.world.standing(answer).components))


async def test_a_question_whose_answer_was_deleted_is_answered_anew_once_it_is_edited(
    town: Any, until_holds: Any
) -> None:
    async with town.house("Five.", "Four."):
        question = await town.mention("what is 2+3?")
        await town.world.delete(town.ada, await town.answer("Five."))
        await town.world.edit(town.ada, question, f"{town.world.bot.mention} what is 2+2?")
        await until_holds(lambda: town.spoken() == ["Four."])
    assert town.world.messages(town.general.id)[-1].reference == question.id


async def test_a_state_that_discord_refuses_for_good_is_told_and_can_be_tried_again(
    town: Any, until_holds: Any
) -> None:
    async with town.house("word " * 200, "Better.", pace_s=0.005):
        await town.mention("tell me")
        answer = (await town.until("message", lambda e: e.user == town.world.bot)).message
        town.simulator.faults.refuse("PATCH", "/messages/", 400)
        await until_holds(lambda: any("Discord did not take my answer" in text for text in town.spoken()))
        await until_holds(lambda: "again" in str(town.world.standing(answer).components))
        await town.world.press(town.ada, answer, verb(town.world.standing(answer), "again"))
        await until_holds(lambda: "Better." in town.spoken())


async def test_a_deleted_question_of_an_earlier_process_is_forgotten_with_its_answer(
    town: Any, memory: dict[str, Any], until_holds: Any
) -> None:
    async with town.house("Hello.", **memory):
        question = await town.mention("my secret")
        await town.answer("Hello.")
    async with town.house("never", **memory) as house:
        await town.world.delete(town.ada, question)
        await house.comes_to_remember(town.general, town.ada)
        await until_holds(lambda: town.spoken() == [])


async def test_half_an_answer_that_is_stopped_before_it_is_gone_on_with_stays_half(
    town: Any, memory: dict[str, Any], until_holds: Any
) -> None:
    async with town.house("word " * 300, pace_s=0.02, **memory):
        await town.mention("tell me")
        await town.until("edit", lambda e: e.user == town.world.bot)
    half = town.world.messages(town.general.id)[-1]
    town.simulator.faults.delay("GET", "/messages", 0.5, times=2)
    async with town.house("Next.", **memory) as house:
        await town.world.press(town.ada, half, verb(half, "stop"))
        await until_holds(lambda: "again" in str(half.components))
        await town.mention("the next one")
        await town.answer("Next.")
    assert asked(house) == ["the next one"]


async def test_a_command_can_be_asked_again_when_its_token_is_no_good_any_more(
    town: Any, memory: dict[str, Any], until_holds: Any
) -> None:
    async with town.house("First.", "Second.", **memory):
        await town.until("commands")
        await town.world.invoke(town.ada, town.general, "ask", {"question": "why?"})
        answer = await town.answer("First.")
        (interaction,) = town.world.interactions._by_id.values()
        interaction.opened -= 16 * 60
        await town.world.press(town.ada, answer, verb(answer, "again"))
        await until_holds(lambda: town.spoken() == ["Second."])


async def test_where_the_bot_is_no_member_a_press_after_a_restart_works(
    town: Any, memory: dict[str, Any], until_holds: Any
) -> None:
    elsewhere = town.world.add_guild("Elsewhere")
    elsewhere.members.pop(town.world.bot.id)
    eve = town.world.add_member(elsewhere, "Eve")
    town.world.install_for(eve)
    (channel,) = elsewhere.channels.values()
    async with town.house("First.", **memory):
        await town.until("commands")
        await town.world.invoke(eve, channel, "ask", {"question": "why?"})
        answer = await town.answer("First.")
    async with town.house("Second.", **memory):
        await town.world.press(eve, answer, verb(answer, "again"))
        await until_holds(lambda: town.spoken(channel) == ["Second."])


async def test_where_the_bot_may_not_talk_nobody_has_it_try_again(town: Any, memory: dict[str, Any]) -> None:
    async with town.house("First.", **memory):
        await town.mention("hello")
        answer = await town.answer("First.")
    async with town.house("never", places=Places(blocked={int(town.general.id)}), **memory) as house:
        await town.world.press(town.ada, answer, verb(answer, "again"))
        refusal = await town.until("message", lambda e: e.message.ephemeral_to == town.ada.id)
    assert "may not use this here" in refusal.message.content
    assert not house.llm.requests


async def test_in_a_group_nobody_can_have_the_conversation_of_others_forgotten(town: Any) -> None:
    bob = town.world.add_member(town.guild, "Bob")
    for user in (town.ada, bob):
        town.world.install_for(user)
    group = town.world.add_group("Friends", [town.ada, bob])
    async with town.house("Hello."):
        await town.until("commands")
        await town.world.invoke(town.ada, group, "chat", {"message": "my words"})
        await town.answer("Hello.")
        await town.world.invoke(bob, group, "clear_history", {})
        assert "manage messages" in (await town.answer()).content
