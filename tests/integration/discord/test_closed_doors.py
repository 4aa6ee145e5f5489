"""Permissions that are missing, threads that close, and answers that somebody deletes while they are written."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from acore.discord.targets import warn_of_missing
from acore.simulator.permissions import Permission

LONG = "word " * 900


def verbs(message: Any) -> list[str]:
    return [button["custom_id"].split(":")[1] for row in message.components for button in row["components"]]


def pressed(message: Any, name: str) -> str:
    ids: list[str] = [button["custom_id"] for row in message.components for button in row["components"]]
    return next(custom_id for custom_id in ids if custom_id.split(":")[1] == name)


def ours(town: Any, channel: Any = None) -> list[Any]:
    messages = town.world.messages((channel or town.general).id)
    return [message for message in messages if message.author == town.world.bot]


def failures(logs: Any) -> list[str]:
    return [entry["event"] for entry in logs if entry["log_level"] == "error"]


@pytest.mark.parametrize("pace_s", [0, 0.2])
async def test_without_embed_links_an_answer_comes_without_its_sources(
    town: Any, until_holds: Any, pace_s: float
) -> None:
    warn_of_missing.cache_clear()
    town.world.permit(town.general, town.world.bot, deny=int(Permission.EMBED_LINKS))
    with capture_logs() as logs:
        async with town.house("At 100 °C [1].", "At 100 °C [1].", pace_s=pace_s):
            for _ in range(2):
                await town.mention("when does water boil?")
                await town.answer("At 100 °C [1].")
            await until_holds(lambda: [verbs(message)[:1] for message in ours(town)] == [["again"]] * 2)
    told = [(entry["permission"], entry["log_level"]) for entry in logs if entry["event"] == "permission_missing"]
    assert told == [("Embed Links", "warning")]


async def test_without_read_message_history_an_answer_refers_to_nothing(town: Any) -> None:
    town.world.permit(town.general, town.world.bot, deny=int(Permission.READ_MESSAGE_HISTORY))
    async with town.house("Hello."):
        await town.mention("hi")
        answer = await town.answer("Hello.")
    assert answer.reference is None


async def test_a_refusal_of_cloudflare_is_no_missing_permission(town: Any) -> None:
    async with town.house("Hello."):
        town.simulator.faults.refuse("POST", "/messages$", 403, cloudflare=True)
        await town.mention("hi")
        await town.answer("Hello.")
    assert town.spoken() == ["Hello."]


async def test_a_thread_that_is_archived_meanwhile_stays_archived(town: Any, until_holds: Any) -> None:
    start = await town.world.say(town.ada, town.general, "about words")
    thread = await town.world.start_thread(town.ada, town.general, "words", start)
    with capture_logs() as logs:
        async with town.house(LONG, pace_s=0.01) as house:
            await town.world.say(town.ada, thread, f"{town.world.bot.mention} tell me")
            await until_holds(lambda: ours(town, thread))
            await town.world.archive(thread)
            await until_holds(lambda: house.llm.at_work == 0)
    assert len(ours(town, thread)) == 1
    assert thread.thread.archived
    assert failures(logs) == []


async def test_a_button_that_stops_nothing_any_more_can_be_pressed_away(town: Any, until_holds: Any) -> None:
    start = await town.world.say(town.ada, town.general, "about words")
    thread = await town.world.start_thread(town.ada, town.general, "words", start)
    async with town.house(LONG, "Whole.", pace_s=0.01) as house:
        await town.world.say(town.ada, thread, f"{town.world.bot.mention} tell me")
        await until_holds(lambda: ours(town, thread))
        await town.world.archive(thread)
        await until_holds(lambda: house.llm.at_work == 0)
        await town.world.reopen(thread)
        (answer,) = ours(town, thread)
        assert verbs(answer) == ["stop"]
        await town.world.press(town.ada, answer, pressed(answer, "stop"))
        await until_holds(lambda: verbs(*ours(town, thread)) == ["again"])
        (answer,) = ours(town, thread)
        await town.world.press(town.ada, answer, pressed(answer, "again"))
        await until_holds(lambda: town.spoken(thread) == ["Whole."])


async def test_where_sending_is_forbidden_in_the_middle_the_buttons_say_that_nobody_goes_on(
    town: Any, until_holds: Any
) -> None:
    async with town.house(LONG, pace_s=0.002) as house:
        await town.mention("tell me")
        await until_holds(lambda: ours(town))
        town.world.permit(town.general, town.world.bot, deny=int(Permission.SEND_MESSAGES))
        await until_holds(lambda: house.llm.at_work == 0)
        await until_holds(lambda: [verbs(message) for message in ours(town)] == [["again"]])


async def test_of_an_answer_that_is_deleted_while_it_is_written_nothing_stays(town: Any, until_holds: Any) -> None:
    async with town.house(LONG, "Next.", pace_s=0.002) as house:
        await town.mention("tell me")
        await until_holds(lambda: ours(town))
        town.simulator.faults.delay("PATCH", "/messages/", 0.3, times=1000)
        await until_holds(lambda: len(ours(town)) > 1)
        await town.world.delete(town.ada, ours(town)[0])
        await until_holds(lambda: house.llm.at_work == 0)
        await until_holds(lambda: not ours(town))
        town.simulator.faults.clear()
        await town.mention("the next one")
        await town.answer("Next.")
