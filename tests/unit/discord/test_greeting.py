"""What the bot says when it comes to a guild."""

from types import SimpleNamespace
from typing import Any

from acore.discord.greeting import GREETING, greet


def _channel(stage: Any, *, may: bool) -> Any:
    allowed = SimpleNamespace(view_channel=may, send_messages=may)
    return SimpleNamespace(send=stage.place.send, permissions_for=lambda _me: allowed)


def _guild(system: Any, *channels: Any) -> Any:
    return SimpleNamespace(id=9, system_channel=system, text_channels=list(channels), me=None)


async def test_the_system_channel_is_greeted(stage: Any) -> None:
    closed = _channel(stage, may=False)
    await greet(_guild(_channel(stage, may=True), closed))
    assert [sent.content for sent in stage.sent] == [GREETING]


async def test_the_first_open_channel_is_greeted_where_there_is_no_system_channel(stage: Any) -> None:
    await greet(_guild(None, _channel(stage, may=False), _channel(stage, may=True), _channel(stage, may=True)))
    assert len(stage.sent) == 1


async def test_a_guild_without_an_open_channel_is_not_greeted(stage: Any) -> None:
    await greet(_guild(_channel(stage, may=False), _channel(stage, may=False)))
    assert stage.sent == []


async def test_a_greeting_that_discord_refuses_is_left_out(stage: Any) -> None:
    stage.place.refusals.append(stage.http_error(403))
    await greet(_guild(_channel(stage, may=True)))
    assert stage.sent == []
