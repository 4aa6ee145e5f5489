"""What Discord, the network and the operator do to the bot on a bad day."""

import asyncio

from acore.simulator.faults import Scope

from .ledger import Asked
from .people import answered, delete, edit, until
from .town import Quarter, Town

_FIRST_WORDS_S = 1.5
_SCOPES: tuple[Scope, ...] = ("user", "shared", "global")
_MESSAGES = r"^/channels/\d+/messages$"
_ANSWERS = (
    ("POST", r"^/interactions/"),
    ("PATCH", r"^/webhooks/.*/@original$"),
)
"""How a command is acknowledged and answered."""
_MESSAGE = r"^/channels/\d+/messages/\d+$"


async def refusals(town: Town) -> None:
    """429 on single routes and on all, 5xx before and after the work, connections that break."""
    faults = town.simulator.faults
    for scope in _SCOPES:
        faults.refuse("POST", _MESSAGES, 429, retry_after=0.7, scope=scope)
        faults.refuse("PATCH", _MESSAGE, 429, retry_after=0.7, scope=scope)
    town.planned_429 += faults.left
    await _traffic(town)
    for status in (500, 502, 503, 0):
        for after_work in (False, True):
            faults.refuse("POST", _MESSAGES, status, after_work=after_work)
            faults.refuse("PATCH", _MESSAGE, status, after_work=after_work)
    await _traffic(town)
    await until(lambda: faults.left == 0, "a request for every fault")


async def refused_commands(town: Town) -> None:
    """The same for what answers commands."""
    faults = town.simulator.faults
    for status in (500, 503, 0):
        for after_work in (False, True):
            for method, path in _ANSWERS:
                faults.refuse(method, path, status, after_work=after_work)
                asked = await town.commands(town.south.somebody(), town.south.channels[0], "ask", "long")
                await until(lambda: faults.left == 0, f"a request for every {status} of {path} ({after_work=})")
                await answered(town, asked)


async def _traffic(town: Town) -> None:
    """Answers that grow, so that something is sent and something edited."""
    asked = await _growing(town)
    await until(lambda: all(town.ledger.answer_to(one) for one in asked), "the first words to all")


async def gateway(town: Town) -> None:
    """The gateway drops, asks to reconnect, invalidates sessions, and falls silent."""
    simulator = town.simulator
    simulator.drop_connections()
    await _asked_around(town)
    await asyncio.sleep(1)
    await simulator.reconnect()
    await _asked_around(town)
    await asyncio.sleep(1)
    await simulator.invalidate(resumable=True)
    await _asked_around(town)
    await asyncio.sleep(1)
    simulator.freeze()
    await _asked_around(town)
    await asyncio.sleep(2)
    simulator.thaw()
    await asyncio.sleep(1)
    changed = await town.mention(town.north, town.north.channels[0])
    gone = await town.mention(town.south, town.south.channels[0])
    await answered(town, changed, gone)
    town.runner.mark()
    await simulator.invalidate(resumable=False)
    await edit(town, changed, "short")
    await delete(town, gone)
    await _asked_around(town)
    await town.runner.ready()


async def _asked_around(town: Town) -> None:
    """Two questions in each guild, and one in private."""
    for quarter in (town.north, town.south):
        await town.mention(quarter, quarter.channels[0])
        await town.mention(quarter, quarter.channels[1], "long")
        await town.in_private(quarter)


async def maintenance(town: Town) -> None:
    """Discord is down for some seconds, in the middle of answers."""
    asked = await _at_work(town)
    town.simulator.maintenance(on=True)
    await asyncio.sleep(4)
    await _asked_around(town)
    town.simulator.maintenance(on=False)
    await answered(town, *asked)


async def ban(town: Town) -> None:
    """Cloudflare refuses everything for some seconds, in the middle of answers."""
    await _at_work(town)
    before = town.simulator.refused_429
    town.simulator.faults.refuse("*", "", 429, 10_000, cloudflare=True, retry_after=4)
    await _asked_around(town)
    await asyncio.sleep(4)
    town.simulator.faults.clear()
    refused = town.simulator.refused_429 - before
    assert 0 < refused < 100, f"{refused} requests while everything was refused"
    town.planned_429 += refused


async def restart(town: Town, *, crash: bool) -> None:
    """The bot ends in the middle of answers, and is asked while it is away; some questions change meanwhile."""
    at_work = await _at_work(town)
    steady = [one for one in at_work if " a steady one" in one.text]
    if crash:
        await until(lambda: all(len(town.ledger.answer_to(one)) > 1 for one in steady), "second messages")
    north, south = town.north, town.south
    changed = await town.mention(north, north.channels[2], "short")
    gone = await town.mention(south, south.channels[2], "short")
    await answered(town, changed, gone)
    if crash:
        await town.runner.kill()
    else:
        assert await town.runner.terminate() == 0
    await edit(town, at_work[0], "long")
    await delete(town, at_work[3])
    await edit(town, changed, "short")
    await delete(town, gone)
    await _asked_around(town)
    for quarter in (north, south):
        for place in quarter.threads:
            await town.mention(quarter, place, "code")
        await _many_at_once(town, quarter)
    town.runner.start()
    await town.runner.ready()


async def _growing(town: Town) -> list[Asked]:
    """Two answers in each guild that take some seconds."""
    asked = []
    for quarter in (town.north, town.south):
        asked += [
            await town.mention(quarter, quarter.channels[0], "slow"),
            await town.mention(quarter, quarter.channels[1], "steady"),
        ]
    return asked


async def _many_at_once(town: Town, quarter: Quarter) -> None:
    """One member asks as often as they may."""
    member = quarter.somebody()
    for _ in range(6):
        await town.mention(quarter, quarter.channels[2], who=member)


async def _at_work(town: Town) -> list[Asked]:
    """Answers of every kind that are half written."""
    asked = await _growing(town)
    asked += [
        await town.in_private(town.north, "steady"),
        await town.in_private(town.south, "short"),
        await town.commands(town.north.somebody(), town.north.channels[0], "ask", "slow"),
        await town.commands(town.south.somebody(), town.south.channels[1], "chat", "steady"),
    ]
    await until(lambda: all(town.model.asked[one.label] for one in asked), "the model at work on all")
    await asyncio.sleep(_FIRST_WORDS_S)
    return asked


async def moving_out_and_in(town: Town) -> None:
    """The bot is removed from a guild in the middle of an answer, and invited again."""
    await answered(town, *town.ledger.questions)
    quarter = town.south
    lost = await town.mention(quarter, quarter.channels[0], "slow")
    await until(lambda: town.ledger.answer_to(lost), f"the first words to {lost}")
    await town.world.remove(quarter.guild)
    lost.lost = True
    await asyncio.sleep(1.5)
    await town.world.join(quarter.guild)
    await asyncio.sleep(0.5)
    await town.mention(quarter, quarter.channels[0])
