"""What members, and other bots, do on an ordinary day."""

import asyncio
from collections.abc import Callable

from acore.simulator.world import Channel, SimMessage, WorldEvent

from .answers import Size, wording
from .ledger import Asked
from .town import Quarter, Town

_PATIENCE_S = 90
_EXPLAIN = "Explain this message in simple words, in its own language."


async def until(holds: Callable[[], object], what: str = "", seconds: float = _PATIENCE_S) -> None:
    """Return when it holds."""
    try:
        async with asyncio.timeout(seconds):
            while not holds():
                await asyncio.sleep(0.02)
    except TimeoutError as error:
        raise AssertionError(f"never came: {what}") from error


async def begun(town: Town, asked: Asked) -> None:
    """Return when the answer has its first words."""
    await until(lambda: town.ledger.answer_to(asked), f"the first words to {asked}")


async def answered(town: Town, *asked: Asked) -> None:
    """Return when all of these have the answers that they should have."""
    left = list(asked)

    def none_is_left() -> bool:
        left[:] = [one for one in left if any(True for _ in town.ledger.wrong_with(one))]
        return not left

    try:
        await until(none_is_left)
    except AssertionError as error:
        wrong = [f"{one}: {fault}" for one in left for fault in town.ledger.wrong_with(one)]
        raise AssertionError("\n".join(wrong)) from error


async def morning(town: Town) -> None:
    """Everybody asks in every way there is."""
    for quarter in (town.north, town.south):
        for channel in quarter.channels[:2]:
            await town.mention(quarter, channel)
            await town.mention(quarter, channel, "long")
            await by_name(town, quarter, channel)
            await town.commands(quarter.somebody(), channel, "ask", "long")
            await town.commands(quarter.somebody(), channel, "chat", "code")
        await town.in_private(quarter, "code")
        await town.mention(quarter, quarter.channels[1], "book")
        await town.commands(quarter.somebody(), quarter.channels[0], "ask", "book")
        await chatter(town, quarter)
    await until(lambda: not any(True for _ in town.ledger.faults()), "the answers of the morning")
    for quarter in (town.north, town.south):
        await answers_to_answers(town, quarter)
        await menus(town, quarter)
        await follow_up(town, quarter)
        await in_threads(town, quarter)


async def by_name(town: Town, quarter: Quarter, channel: Channel) -> Asked:
    label, text = town.ledger.words()
    return await town.says(quarter.somebody(), channel, f"Dear acore, {text}", label, f"Dear acore, {text}")


async def chatter(town: Town, quarter: Quarter) -> None:
    """What is meant for others, and what other bots write."""
    world, bot = town.world, town.world.bot
    for channel in quarter.channels[:2]:
        await world.say(quarter.gossip, channel, "Has anybody seen zq9001 the marmalade one?")
        await world.say(quarter.gossip, channel, "`acore` is a word, and https://acore.example/acore a link")
        await world.say(quarter.machine, channel, f"{bot.mention} give me a short one about marmalade")
        await world.say_by_webhook(channel, "news", f"{bot.mention} give me a long one about marmalade")


async def answers_to_answers(town: Town, quarter: Quarter) -> None:
    """A member replies to an answer of the bot, without a mention."""
    channel = quarter.channels[0]
    answer = next(m for m in town.world.messages(channel.id) if m.author == town.world.bot and m.reference)
    label, text = town.ledger.words()
    await town.says(quarter.somebody(), channel, text, label, text, reply_to=answer.id)


async def menus(town: Town, quarter: Quarter) -> None:
    """Both entries of a message's menu."""
    world, channel = town.world, quarter.channels[1]
    said = await world.say(quarter.gossip, channel, "Marmalade is made of oranges.")
    interaction = await world.use_on_message(quarter.somebody(), "Explain", said)
    town.ledger.note(Asked("nobody", _EXPLAIN, channel, interaction=interaction))
    member = quarter.somebody()
    asking = await world.use_on_message(member, "Ask about this", said)
    known = world.interactions.known(asking)
    assert known
    await until(lambda: known.modal, "the form of “Ask about this”")
    assert known.modal
    field = next(part["custom_id"] for row in known.modal["components"] for part in _parts(row))
    label, text = town.ledger.words("long")
    interaction = await world.submit(member, asking, {field: text})
    town.ledger.note(Asked(label, text, channel, interaction=interaction))


async def follow_up(town: Town, quarter: Quarter) -> None:
    """A member goes on without naming the bot, until somebody else speaks."""
    channel, member = quarter.channels[-1], quarter.somebody()
    first = await town.mention(quarter, channel, who=member)
    await answered(town, first)
    label, text = town.ledger.words()
    second = await town.says(member, channel, text, label, text)
    await answered(town, second)
    await town.world.say(quarter.gossip, channel, "I am here as well.")
    await town.world.say(member, channel, "And zq9002 is meant for the gossip alone: a short one.")


async def in_threads(town: Town, quarter: Quarter) -> None:
    """In a thread and in a post of a forum."""
    member = quarter.somebody()
    thread = await town.world.start_thread(member, quarter.channels[0], "about marmalade")
    await town.mention(quarter, thread, "long", member)
    label, text = town.ledger.words("code")
    post = await town.world.post(member, quarter.forum, "marmalade", f"{town.world.bot.mention} {text}")
    (first,) = town.world.messages(post.id)
    town.ledger.note(Asked(label, text, post, first))
    quarter.threads += [thread, post]


async def changes(town: Town) -> None:
    """Questions are edited and deleted, before, while, and after they are answered."""
    for quarter in (town.north, town.south):
        channel = quarter.channels[1]
        early = await town.mention(quarter, channel, "slow")
        late = await town.mention(quarter, channel)
        gone_early = await town.mention(quarter, channel, "steady")
        gone_late = await town.mention(quarter, channel, "long")
        await begun(town, early)
        await edit(town, early, "long")
        await answered(town, late)
        await edit(town, late, "code")
        await begun(town, gone_early)
        await delete(town, gone_early)
        await answered(town, gone_late)
        await delete(town, gone_late)


async def edit(town: Town, asked: Asked, size: Size) -> None:
    """The member asks something else in the same message."""
    assert asked.message
    asked.label = f"{asked.label}b"
    asked.text = wording(asked.label, size)
    await town.world.edit(asked.message.author, asked.message, f"{town.world.bot.mention} {asked.text}")


async def delete(town: Town, asked: Asked) -> None:
    """The member takes the question back."""
    assert asked.message
    asked.withdrawn = True
    await town.world.delete(asked.message.author, asked.message)


async def buttons(town: Town) -> None:
    """One answer is stopped, one asked for again, two are judged."""
    quarter = town.south
    channel, member = quarter.channels[2], quarter.somebody()
    asked = await town.mention(quarter, channel, "slow", member)
    await begun(town, asked)
    await press(town, asked, "stop")
    asked.closed = "⏹️ Stopped."
    await answered(town, asked)
    asked.closed = ""
    await press(town, asked, "again")
    other = await town.mention(quarter, channel, "long")
    for one in (asked, other):
        await answered(town, one)
        await press(town, one, "good")
    await press(town, other, "again")
    await until(lambda: town.model.asked[other.label] > 1, f"a second answer to {other}")


async def press(town: Town, asked: Asked, verb: str) -> None:
    """The one who asked presses the button below the answer."""
    assert asked.message
    last = _shown(town, asked)[-1]
    ids = [button["custom_id"] for row in last.components for button in row["components"]]
    await town.world.press(asked.message.author, last, next(name for name in ids if f":{verb}:" in name))


async def parrot(town: Town, quarter: Quarter) -> None:
    """Another bot that has something to say to every answer, until it is cancelled."""
    async with town.world.subscribe() as events:
        async for event in events:
            if _is_answer(event, town, quarter):
                assert event.message
                channel = town.world.channels[event.channel_id]
                words = f"{town.world.bot.mention} acore, zq9003 give me a short one as well"
                await town.world.say(quarter.machine, channel, words, reply_to=event.message.id)


def _is_answer(event: WorldEvent, town: Town, quarter: Quarter) -> bool:
    message = event.message
    if event.kind != "message" or message is None or message.ephemeral_to is not None:
        return False
    return message.author == town.world.bot and event.channel_id in quarter.guild.channels


def _shown(town: Town, asked: Asked) -> list[SimMessage]:
    """The messages that answer it, as they stand."""
    return town.ledger.answer_to(asked)


def _parts(row: dict[str, object]) -> list[dict[str, str]]:
    inner = row.get("components") or [row.get("component")]
    assert isinstance(inner, list)
    return inner
