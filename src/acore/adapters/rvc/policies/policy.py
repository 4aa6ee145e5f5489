"""What the policies share: they wrap a converter, and are one."""

from acore.domain.speech import Voice
from acore.interfaces import VoiceConverter


class Policy(VoiceConverter):
    """Is what it wraps, but for how it converts; it opens, asks and closes it."""

    def __init__(self, inner: VoiceConverter) -> None:
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

    def notice(self) -> str | None:
        """What is inside has to say."""
        return self._inner.notice()
