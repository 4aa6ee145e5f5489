"""What is said in a call, written in the text chat of its voice channel."""

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import discord

from acore.discord.board import Board
from acore.discord.controls import Controls, view_of
from acore.discord.pacing import Pace
from acore.discord.pages import Page, finished
from acore.discord.targets import NOBODY, NOT_TAKEN, Editable, files_of
from acore.discord.translations import in_locale
from acore.domain.calls import CallPlace
from acore.errors import EngineUnavailable
from acore.interfaces import Clock

if TYPE_CHECKING:
    from acore.discord.call_notices import VoiceRoom
    from acore.services.call_writing import Line

_MOST = 100
"""Messages that can still be changed; beyond, the oldest stay as they are."""

Rooms = Callable[[CallPlace], "VoiceRoom | None"]


class CallWriting:
    """Writes lines as messages that grow; nobody is mentioned by them. `rooms` finds a voice channel."""

    def __init__(self, rooms: Rooms, clock: Clock, every_s: float) -> None:
        self._rooms = rooms
        self._pace = Pace(clock, every_s)
        self._boards: OrderedDict[str, Board] = OrderedDict()

    async def write(self, line: "Line") -> None:
        """Show the line as it is now; raises EngineUnavailable where Discord does not take it."""
        board = self._boards.get(line.name) or self._new(line)
        if board is None:
            return
        try:
            await (board.show(finished(self._text(line), None)) if line.text.strip() else board.clear())
        except NOT_TAKEN as error:
            told = f"a line of a call was not shown: {error!r}"
            raise EngineUnavailable(told, engine="discord") from error
        if line.final:
            self._boards.pop(line.name, None)

    def _text(self, line: "Line") -> str:
        """The words, in the language of the server where they are the bot's own, below the name of who is answered."""
        text, room = line.text, self._rooms(line.place)
        if line.sentence is not None and room is not None:
            locale, values = room.guild.preferred_locale, line.sentence.values
            told = {name: in_locale(locale, value) if name == "why" else value for name, value in values.items()}
            text = in_locale(locale, line.sentence.text, **told)
        return text if line.to is None else f"-# ↪ {discord.utils.escape_markdown(line.to.name)}\n{text}"

    def _new(self, line: "Line") -> Board | None:
        room = self._rooms(line.place)
        if room is None or not line.text.strip():
            return None
        board = self._boards[line.name] = Board(_RoomTarget(room), self._pace)
        if len(self._boards) > _MOST:
            self._boards.popitem(last=False)
        return board


class _RoomTarget:
    """The text chat of a voice channel."""

    def __init__(self, room: "VoiceRoom") -> None:
        self._room = room

    @property
    def bucket(self) -> int:
        """The channel."""
        return self._room.id

    async def typing(self) -> None:
        """Nothing: who speaks is not typing."""

    async def send(
        self, page: Page, controls: Controls | None = None, _number: int = 0, _after: Editable | None = None
    ) -> Editable:
        """Send a message of the line, without a sound: it is heard already."""
        about: dict[str, Any] = {} if controls is None else {"view": view_of(controls)}
        return await self._room.send(
            page.text, embeds=page.embeds, files=files_of(page), allowed_mentions=NOBODY, silent=True, **about
        )

    async def withdraw(self) -> None:
        """Nothing was promised."""
