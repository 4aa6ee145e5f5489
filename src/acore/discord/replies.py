"""Shows a reply while it is written: few, paced edits, and always its last state."""

import asyncio
import io
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import discord
import structlog

from acore.discord.errors import words_for
from acore.discord.sources import sources_embed
from acore.discord.splitting import split
from acore.discord.surfaces import Shown, Surface
from acore.domain.replies import Citation, ReplyPart
from acore.interfaces import Clock

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ReplyOptions:
    """How a reply is shown; times in seconds."""

    edit_every_s: float = 1.1
    """Discord takes five edits in five seconds."""
    grace_s: float = 0.03
    """A reply that is whole by then is sent once, and never edited."""
    typing_after_s: float = 0.5
    last_words_s: float = 1.0
    """For a last edit while the bot is closing."""
    most_messages: int = 4
    """A longer reply goes on in a file."""


class Replies:
    """Turns streams of reply parts into messages."""

    def __init__(self, clock: Clock, options: ReplyOptions) -> None:
        self._clock = clock
        self._options = options

    async def show(self, parts: AsyncGenerator[ReplyPart, None], surface: Surface) -> None:
        """Show the reply until it ends; returns when its last state is shown.

        An error becomes words: in place of the reply, or below what there was of it, which stays.
        Cancelling stops the reply at its source and marks what was shown as cut off.
        """
        draft = _Draft()
        reading = asyncio.create_task(draft.read(parts))
        page = _Page(surface, self._options.most_messages)
        try:
            await self._grow(draft, reading, page, surface)
        except asyncio.CancelledError:
            await self._leave(draft, reading, page)
            raise
        except (discord.HTTPException, OSError) as error:
            _log.warning("reply_not_shown", reason=str(error))
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _grow(self, draft: "_Draft", reading: asyncio.Task[None], page: "_Page", surface: Surface) -> None:
        await self._first_words(draft, reading, surface)
        await self._until(self._options.grace_s, reading)
        while not reading.done():
            await page.show(draft.text)
            await self._until(self._options.edit_every_s, reading)
        if (failure := reading.exception()) is None:
            await page.finish(draft.text or "I have no words for that. Try asking it differently.", draft.citations)
        elif draft.text:
            await page.finish(f"{draft.text.rstrip()}\n\n-# Cut off here. {words_for(failure)}", draft.citations)
        else:
            await surface.refuse(words_for(failure))

    async def _first_words(self, draft: "_Draft", reading: asyncio.Task[None], surface: Surface) -> None:
        words = asyncio.create_task(draft.begun.wait())
        try:
            await self._until(self._options.typing_after_s, reading, words)
            if not (reading.done() or draft.begun.is_set()):
                async with surface.waiting():
                    await asyncio.wait({reading, words}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            words.cancel()

    async def _until(self, seconds: float, *tasks: asyncio.Task[Any]) -> None:
        """Wait so long, or until the first of the tasks is done."""
        if any(task.done() for task in tasks):
            return
        pause = asyncio.create_task(_awaited(self._clock.sleep(seconds)))
        try:
            await asyncio.wait({pause, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            pause.cancel()

    async def _leave(self, draft: "_Draft", reading: asyncio.Task[None], page: "_Page") -> None:
        reading.cancel()
        if not draft.text:
            return
        try:
            async with asyncio.timeout(self._options.last_words_s):
                await page.finish(f"{draft.text.rstrip()}\n\n-# Cut off here: I am going offline.", ())
        except (discord.HTTPException, OSError, RuntimeError, TimeoutError) as error:
            _log.warning("last_words_not_shown", reason=str(error))


async def _awaited(work: Coroutine[Any, Any, None]) -> None:
    await work


class _Draft:
    """What has been read of a reply so far."""

    def __init__(self) -> None:
        self.text = ""
        self.citations: tuple[Citation, ...] = ()
        self.begun = asyncio.Event()

    async def read(self, parts: AsyncGenerator[ReplyPart, None]) -> None:
        async with aclosing(parts):
            async for part in parts:
                self.text += part.text
                self.citations = part.citations or self.citations
                if self.text.strip():
                    self.begun.set()


class _Page:
    """The messages that show one reply; each is only touched when it changes."""

    def __init__(self, surface: Surface, most: int) -> None:
        self._surface = surface
        self._most = most
        self._messages: list[Shown] = []
        self._contents: list[str] = []

    async def show(self, text: str) -> None:
        """Show the text as far as the messages go."""
        for place, content in enumerate(split(text)[: self._most]):
            await self._put(place, content, None)

    async def finish(self, text: str, citations: tuple[Citation, ...]) -> None:
        """Show the whole text, a file with it where it is too long, and the sources."""
        parts = split(text)
        embed = sources_embed(citations)
        shown = parts[: self._most]
        for place, content in enumerate(shown):
            await self._put(place, content, embed if len(parts) == place + 1 else None)
        if len(parts) > self._most:
            file = discord.File(io.BytesIO(text.encode()), filename="answer.md")
            await self._surface.send("The whole answer is in this file.", embed=embed, file=file)

    async def _put(self, place: int, content: str, embed: discord.Embed | None) -> None:
        if place == len(self._messages):
            self._messages.append(await self._surface.send(content, embed=embed))
            self._contents.append(content)
        elif self._contents[place] != content or embed is not None:
            await self._messages[place].edit(content=content, embed=embed)
            self._contents[place] = content
