"""What the conversation of a call may ask of whoever holds the call."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Protocol

from acore.domain.calls import CallManner
from acore.domain.spoken_commands import Command, Spoken
from acore.services.call_consent import CallConsent

_VOLUME_STEP, _SOFTEST, _LOUDEST = 0.25, 0.25, 2.0
_IN_ENGLISH: Mapping[Command, str] = {
    Command.LOUDER: "Like this?",
    Command.QUIETER: "Like this?",
    Command.LISTEN: "I am listening.",
    Command.STOP_LISTENING: "All right, I do not listen to you any more.",
}
_IN_GERMAN: Mapping[Command, str] = {
    Command.LOUDER: "So?",
    Command.QUIETER: "So?",
    Command.LISTEN: "Ich höre zu.",
    Command.STOP_LISTENING: "Gut, ich höre dir nicht mehr zu.",
}


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

    def __init__(self, registry: Holding, guild: str, language: str | None) -> None:
        self._registry = registry
        self._guild = guild
        self._said = _IN_GERMAN if (language or "").partition("-")[0] == "de" else _IN_ENGLISH
        self._leaving: asyncio.Task[object] | None = None

    @property
    def manner(self) -> CallManner:
        """How it is to speak now."""
        return self._registry.manner(self._guild)

    async def obey(self, spoken: Spoken) -> str | None:
        """Do what somebody in the call said; what is to be said about it. Raises EngineError where that is not kept.

        Leaving ends the conversation, and so is not waited for.
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
                await self._registry.consent.revoke(self._guild, spoken.user)
            case _:
                pass
        return self._said.get(spoken.command)
