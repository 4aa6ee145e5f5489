"""The buttons below answers, also those of an earlier process."""

from typing import Any

from acore.adapters.clock.system import SystemClock
from acore.adapters.turn_log.memory import MemoryTurnLog


def ids(message: Any) -> list[str]:
    return [button["custom_id"] for row in message.components for button in row["components"]]


def verb(message: Any, name: str) -> str:
    return next(custom_id for custom_id in ids(message) if custom_id.split(":")[1] == name)


async def test_an_answer_that_is_being_written_can_be_stopped(town: Any, until_holds: Any) -> None:
    async with town.house("word " * 500, pace_s=0.02) as house:
        await town.mention("tell me everything")
        first = (await town.until("message", lambda e: e.user == town.world.bot)).message
        await town.world.press(town.ada, first, verb(first, "stop"))
        await until_holds(lambda: town.spoken()[0].endswith("-# ⏹️ Stopped."))
        await until_holds(lambda: house.llm.at_work == 0)
        assert [custom_id.split(":")[1] for custom_id in ids(town.world.standing(first))] == ["again"]
        (_, kept) = await house.remembered(town.general, town.ada)
        assert kept.text.endswith("[cut off here]")


async def test_others_can_not_stop_it(town: Any) -> None:
    bob = town.world.add_member(town.guild, "Bob")
    async with town.house("word " * 50 + "end", pace_s=0.02):
        await town.mention("tell me everything")
        first = (await town.until("message", lambda e: e.user == town.world.bot)).message
        await town.world.press(bob, first, verb(first, "stop"))
        refusal = await town.until("message", lambda e: e.message.ephemeral_to == bob.id)
        assert refusal.message.content == "Only whoever asked, or a moderator, may do that."
        await town.answer("end")


async def test_an_answer_can_be_had_again_and_judged(town: Any, until_holds: Any) -> None:
    async with town.house("First.", "Second.") as house:
        await town.mention("hello")
        answer = await town.answer("First.")
        await town.world.press(town.ada, answer, verb(answer, "again"))
        await until_holds(lambda: town.spoken() == ["Second."])
        await town.world.press(town.ada, answer, verb(answer, "good"))
        thanks = await town.until("message", lambda e: e.message.ephemeral_to == town.ada.id)
        assert "Thank you" in thanks.message.content
        assert house.metrics.counted("chat.feedback", engine="scripted", route="direct", verdict="good") == 1
        await house.comes_to_remember(town.general, town.ada, "hello", "Second.")


async def test_after_a_restart_the_buttons_of_a_message_still_work(town: Any, until_holds: Any) -> None:
    async with town.house("First."):
        await town.mention("hello")
        answer = await town.answer("First.")
    async with town.house("Second.") as house:
        await town.world.press(town.ada, answer, verb(answer, "again"))
        await until_holds(lambda: town.spoken() == ["Second."])
        assert house.llm.requests[0].messages[-1].text == "hello"
        await town.world.press(town.ada, answer, verb(answer, "bad"))
        await town.until("message", lambda e: e.message.ephemeral_to == town.ada.id)


async def test_after_a_restart_the_buttons_of_a_command_still_work(town: Any, until_holds: Any) -> None:
    log = MemoryTurnLog(SystemClock())
    async with town.house("First.", log=log):
        await town.until("commands")
        await town.world.invoke(town.ada, town.general, "ask", {"question": "why?"})
        answer = await town.answer("First.")
    async with town.house("Second.", log=log) as house:
        await town.world.press(town.ada, answer, verb(answer, "again"))
        await until_holds(lambda: town.spoken() == ["Second."])
        assert house.llm.requests[0].messages[-1].text == "why?"


async def test_a_long_answer_is_written_over_by_a_short_one(town: Any, until_holds: Any) -> None:
    async with town.house("word " * 700 + "end", "Short."):
        await town.mention("hello")
        await town.answer("end")
        assert len(town.spoken()) == 2
        answer = town.world.messages(town.general.id)[-1]
        await town.world.press(town.ada, answer, verb(answer, "again"))
        await until_holds(lambda: town.spoken() == ["Short."])


async def test_after_a_restart_a_long_answer_is_written_over_as_well(town: Any, until_holds: Any) -> None:
    async with town.house("word " * 700 + "end"):
        await town.mention("hello")
        await town.answer("end")
    answer = town.world.messages(town.general.id)[-1]
    async with town.house("Short."):
        await town.world.press(town.ada, answer, verb(answer, "again"))
        await until_holds(lambda: town.spoken() == ["Short."])
