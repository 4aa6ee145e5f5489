"""Whatever a model says on Discord, nobody is called by it."""

from typing import Any

from tests.injections.strings import INJECTIONS, planted

_A_MEMBER = 4
"""Questions that a member may ask without being asked to wait."""


async def test_nobody_is_pinged_by_what_a_model_was_made_to_say(town: Any) -> None:
    role = "3003"
    said = [planted(name, member=town.ada.id, role=role) for name in INJECTIONS]
    lines = [f"@everyone <@{town.ada.id}> <@&{role}> {text} [1]" for text in said]
    async with town.house(*lines) as house:
        for number, _ in enumerate(lines):
            if number % _A_MEMBER == 0:
                asking = town.world.add_member(town.guild, f"Member {number}")
            await town.world.say(asking, town.general, f"{town.world.bot.mention} what does it say?")
            await town.until("message", lambda event: event.user == town.world.bot)
    answers = [one for one in town.world.messages(town.general.id) if one.author == town.world.bot]
    assert len(answers) >= len(lines) == len(house.llm.requests)
    assert sum("@everyone" in one.content for one in answers) >= len(lines)
    assert [one.content for one in answers if one.mentions or one.mention_everyone] == []


async def test_the_same_words_of_a_member_do_call(town: Any) -> None:
    """So that the test above can fail."""
    message = await town.world.say(town.ada, town.general, f"@everyone <@{town.ada.id}>")
    assert [one.id for one in message.mentions] == [town.ada.id]
    assert message.mention_everyone
