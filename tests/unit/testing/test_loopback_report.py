import logging

from acore.adapters.clock.manual import ManualClock
from acore.simulator.model import WorldEvent
from acore.simulator.world import World
from acore.testing.loopback_report import BotErrors, told


async def test_what_was_said_is_listed_with_where_and_by_whom() -> None:
    world = World(ManualClock())
    guild = world.add_guild("Test guild")
    (channel,) = guild.channels.values()
    ada = world.add_member(guild, "Ada")
    message = await world.say(ada, channel, "x" * 200, files=[("a.txt", b"a")])
    events = [
        WorldEvent("ready"),
        WorldEvent("message", channel.id, message, ada),
        WorldEvent("failed", channel.id, user=ada, text="no response"),
        WorldEvent("typing", "unknown"),
    ]
    assert told("No answer", events, world, []).splitlines() == [
        "No answer. Since its last answer:",
        f"  - #general: message by Ada {'x' * 100 + '…'!r} 1 files",
        "  - #general: Ada: no response",
        "  - Discord: the bot: typing",
    ]


def test_only_the_latest_are_listed() -> None:
    events = [WorldEvent("typing") for _ in range(15)]
    lines = told("No answer", events, World(ManualClock()), []).splitlines()
    assert (len(lines), lines[1]) == (14, "  - … 3 more before")


def test_errors_and_the_end_of_the_bot_are_told() -> None:
    report = told("No answer", [], World(ManualClock()), ["Ignoring exception"], [ValueError("its end")])
    assert report.splitlines()[1:] == [
        "  - nothing happened",
        "discord.py logged:",
        "  - Ignoring exception",
        "The bot stopped:",
        "  - ValueError: its end",
    ]


def test_errors_are_caught_within_the_block_only() -> None:
    errors = BotErrors()
    logger = logging.getLogger("discord.client")
    with errors.caught():
        try:
            try:
                raise KeyError("cause")
            except KeyError as cause:
                raise ValueError("wrapped") from cause
        except ValueError:
            logger.exception("Ignoring exception in %s", "on_message")
        logger.error("plain")
        logger.warning("no error")
    logger.error("afterwards")
    assert errors.latest() == ("Ignoring exception in on_message: KeyError: 'cause'", "plain")
