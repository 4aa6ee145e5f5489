"""How the bot comes back."""

import asyncio
from typing import Any

import pytest

from tests.unit.discord.cogs.desk import Desk


@pytest.fixture
async def desk(stage: Any, say: Any) -> Desk:
    """A bot of several shards that is ready; an unheard question waits in private."""
    desk = Desk(stage, say("Here."))
    desk.bot.is_ready = lambda: True
    desk.bot.get_partial_messageable = lambda _number: stage.place
    await desk.identify()
    await desk.log.note_direct(stage.place.id)
    question = stage.message("Are you there?", private=True)
    stage.place.kept[question.id] = question
    return desk


async def test_a_shard_that_had_to_log_in_anew_is_caught_up_with(desk: Desk, stage: Any) -> None:
    await desk.presence.on_shard_disconnect(1)
    await desk.presence.on_shard_ready(0)
    assert not stage.sent
    await desk.presence.on_shard_ready(1)
    await stage.settle()
    assert [sent.content for sent in stage.sent] == ["Here."]


async def test_before_the_first_start_is_over_the_shards_are_left_to_it(desk: Desk, stage: Any) -> None:
    desk.bot.is_ready = lambda: False
    await desk.presence.on_shard_disconnect(1)
    await desk.presence.on_shard_ready(1)
    await stage.settle()
    assert not stage.sent


@pytest.mark.parametrize("unloaded", ["messages", "presence"])
async def test_unloading_ends_what_is_being_caught_up_with(desk: Desk, stage: Any, unloaded: str) -> None:
    reading, ended = asyncio.Event(), asyncio.Event()

    async def endless(**_about: Any) -> Any:
        reading.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        yield

    stage.place.history = endless
    await desk.presence.on_shard_disconnect(1)
    catching_up = asyncio.create_task(desk.presence.on_shard_ready(1))
    await reading.wait()
    await getattr(desk, unloaded).cog_unload()
    await asyncio.wait((catching_up,), timeout=5)
    assert ended.is_set()
    assert catching_up.cancelled()
    assert desk.catching_up.is_away(1)
