"""Threads, forum posts, several guilds and shards."""

from typing import Any

from acore.adapters.clock.system import SystemClock
from acore.adapters.history.memory import MemoryHistory
from acore.adapters.turn_log.memory import MemoryTurnLog
from acore.domain.triggers import Places


async def test_a_thread_is_a_conversation_of_its_own(town: Any) -> None:
    async with town.house("In the channel.", "In the thread.") as house:
        await town.mention("hello")
        await town.answer("In the channel.")
        thread = await town.world.start_thread(town.ada, town.general, "Side talk")
        await town.world.say(town.ada, thread, f"{town.world.bot.mention} and here?")
        answer = await town.answer("In the thread.")
        assert answer.channel_id == thread.id
        await house.comes_to_remember(thread, town.ada, "and here?", "In the thread.")
        await house.comes_to_remember(town.general, town.ada, "hello", "In the channel.")


async def test_what_a_thread_began_with_is_what_its_questions_are_about(town: Any) -> None:
    async with town.house("At noon.", "Yes.") as house:
        first = await town.world.say(town.ada, town.general, "The meeting is at noon.")
        thread = await town.world.start_thread(town.ada, town.general, "Meeting", first)
        await town.world.say(town.ada, thread, f"{town.world.bot.mention} when?")
        await town.answer("At noon.")
        await town.world.say(town.ada, thread, "sure?")
        await town.answer("Yes.")
    assert [request.passages[0].text for request in house.llm.requests] == ["The meeting is at noon."] * 2


async def test_a_post_in_a_forum_is_answered_in_it(town: Any) -> None:
    forum = town.world.add_forum(town.guild, "help")
    async with town.house("First.", "Second.") as house:
        post = await town.world.post(town.ada, forum, "It does not start", f"{town.world.bot.mention} it crashes")
        answer = await town.answer("First.")
        assert answer.channel_id == post.id
        await town.world.say(town.ada, post, "and now?")
        await town.answer("Second.")
    assert house.llm.requests[1].messages[1].text == "it crashes"


async def test_a_thread_of_a_blocked_channel_is_blocked(town: Any) -> None:
    async with town.house("never", places=Places(blocked={int(town.general.id)})) as house:
        thread = await town.world.start_thread(town.ada, town.general, "Side talk")
        await town.world.say(town.ada, thread, f"{town.world.bot.mention} hi")
        other = town.world.add_channel(town.guild, "other")
        await town.world.say(town.ada, other, f"{town.world.bot.mention} hi")
        await town.answer("never")
    assert len(house.llm.requests) == 1


async def test_a_thread_whose_answer_was_missed_is_caught_up_with(town: Any) -> None:
    memory = {"log": MemoryTurnLog(SystemClock()), "history": MemoryHistory()}
    async with town.house("Before.", **memory):
        await town.mention("one")
        await town.answer("Before.")
        thread = await town.world.start_thread(town.ada, town.general, "Side talk")
    await town.world.say(town.ada, thread, f"{town.world.bot.mention} two")
    async with town.house("After.", **memory):
        answer = await town.answer("After.")
    assert answer.channel_id == thread.id


async def test_guilds_share_nothing(town: Any) -> None:
    other = town.world.add_guild("Other guild")
    eve = town.world.add_member(other, "Eve")
    (there,) = other.channels.values()
    async with town.house("Here.", "There.") as house:
        await town.mention("a secret")
        await town.answer("Here.")
        await town.world.say(eve, there, f"{town.world.bot.mention} hello")
        await town.answer("There.")
    assert "a secret" not in str(house.llm.requests[1])
    assert house.llm.requests[1].scope.guild == other.id
