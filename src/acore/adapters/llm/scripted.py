"""A model that says what it is told to: for demonstrations, for load tests, and as a double in tests."""

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
from acore.interfaces import LLM, Clock, EngineContext, EngineSettings

Line = str | Exception | Sequence[Delta | Exception]
"""One answer of a script: words, an error instead of any, or the very deltas (with an error among them)."""

_WORD = re.compile(r"\s*\S+\s*|\s+")
_KEPT = 100


class ScriptedSettings(EngineSettings):
    """What the scripted model says."""

    engine: Literal["scripted"] = "scripted"
    replies: tuple[str, ...] = ()
    """One after the other, the last one for ever; none: every question is said back."""
    pace_s: float = Field(0, ge=0, le=60)
    """Seconds before each piece."""


class ScriptedLLM(LLM):
    """Says its lines word by word, in order, and the last one for ever; without lines it echoes the question.

    The oldest of more than a hundred `requests` are forgotten.
    """

    Settings = ScriptedSettings

    def __init__(self, settings: ScriptedSettings, context: EngineContext) -> None:
        self._lines: deque[Line] = deque(settings.replies)
        self._pace_s = settings.pace_s
        self._clock = context.clock
        self.requests: deque[ChatRequest] = deque(maxlen=_KEPT)
        """What it was asked, oldest first."""
        self.closed = 0
        """Answers whose reader left before their end."""
        self.at_work = 0
        """Answers that are being given now."""

    @classmethod
    def saying(cls, *script: Line, clock: Clock | None = None, pace_s: float = 0) -> Self:
        """Build one from its lines, which may be errors or deltas as well as words; the house is not needed.

        A line of deltas is given as it stands: without a `finish` it is an answer that was cut off.
        """
        context = EngineContext(
            clock=clock or SystemClock(), metrics=MemoryMetrics(), random=Random(0), data_dir=Path()
        )
        double = cls(ScriptedSettings(pace_s=pace_s), context)
        double._lines.extend(script)
        return double

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Yield the next line; errors of the script are raised where they stand in it."""
        self.requests.append(request)
        line = self._next_line(request)
        self.at_work += 1
        left_early = True
        try:
            for piece in _pieces(line):
                await self._clock.sleep(self._pace_s)
                if isinstance(piece, Exception):
                    left_early = False
                    raise piece.with_traceback(None)
                yield piece
            left_early = False
        finally:
            self.at_work -= 1
            self.closed += left_early

    def _next_line(self, request: ChatRequest) -> Line:
        if not self._lines:
            return next((message.text for message in reversed(request.messages) if message.role == "user"), "")
        return self._lines.popleft() if len(self._lines) > 1 else self._lines[0]


def _pieces(line: Line) -> Iterable[Delta | Exception]:
    if isinstance(line, Exception):
        return (line,)
    if isinstance(line, str):
        return (*(Delta(word) for word in _WORD.findall(line)), Delta(finish="stop"))
    return line
