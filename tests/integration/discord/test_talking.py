"""Members talk to the real bot on the loopback Discord."""

import re
from typing import Any

import pytest

from acore.errors import EngineUnavailable
from acore.simulator.world import User

DOWN = EngineUnavailable("the machine is off", engine="toy")

SLASH = {"ask", "botstatus", "budget", "chat", "clear_history", "export_chat", "help", "import_chat", "privacy", "sync"}
MENUS = {"Ask about this", "Explain"}


async def test_a_mention_is_answered_by_a_message_that_grows_and_then_names_its_sources(town: Any) -> None:
    text = "Water boils at 100 degrees, as every kettle knows [1]."
    async with town.house(text, pace_s=0.03) as house:
        question = await town.mention("when does water boil?")
        first = await town.until("message", lambda e: e.user == town.world.bot)
        assert first.message.reference == question.id
        await town.until("edit", lambda e: bool(e.message.embeds))
    (message,) = [m for m in town.world.messages(town.general.id) if m.author == town.world.bot]
    assert message.content == text
    assert sum(event.kind == "edit" for event in town.seen) >= 3
    (embed,) = message.embeds
    assert embed["title"] == "Sources"
    assert embed["fields"][0]["name"] == "[1] Physics"
    assert "physics.md, lines 3\u20134" in embed["fields"][0]["value"]
    assert [m.text for m in await house.remembered(town.general, town.ada)] == ["when does water boil?", text]


async def test_an_answer_that_is_there_at_once_is_one_message_without_edits(town: Any) -> None:
    async with town.house("Hello to you, Ada."):
        await town.mention("hello")
        await town.answer("Hello to you, Ada.")
        await town.world.say(town.ada, town.general, "and once more")
        await town.answer("Hello to you, Ada.")
    assert town.spoken() == ["Hello to you, Ada."] * 2
    assert not [event for event in town.seen if event.kind in ("edit", "typing")]


async def test_typing_shows_while_the_first_words_are_late(town: Any) -> None:
    async with town.house("late", pace_s=0.7):
        await town.mention("hello")
        await town.until("typing")
        await town.answer("late")


async def test_a_reply_to_the_bot_is_answered(town: Any) -> None:
    async with town.house("one", "two"):
        await town.mention("first")
        answer = await town.answer("one")
        other = town.world.add_member(town.guild, "Bob")
        await town.world.say(other, town.general, "and second", reply_to=answer.id)
        await town.answer("two")


async def test_a_direct_message_is_answered(town: Any) -> None:
    async with town.house("privately"):
        channel = town.world.dm(town.ada)
        await town.world.say(town.ada, channel, "psst")
        answer = await town.answer("privately")
    assert answer.channel_id == channel.id


async def test_a_member_may_go_on_until_somebody_else_speaks(town: Any) -> None:
    async with town.house() as house:
        bob = town.world.add_member(town.guild, "Bob")
        await town.mention("one")
        await town.answer("one")
        await town.world.say(town.ada, town.general, "two")
        await town.answer("two")
        await town.world.say(bob, town.general, "three")
        await town.world.say(town.ada, town.general, "four")
        await town.mention("five")
        await town.answer("five")
    assert len(house.llm.requests) == 3


async def test_bots_and_webhooks_and_everyone_are_left_alone(town: Any) -> None:
    async with town.house() as house:
        robot = User("1234", "robot", "Robot", bot=True)
        town.guild.members[robot.id] = robot
        await town.world.say(robot, town.general, f"{town.world.bot.mention} hello from a bot")
        await town.world.say(town.ada, town.general, "@everyone hello all")
        await town.mention("the last one")
        await town.answer("the last one")
    assert len(house.llm.requests) == 1


async def test_a_mention_without_words_gets_a_hint(town: Any) -> None:
    async with town.house():
        await town.mention("")
        answer = await town.answer()
    assert "Write a question" in answer.content
    assert "error" not in answer.content


async def test_slash_commands_are_told_to_discord_and_answered(town: Any) -> None:
    async with town.house("said", "asked") as house:
        await town.until("commands")
        assert {command["name"] for command in town.world.commands()} == SLASH | MENUS
        await town.world.invoke(town.ada, town.general, "chat", {"message": "hello"})
        assert (await town.until("edit")).message.content == "said"
        await town.world.invoke(town.ada, town.general, "ask", {"question": "why?"})
        assert (await town.until("edit")).message.content == "asked"
        assert [m.text for m in await house.remembered(town.general, town.ada)] == ["hello", "said"]
    assert all(message.ephemeral_to is None for message in town.world.messages(town.general.id))


async def test_help_lists_the_commands_to_the_member_alone(town: Any) -> None:
    async with town.house():
        await town.until("commands")
        await town.world.invoke(town.ada, town.general, "help", {})
        answer = await town.answer()
    assert answer.ephemeral_to == town.ada.id
    assert re.findall(r"`/(\w+)", answer.content) == sorted(SLASH)
    assert all(f"*{name}*" in answer.content for name in MENUS)


async def test_the_status_is_told_to_the_member_alone(town: Any) -> None:
    async with town.house():
        await town.until("commands")
        await town.world.invoke(town.ada, town.general, "botstatus", {})
        answer = await town.answer("✅ llm")
    assert answer.ephemeral_to == town.ada.id
    assert "on 1 server" in answer.content
    assert "Answers come from **scripted**" in answer.content


async def test_a_long_answer_goes_on_in_further_messages(town: Any) -> None:
    text = " ".join(f"word{n}" for n in range(700))
    assert len(text) > 5000
    async with town.house(text):
        await town.mention("tell me everything")
        await town.answer("word699")
    assert len(town.spoken()) == 3
    assert " ".join(town.spoken()) == text


async def test_a_long_answer_to_a_command_goes_on_in_further_messages(town: Any) -> None:
    text = " ".join(f"word{n}" for n in range(700))
    async with town.house(text):
        await town.until("commands")
        await town.world.invoke(town.ada, town.general, "ask", {"question": "everything?"})
        await town.answer("word699")
    assert " ".join(town.spoken()) == text


async def test_a_very_long_answer_comes_with_a_file(town: Any) -> None:
    text = "word " * 2400 + "end"
    async with town.house(text):
        await town.mention("tell me more than that")
        answer = await town.answer("answer.md.")
    assert [(file.filename, file.size) for file in answer.attachments] == [("answer.md", len(text))]
    assert len(town.spoken()) == 5


async def test_right_to_left_text_and_emoji_arrive_as_they_are(town: Any) -> None:
    text = "مرحبا بالعالم 👩‍👩‍👧 שלום"
    async with town.house():
        await town.mention(text)
        answer = await town.answer()
    assert answer.content == text


async def test_an_answer_pings_nobody(town: Any, until_holds: Any) -> None:
    async with town.house("@everyone and", "@here and"):
        await town.mention(f"call {town.ada.mention}")
        answer = await town.answer("and")
        assert "@everyone" in answer.content
        assert not answer.mention_everyone
        assert answer.mentions == ()
        await until_holds(town.world.commands)
        await town.world.invoke(town.ada, town.general, "ask", {"question": "again?"})
        filled = (await town.until("edit")).message
    assert "@here" in filled.content
    assert not filled.mention_everyone


async def test_an_error_is_shown_with_words_and_an_id(town: Any) -> None:
    async with town.house(DOWN):
        await town.mention("hello")
        answer = await town.answer()
    assert re.fullmatch(r"toy can not answer just now.* \(error [0-9a-f]{6}\)", answer.content)


async def test_an_answer_that_is_cut_off_stays(town: Any) -> None:
    from acore.domain.chat import Delta

    async with town.house([Delta("Half of"), DOWN]):
        await town.mention("hello")
        answer = await town.answer(")")
    assert answer.content.startswith("Half of\n\n-# ⚠️ Cut off here. toy can not answer")


async def test_those_who_ask_too_often_are_told_when_to_come_back_once(town: Any, until_holds: Any) -> None:
    async with town.house() as house:
        for n in range(8):
            await town.mention(f"number {n}")
        await town.answer("please.")
        await until_holds(town.world.commands)
        await town.world.invoke(town.ada, town.general, "ask", {"question": "first"})
        await town.world.invoke(town.ada, town.general, "ask", {"question": "second"})
        refused = (await town.until("message", lambda e: e.message.ephemeral_to is not None)).message
    assert "you can use this again in 3 s" in refused.content
    assert len(house.llm.requests) == 7
    assert sum("You are quick" in text for text in town.spoken()) == 1


async def test_a_question_deleted_while_it_is_answered_takes_its_answer_along(town: Any, until_holds: Any) -> None:
    async with town.house("slow words for you " * 20, "next", pace_s=0.1) as house:
        question = await town.mention("hello")
        await town.until("message", lambda e: e.user == town.world.bot)
        town.world.withdraw(question)
        await until_holds(lambda: town.spoken() == [])
        await until_holds(lambda: house.llm.at_work == 0)
        assert await house.remembered(town.general, town.ada) == ()
        await town.mention("again")
        await town.answer("next")


async def test_an_answer_deleted_while_it_is_written_ends_and_the_bot_goes_on(town: Any, until_holds: Any) -> None:
    async with town.house("word " * 50, "next", pace_s=0.05) as house:
        await town.mention("hello")
        first = await town.until("message", lambda e: e.user == town.world.bot)
        town.world.withdraw(first.message)
        await until_holds(lambda: not house.llm.at_work)
        await town.mention("are you there?")
        await town.answer("next")
        await until_holds(lambda: not house.llm.at_work)
    assert house.llm.closed == 1


async def test_a_guild_that_invites_the_bot_is_greeted_once(town: Any) -> None:
    async with town.house():
        guild = town.world.add_guild("Another")
        await town.world.join(guild)
        answer = await town.answer()
        await town.mention("after that")
        await town.answer("after that")
    assert answer.channel_id in guild.channels
    assert "I am **acore**" in answer.content
    assert len(town.spoken(next(iter(guild.channels.values())))) == 1
    assert len(town.spoken()) == 1


async def test_a_guild_that_was_there_before_is_not_greeted(town: Any) -> None:
    async with town.house():
        await town.mention("hello")
        await town.answer("hello")
    assert town.spoken() == ["hello"]


@pytest.mark.parametrize("text", ["x" * 2000, "ß" * 1990])
async def test_a_message_as_long_as_discord_takes_is_answered_whole(town: Any, text: str) -> None:
    async with town.house():
        channel = town.world.dm(town.ada)
        await town.world.say(town.ada, channel, text)
        answer = await town.answer()
    assert answer.content == text


async def test_an_error_of_a_command_is_shown_to_the_member_alone(town: Any) -> None:
    async with town.house(DOWN):
        await town.until("commands")
        await town.world.invoke(town.ada, town.general, "ask", {"question": "why?"})
        answer = (await town.until("message", lambda e: e.message.content.startswith("toy"))).message
    assert answer.ephemeral_to == town.ada.id
    visible = town.world.messages(town.general.id)
    assert [message.id for message in visible] == [answer.id], "the promise of an answer is taken back"


async def test_the_library_falls_back_to_the_same_gateway_and_never_to_the_real_one(town: Any) -> None:
    async with town.house("hello"):
        from discord.gateway import DiscordWebSocket

        assert DiscordWebSocket.DEFAULT_GATEWAY.host == "127.0.0.1"
