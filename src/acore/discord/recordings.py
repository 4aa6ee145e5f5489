"""Recordings in messages: voice messages, and files of sound."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from functools import partial

import aiohttp
import discord

from acore.discord.turns import Recording, Turn
from acore.domain.replies import ReplyPart
from acore.errors import EngineUnavailable, InvalidInput, NotFound
from acore.services.recordings import RecordingService

_SUFFIXES = (".aac", ".aif", ".aiff", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".weba", ".wma")
"""Of files whose kind Discord does not tell."""
_MOST = 3
_FETCH_S = 30.0
_LONGEST_TOLD = 300
"""Characters of what was heard that an answer tells."""
_TOO_MANY = "There are {count} recordings; I listen to up to {most} at once. Send them one after the other."
_GONE = "The recording is not there any more. Send it again."


InCall = Callable[[str, str], bool]


def _in_no_call(_guild: str, _channel: str) -> bool:
    return False


class Recordings:
    """Fetches the recordings of messages, and has them written down.

    `in_call` tells of a guild and a channel whether the bot is in that voice channel.
    """

    def __init__(self, service: RecordingService, in_call: InCall = _in_no_call) -> None:
        self._service = service
        self._in_call = in_call

    def are_to_call(self, message: discord.Message) -> bool:
        """Whether the message is a recording in the text chat of a call: whoever sends it speaks to the bot."""
        guild = message.guild
        if guild is None or not self._in_call(str(guild.id), str(message.channel.id)):
            return False
        return bool(recordings_in(message))

    def of(self, message: discord.Message) -> Recording | None:
        """What gives the words of the message's recordings; None where it has none."""
        files = recordings_in(message)
        return partial(self._heard, files) if files else None

    async def _heard(self, files: Sequence[discord.Attachment]) -> str:
        """Raises as `RecordingService.heard`, NotFound where a file is gone."""
        if len(files) > _MOST:
            raise InvalidInput(_TOO_MANY, count=len(files), most=_MOST)
        for file in files:
            self._service.check(file.filename, file.size, file.duration)
        return "\n".join([await self._service.heard(partial(_fetched, file)) for file in files])


def recordings_in(message: discord.Message) -> list[discord.Attachment]:
    """The attachments that hold sound."""
    return [file for file in message.attachments if _is_sound(file)]


async def listen(turn: Turn, recording: Recording) -> None:
    """Add what is heard to the words of the turn; typing is shown meanwhile. Raises as the recording does."""
    if turn.board is not None:
        await turn.board.typing()
    heard = await recording()
    turn.question, turn.recording = turn.question.hearing(heard), None


async def telling_what_was_heard(parts: AsyncGenerator[ReplyPart, None], heard: str) -> AsyncGenerator[ReplyPart, None]:
    """The reply, below what was heard where it answers a recording; what fails before the first word fails as before.

    `parts` is closed with it.
    """
    async with aclosing(parts):
        async for part in parts:
            if heard and part.text:
                yield ReplyPart(f"-# 🎤 {_told(heard)}\n")
                heard = ""
            yield part


def _told(heard: str) -> str:
    line = " ".join(heard.split())
    cut = line if len(line) <= _LONGEST_TOLD else f"{line[: _LONGEST_TOLD - 1]}…"
    return discord.utils.escape_markdown(cut)


def _is_sound(file: discord.Attachment) -> bool:
    if file.content_type is not None:
        return file.content_type.startswith("audio/")
    return file.filename.lower().endswith(_SUFFIXES)


async def _fetched(file: discord.Attachment) -> bytes:
    try:
        async with asyncio.timeout(_FETCH_S):
            return await file.read()
    except discord.NotFound as error:
        raise NotFound(_GONE) from error
    except (TimeoutError, discord.DiscordException, aiohttp.ClientError, OSError) as error:
        raise EngineUnavailable(f"the recording did not come from Discord: {error!r}", engine="discord") from error
