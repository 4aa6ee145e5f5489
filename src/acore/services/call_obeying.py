"""The spoken commands of a call, each in a task of its own: what waits for them is nobody's turn to speak."""

import asyncio
from collections.abc import Callable
from typing import Protocol

import structlog

from acore.domain.spoken_commands import Command, Spoken
from acore.errors import AcoreError
from acore.services.voice_phrases import OwnWords

_log = structlog.get_logger(__name__)
_AT_ONCE = 4
_ALWAYS = frozenset((Command.STOP_LISTENING, Command.LEAVE))
"""What is done however many others are under way: who said it is not heard any more, or nobody is."""


class Commanded(Protocol):
    """Who owns the call."""

    async def obey(self, spoken: Spoken) -> str | None:
        """Do what was said; what is to be said about it, if anything.

        It is a task of the conversation: whoever ends that for a command does not wait for its end here. The bot has
        fallen silent already for a command that ends what it says. Raises AcoreError for what can not be done, which
        is said.
        """


class CallObeying:
    """Hands commands to the owner of the call, and to `say` what is to be said about them."""

    def __init__(self, commanded: Commanded, words: OwnWords, say: Callable[[str], object]) -> None:
        self.tasks: set[asyncio.Task[None]] = set()
        """Those that are being obeyed."""
        self._commanded = commanded
        self._words = words
        self._say = say

    def begin(self, spoken: Spoken) -> None:
        """Have it done; what can wait is passed over where many are under way."""
        if len(self.tasks) >= _AT_ONCE and spoken.command not in _ALWAYS:
            return
        task = asyncio.create_task(self._obey(spoken), name="obeying")
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _obey(self, spoken: Spoken) -> None:
        try:
            told = await self._commanded.obey(spoken)
        except AcoreError as error:
            _log.warning("call_command_failed", command=spoken.command.value, reason=str(error))
            told = self._words.of(error, self._words.not_done)
        except Exception:  # noqa: BLE001  a bug: the conversation goes on
            _log.exception("call_command_broke", command=spoken.command.value)
            told = self._words.not_done
        if told:
            self._say(told)
