"""What is said in a call, in its text chat: written beside the speaking, which waits for none of it."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import structlog

from acore.domain.calls import CallPlace, Participant
from acore.errors import AcoreError
from acore.services.prefetching import timely

_log = structlog.get_logger(__name__)
_MOST = 32
"""Messages that wait to be written; of more the oldest are dropped."""
_LONGEST_S = 30.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something of the bot's own, which is shown in the language of the server."""

    text: str
    """In English, with places in braces."""
    values: Mapping[str, str]
    """What stands in them."""

    def __str__(self) -> str:
        """The sentence in English."""
        return self.text.format(**self.values)


@dataclass(frozen=True, slots=True)
class Line:
    """A message as it should be now."""

    name: str
    """Names the message: the next line of that name replaces what it shows."""
    place: CallPlace
    to: Participant | None
    """Who is answered; None where nobody asked."""
    text: str
    final: bool
    """Whether it will not change any more."""
    sentence: Sentence | None = None
    """Whose English words the text is, if it is the bot's own."""


class Writing(Protocol):
    """Writes in the text chat of voice channels."""

    async def write(self, line: Line) -> None:
        """Show the line; the first of a name sends a message, the next ones change it. Nobody is mentioned by it.

        May wait for the pace that is allowed: of lines that come meanwhile only the last is given. Raises AcoreError
        where it can not be shown; that is logged, and the conversation goes on.
        """


class Scribe:
    """Hands lines on in their order, of each message only the newest."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._lines: OrderedDict[str, Line] = OrderedDict()
        self._there = asyncio.Event()
        self._closing = False

    def write(self, line: Line) -> None:
        """Have it written soon."""
        if not line.text.strip() and line.name not in self._lines and not line.final:
            return
        self._lines[line.name] = line
        if len(self._lines) > _MOST:
            self._lines.popitem(last=False)
        self._there.set()

    def close(self) -> None:
        """Have `run` return once it has written what waits."""
        self._closing = True
        self._there.set()

    async def run(self) -> None:
        """Write, until it is closed or cancelled."""
        while True:
            await self._there.wait()
            while self._lines:
                _, line = self._lines.popitem(last=False)
                try:
                    await timely(self._writing.write(line), _LONGEST_S, "writing")
                except AcoreError as error:
                    _log.warning("call_not_written", channel=line.place.channel, reason=str(error))
                except Exception:  # noqa: BLE001  a bug: the next line may be written
                    _log.exception("call_writing_broke", channel=line.place.channel)
            if self._closing:
                return
            self._there.clear()
