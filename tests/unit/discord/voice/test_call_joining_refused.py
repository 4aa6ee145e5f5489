import sys
import warnings
from types import SimpleNamespace
from typing import Any

import pytest

from acore.adapters.metrics.memory import MemoryMetrics
from acore.adapters.sound.opus import AVOpus
from acore.domain.calls import CallPlace
from acore.errors import EngineRefused
from acore.testing import ManualClock

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord

    from acore.discord.voice.calls import DiscordCalls


class FakeBot:
    def __init__(self, channel: Any) -> None:
        self.channel = channel
        self.listeners: list[str] = []

    def add_listener(self, _listener: object, name: str) -> None:
        self.listeners.append(name)

    def get_channel(self, _number: int) -> Any:
        return self.channel


def channel(kind: type = discord.VoiceChannel) -> Any:
    """A channel where everything is allowed."""

    class Channel(kind):  # type: ignore[misc]
        def __init__(self) -> None:
            self.id, self.user_limit = 5, 0
            self.guild = SimpleNamespace(id=1, me=SimpleNamespace(id=9), voice_client=None)
            self.category_id = None

        voice_states: dict[int, Any] = {}  # noqa: RUF012

        def permissions_for(self, _whom: object, /) -> discord.Permissions:
            return discord.Permissions.all()

    return Channel()


def calls_in(there: Any) -> tuple[DiscordCalls, FakeBot]:
    calls, bot = DiscordCalls(AVOpus(), ManualClock(), MemoryMetrics()), FakeBot(there)
    calls.serve(bot)  # type: ignore[arg-type]
    return calls, bot


async def test_it_listens_once_to_a_bot() -> None:
    calls, bot = calls_in(channel())
    calls.serve(bot)  # type: ignore[arg-type]
    assert bot.listeners == ["on_voice_state_update", "on_guild_remove"]


async def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    calls, _ = calls_in(channel())
    monkeypatch.setitem(sys.modules, "acore.discord.voice.call", None)
    with pytest.raises(EngineRefused, match=r"acore\[voice\]"):
        await calls.join(CallPlace("1", "5"))
    monkeypatch.setitem(sys.modules, "acore.adapters.sound.opus_codec", None)
    with pytest.raises(EngineRefused, match=r"acore\[voice\]"):
        await calls.join(CallPlace("1", "5"))


async def test_a_stage_is_refused() -> None:
    calls, _ = calls_in(channel(discord.StageChannel))
    with pytest.raises(EngineRefused, match="stages"):
        await calls.join(CallPlace("1", "5"))
