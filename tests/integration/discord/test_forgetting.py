"""What is forgotten stays forgotten, whatever is being answered."""

from typing import Any


def verb(message: Any, name: str) -> str:
    ids: list[str] = [button["custom_id"] for row in message.components for button in row["components"]]
    return next(custom_id for custom_id in ids if custom_id.split(":")[1] == name)


async def forget(town: Any) -> None:
    await town.world.invoke(town.ada, town.general, "clear_history", {})
    await town.until("message", lambda e: e.message.ephemeral_to == town.ada.id)


async def test_what_is_being_answered_while_the_channel_is_forgotten_is_not_remembered(
    town: Any, until_holds: Any
) -> None:
    async with town.house("word " * 50 + "end", "Next.", pace_s=0.02) as house:
        await town.until("commands")
        await town.mention("my secret")
        await town.until("message", lambda e: e.user == town.world.bot)
        await forget(town)
        await until_holds(lambda: any(text.endswith("end") for text in town.spoken()))
        await town.mention("next")
        await town.answer("Next.")
        await house.comes_to_remember(town.general, town.ada, "next", "Next.")


async def test_an_answer_of_what_was_forgotten_can_be_had_again_and_is_not_remembered(
    town: Any, until_holds: Any
) -> None:
    async with town.house("First.", "Second.", "Third.") as house:
        await town.until("commands")
        await town.mention("my secret")
        answer = await town.answer("First.")
        await forget(town)
        await town.world.press(town.ada, answer, verb(answer, "again"))
        await until_holds(lambda: "Second." in town.spoken())
        await town.mention("next")
        await town.answer("Third.")
        await house.comes_to_remember(town.general, town.ada, "next", "Third.")
