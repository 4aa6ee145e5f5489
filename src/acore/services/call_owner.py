"""What the conversation of a call may ask of whoever holds the call."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Protocol

import structlog

from acore.domain.calls import CallManner
from acore.domain.spoken_commands import Command, Spoken
from acore.services.call_consent import CallConsent
from acore.services.voice_phrases import OwnWords

_log = structlog.get_logger(__name__)
_VOLUME_STEP, _SOFTEST, _LOUDEST = 0.25, 0.25, 2.0


class Holding(Protocol):
    """Who holds the calls: `CallRegistry`."""

    @property
    def consent(self) -> CallConsent:
        """Whom it hears."""
        ...

    def manner(self, guild: str) -> CallManner:
        """How the bot speaks there."""
        ...

    async def speak(self, guild: str, *, volume: float) -> CallManner:
        """Speak like this from now on."""
        ...

    def leave(self, guild: str) -> Coroutine[Any, Any, object]:
        """Leave the guild's call."""
        ...


class CallOwner:
    """What the conversation of a call may ask of whoever holds the call."""

    def __init__(self, registry: Holding, guild: str, words: OwnWords) -> None:
        self.words = words
        """What it says by itself."""
        self._registry = registry
        self._guild = guild
        self._said: Mapping[Command, str] = {
            Command.LOUDER: words.like_this,
            Command.QUIETER: words.like_this,
            Command.LISTEN: words.listens,
            Command.STOP_LISTENING: words.stops_listening,
        }
        self._leaving: asyncio.Task[object] | None = None
        self._revoking: set[asyncio.Task[bool]] = set()

    @property
    def manner(self) -> CallManner:
        """How it is to speak now."""
        return self._registry.manner(self._guild)

    async def obey(self, spoken: Spoken) -> str | None:
        """Do what somebody in the call said; what is to be said about it. Raises EngineError where that is not kept.

        Leaving ends the conversation, and so is not waited for. That somebody is not to be heard any more is written
        down though the conversation ends meanwhile.
        """
        volume = self._registry.manner(self._guild).volume
        match spoken.command:
            case Command.LEAVE:
                self._leaving = asyncio.create_task(self._registry.leave(self._guild), name="leaving a call")
            case Command.LOUDER:
                await self._registry.speak(self._guild, volume=min(volume + _VOLUME_STEP, _LOUDEST))
            case Command.QUIETER:
                await self._registry.speak(self._guild, volume=max(volume - _VOLUME_STEP, _SOFTEST))
            case Command.STOP_LISTENING:
                await self._taken_back(spoken.user)
            case _:
                pass
        return self._said.get(spoken.command)

    async def _taken_back(self, user: str) -> None:
        task = asyncio.create_task(self._registry.consent.revoke(self._guild, user), name="taking an agreement back")
        self._revoking.add(task)
        task.add_done_callback(self._over)
        await asyncio.shield(task)

    def _over(self, task: asyncio.Task[bool]) -> None:
        self._revoking.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.warning("agreement_not_taken_back", guild=self._guild, reason=str(error))
