"""What the policies share: they wrap an engine of speech, and are one."""

from acore.domain.speech import Voice
from acore.interfaces import TTS


class Policy(TTS):
    """Is what it wraps, but for how it speaks; it opens, asks and closes it."""

    def __init__(self, inner: TTS) -> None:
        self._inner = inner

    async def open(self) -> None:
        """Open what is inside."""
        await self._inner.open()

    async def ping(self) -> None:
        """Ask what is inside."""
        await self._inner.ping()

    async def aclose(self) -> None:
        """Close what is inside."""
        await self._inner.aclose()

    async def voices(self) -> tuple[Voice, ...]:
        """The voices of what is inside."""
        return await self._inner.voices()
