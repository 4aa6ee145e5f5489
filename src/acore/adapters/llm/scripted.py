"""A model that says what it is told to: for demonstrations, for load, and as a double in tests."""

import asyncio
import re
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Literal, Self

from pydantic import Field

from acore.adapters.clock.system import SystemClock
from acore.adapters.metrics.memory import MemoryMetrics
from acore.domain.chat import ChatRequest, Delta
from acore.interfaces import LLM, Clock, EngineContext, LLMEngineSettings

Line = str | Exception | Sequence[Delta | Exception]
"""One answer: words, an error in their place, or the very deltas (cut off where they lack a `finish`)."""


class ScriptedSettings(LLMEngineSettings):
    """What the scripted model says, and how fast."""

    engine: Literal["scripted"] = "scripted"
    replies: tuple[str, ...] = ()
    """One after the other, the last one for ever; none: every question is said back."""
    pace_s: float = Field(default=0, ge=0, le=60)
    """Seconds before each word."""


class ScriptedLLM(LLM):
    """Says its lines word by word, in order, and the last one for ever; without lines it echoes.

    `requests` are the last hundred questions, `at_work` the answers being given now, and `closed`
    those whose reader left early.
    """

    Settings = ScriptedSettings
    name = "scripted"

    def __init__(self, settings: ScriptedSettings, context: EngineContext) -> None:
        self._lines: deque[Line] = deque(settings.replies)
        self._pace_s = settings.pace_s
        self._clock = context.clock
        self.requests: deque[ChatRequest] = deque(maxlen=100)
        self.at_work = self.closed = 0

    @classmethod
    def saying(cls, *script: Line, clock: Clock | None = None, pace_s: float = 0) -> Self:
        """One that follows the script, without a house around it."""
        from acore.adapters.http import PooledHttp  # noqa: PLC0415  where a house is, it has loaded this or needs it not

        house = EngineContext(
            clock=clock or SystemClock(),
            metrics=MemoryMetrics(),
            random=Random(0),  # noqa: S311  nothing secret is drawn
            http=PooledHttp(),
            data_dir=Path(),
        )
        double = cls(ScriptedSettings(pace_s=pace_s), house)
        double._lines.extend(script)
        return double

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Yield the next line; an error is raised where it stands in the script."""
        self.requests.append(request)
        self.at_work += 1
        try:
            for piece in _pieces(self._next_line(request)):
                await self._clock.sleep(self._pace_s)
                if isinstance(piece, Exception):
                    raise piece.with_traceback(None)
                yield piece
        except (GeneratorExit, asyncio.CancelledError):
            self.closed += 1
            raise
        finally:
            self.at_work -= 1

    def _next_line(self, request: ChatRequest) -> Line:
        if not self._lines:
            return next((message.text for message in reversed(request.messages) if message.role == "user"), "")
        return self._lines.popleft() if len(self._lines) > 1 else self._lines[0]


def _pieces(line: Line) -> Iterable[Delta | Exception]:
    if isinstance(line, str):
        return (*map(Delta, re.findall(r"\s*\S+\s*|\s+", line)), Delta(finish="stop"))
    return (line,) if isinstance(line, Exception) else line
