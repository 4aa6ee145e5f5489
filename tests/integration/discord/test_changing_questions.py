"""Questions that are edited, deleted, asked about a message, or go back to others."""

from typing import Any

from acore.domain.triggers import Places


async def test_an_edited_question_is_answered_anew_in_the_same_message(town: Any, until_holds: Any) -> None:
    async with town.house("Five.", "Four.") as house:
        question = await town.mention("what is 2+3?")
        await town.answer("Five.")
        await town.world.edit(town.ada, question, f"{town.world.bot.mention} what is 2+2?")
        await until_holds(lambda: town.spoken() == ["Four."])
        await house.comes_to_remember(town.general, town.ada, "what is 2+2?", "Four.")


async def test_a_question_edited_while_it_is_answered_gets_one_answer(town: Any, until_holds: Any) -> None:
    async with town.house("word " * 100, "Four.", pace_s=0.05) as house:
        question = await town.mention("what is 2+3?")
        await town.until("message", lambda e: e.user == town.world.bot)
        await town.world.edit(town.ada, question, f"{town.world.bot.mention} what is 2+2?")
        await until_holds(lambda: town.spoken() == ["Four."])
        await house.comes_to_remember(town.general, town.ada, "what is 2+2?", "Four.")


async def test_the_preview_of_a_link_is_no_new_question(town: Any) -> None:
    async with town.house("Nice.", "Next.") as house:
        question = await town.mention("look at https://example.com/a")
        await town.answer("Nice.")
        assert await town.world.unfurl(question, "https://example.com/a")
        await town.mention("and?")
        await town.answer("Next.")
    assert len(house.llm.requests) == 2


async def test_a_deleted_question_takes_its_answer_along(town: Any, until_holds: Any) -> None:
    async with town.house("One.", "Two.") as house:
        question = await town.mention("one?")
        await town.answer("One.")
        await town.mention("two?")
        await town.answer("Two.")
        await town.world.delete(town.ada, question)
        await until_holds(lambda: town.spoken() == ["Two."])
        await house.comes_to_remember(town.general, town.ada, "two?", "Two.")


async def test_many_questions_deleted_at_once_take_their_answers_along(town: Any, until_holds: Any) -> None:
    async with town.house("One.", "Two."):
        one = await town.mention("one?")
        await town.answer("One.")
        two = await town.mention("two?")
        await town.answer("Two.")
        await town.world.delete_many([one, two])
        await until_holds(lambda: town.spoken() == [])


async def test_a_chain_of_replies_is_what_the_question_is_about(town: Any) -> None:
    bob = town.world.add_member(town.guild, "Bob")
    async with town.house("The first one.") as house:
        first = await town.world.say(bob, town.general, "The server is at 10.0.0.1.")
        second = await town.world.say(bob, town.general, "Or at 10.0.0.2?", reply_to=first.id)
        third = await town.world.say(bob, town.general, "Hm.", reply_to=second.id)
        await town.world.say(town.ada, town.general, f"{town.world.bot.mention} which?", reply_to=third.id)
        await town.answer("The first one.")
    passages = house.llm.requests[0].passages
    assert [passage.text for passage in passages[:3]] == ["The server is at 10.0.0.1.", "Or at 10.0.0.2?", "Hm."]


async def test_its_own_answer_that_it_remembers_is_no_material(town: Any) -> None:
    async with town.house("An answer.", "Because.") as house:
        await town.mention("hello")
        answer = await town.answer("An answer.")
        await town.world.say(town.ada, town.general, "why?", reply_to=answer.id)
        await town.answer("Because.")
    assert not any(passage.text == "An answer." for passage in house.llm.requests[1].passages)


async def test_a_message_can_be_explained_from_its_menu(town: Any) -> None:
    bob = town.world.add_member(town.guild, "Bob")
    async with town.house("Energy is mass [1].") as house:
        await town.until("commands")
        message = await town.world.say(bob, town.general, "E = mc²")
        await town.world.use_on_message(town.ada, "Explain", message)
        answer = await town.answer("Energy is mass [1].")
    assert house.llm.requests[0].passages[0].text == "E = mc²"
    assert answer.embeds[0]["fields"][0]["name"] == "[1] Bob wrote"
    assert f"/{town.general.id}/{message.id}" in answer.embeds[0]["fields"][0]["value"]
    assert await house.remembered(town.general, town.ada) == ()


async def test_a_form_asks_what_is_to_be_known_about_a_message(town: Any) -> None:
    bob = town.world.add_member(town.guild, "Bob")
    async with town.house("Einstein.") as house:
        await town.until("commands")
        message = await town.world.say(bob, town.general, "E = mc²")
        await town.world.use_on_message(town.ada, "Ask about this", message)
        form = await town.until("modal")
        (field,) = [part for row in form.modal["components"] for part in row.get("components", [row])]
        await town.world.submit(town.ada, form.interaction_id, {field["custom_id"]: "Who said so?"})
        await town.answer("Einstein.")
    assert house.llm.requests[0].messages[-1].text == "Who said so?"
    assert house.llm.requests[0].passages[0].text == "E = mc²"


async def test_an_empty_message_has_nothing_to_explain(town: Any) -> None:
    async with town.house("never"):
        await town.until("commands")
        message = await town.world.say(town.ada, town.general, "", files=[("a.txt", b"a")])
        await town.world.use_on_message(town.ada, "Explain", message)
        answer = await town.answer()
    assert "no text in that message" in answer.content
    assert answer.ephemeral_to == town.ada.id


async def test_where_the_bot_may_not_talk_it_is_silent_and_its_commands_say_so(town: Any) -> None:
    places = Places(blocked={int(town.general.id)})
    async with town.house("never", places=places) as house:
        await town.until("commands")
        await town.mention("hello")
        await town.world.invoke(town.ada, town.general, "ask", {"question": "why?"})
        answer = await town.answer()
    assert "may not use this here" in answer.content
    assert not house.llm.requests


async def test_a_bot_that_answers_every_message_starts_no_loop(town: Any) -> None:
    parrot = town.world.add_bot(town.guild, "Parrot")
    async with town.house("Hello.", "Hello again.") as house:
        await town.mention("hi")
        answer = await town.answer("Hello.")
        for _ in range(3):
            await town.world.say(parrot, town.general, f"{town.world.bot.mention} polly", reply_to=answer.id)
        await town.world.say_by_webhook(town.general, "Hook", f"{town.world.bot.mention} acore?")
        await town.mention("and you?")
        await town.answer("Hello again.")
    assert len(house.llm.requests) == 2


async def test_a_conversation_can_be_taken_to_another_channel(town: Any) -> None:
    async with town.house("said") as house:
        await town.until("commands")
        await town.mention("hello")
        await town.answer("said")
        data = await house.chat.export(house.scope(town.general, town.ada), 10_000)
        direct = town.world.dm(town.ada)
        await town.world.invoke(town.ada, direct, "import_chat", {"file": ("chat.json", data)})
        answer = await town.answer()
        assert "I remember 2 messages" in answer.content
        await house.comes_to_remember(direct, town.ada, "hello", "said")


async def test_commands_can_be_told_anew_by_the_owner_of_the_application(town: Any) -> None:
    bob = town.world.add_member(town.guild, "Bob")
    async with town.house():
        await town.until("commands")
        town.world.offer(town.guild, "sync", bob)
        await town.world.invoke(bob, town.general, "sync", {})
        assert "may not use this here" in (await town.answer()).content
        await town.world.invoke(town.ada, town.general, "sync", {})
        await town.until("commands")
        assert "knows my 12 commands" in (await town.answer()).content


async def test_what_is_remembered_of_a_channel_can_be_had_and_deleted(town: Any) -> None:
    bob = town.world.add_member(town.guild, "Bob")
    async with town.house("said") as house:
        await town.until("commands")
        await town.mention("hello")
        await town.answer("said")
        await town.world.invoke(bob, town.general, "export_chat", {})
        given = await town.answer()
        assert given.ephemeral_to == bob.id
        assert [file.filename for file in given.attachments] == ["chat.json"]
        town.world.offer(town.guild, "clear_history", bob)
        await town.world.invoke(bob, town.general, "clear_history", {})
        refusal = await town.answer()
        assert "It needs: manage messages" in refusal.content
        assert len(await house.remembered(town.general, town.ada)) == 2
        await town.world.invoke(town.ada, town.general, "clear_history", {})
        done = await town.answer()
        assert (done.content, done.ephemeral_to) == ("I have forgotten 2 messages of this channel.", town.ada.id)
        assert await house.remembered(town.general, town.ada) == ()
        await town.world.invoke(bob, town.general, "privacy", {})
        assert "What I keep" in (await town.answer()).content
