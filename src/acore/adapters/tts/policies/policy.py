"""What the policies share: they wrap an engine of speech, and are one."""

from acore.adapters.wrapping import Wrapping
from acore.domain.speech import Voice
from acore.interfaces import TTS


class Policy(Wrapping[TTS], TTS):
    """Is what it wraps, but for how it speaks; it opens, asks and closes it."""

    async def voices(self) -> tuple[Voice, ...]:
        """The voices of what is inside."""
        return await self._inner.voices()
