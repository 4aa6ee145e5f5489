"""What has been written of a reply so far."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from acore.domain.replies import Citation, ReplyPart, TurnRecord

_END_S = 2.0


class Draft:
    """Takes in the parts of a reply, as fast as they come; `reader` is the task that does."""

    def __init__(self) -> None:
        self.text = ""
        self.citations: tuple[Citation, ...] = ()
        self.record: TurnRecord | None = None
        self.failure: Exception | None = None
        self.whole = False
        self.stopped = False
        """A member has heard enough."""
        self.abandoned = asyncio.Event()
        """Nothing more of it is to be shown."""
        self.begun = asyncio.Event()
        """There is something to show, or there will never be."""
        self.ended = asyncio.Event()
        self.left = asyncio.Event()
        """Nobody shows it any more."""
        self.reader: asyncio.Task[None] | None = None

    async def fill(self, parts: AsyncGenerator[ReplyPart, None]) -> None:
        """Take in the parts; what they raise is kept, because it is shown with the text."""
        try:
            async with aclosing(parts):
                async for part in parts:
                    self._take(part)
            self.whole = True
        except Exception as error:  # noqa: BLE001  whatever broke is shown with the text, or raised
            self.failure = error
        finally:
            self.begun.set()
            self.ended.set()

    def cancel(self) -> None:
        """Take in nothing more."""
        if self.reader is not None:
            self.reader.cancel()
        self.begun.set()
        self.ended.set()

    async def end(self) -> None:
        """Take in nothing more, and return when the source is closed, or after seconds."""
        if self.reader is not None:
            self.reader.cancel()
            await asyncio.wait((self.reader,), timeout=_END_S)

    def _take(self, part: ReplyPart) -> None:
        self.text += part.text
        self.citations = part.citations or self.citations
        self.record = part.record or self.record
        if not self.begun.is_set() and self.text.strip():
            self.begun.set()
