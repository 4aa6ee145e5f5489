"""A line of discord.py that is connected to nothing."""

import asyncio
import warnings
from types import SimpleNamespace
from typing import Any

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    from acore.discord.voice.wiring import Line, Listener


class Told(Listener):
    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def packet_came(self, data: bytes) -> None:
        self.told.append(("came", data))

    def packet_left(self, *, sent: bool) -> None:
        self.told.append(("left", sent))

    def server_changed(self) -> None:
        self.told.append(("server",))

    def speaker_told(self, source: int, user: str) -> None:
        self.told.append(("speaker", source, user))

    def speaker_gone(self, user: str) -> None:
        self.told.append(("gone", user))

    def channel_changed(self, channel: int) -> None:
        self.told.append(("channel", channel))

    def line_ended(self, *, removed: bool) -> None:
        self.told.append(("ended", removed))


class Wired:
    """The line, and what it told."""

    def __init__(self) -> None:
        self.listener = Told()
        state = SimpleNamespace(loop=asyncio.get_running_loop(), _remove_voice_client=lambda _key: None, user=None)
        client: Any = SimpleNamespace(_connection=state)
        guild = SimpleNamespace(get_channel=lambda number: SimpleNamespace(id=number))
        channel: Any = SimpleNamespace(id=5, guild=guild, _get_voice_client_key=lambda: (1, "guild_id"))
        self.line = Line(client, channel, listener=self.listener)

    @property
    def state(self) -> Any:
        return self.line._connection

    async def operation(self, number: int, **about: Any) -> None:
        await self.state.hook(None, {"op": number, "d": about})

    async def aclose(self) -> None:
        """End its thread."""
        self.state._socket_reader.stop()
        self.line.cleanup()
        await asyncio.to_thread(self.state._socket_reader.join, 5)
