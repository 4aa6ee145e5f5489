"""What the policies share: they wrap a converter, and are one."""

from acore.adapters.wrapping import Wrapping
from acore.domain.speech import Voice
from acore.interfaces import VoiceConverter


class Policy(Wrapping[VoiceConverter], VoiceConverter):
    """Is what it wraps, but for how it converts; it opens, asks and closes it."""

    async def voices(self) -> tuple[Voice, ...]:
        """The voices of what is inside."""
        return await self._inner.voices()

    def notice(self) -> str | None:
        """What is inside has to say."""
        return self._inner.notice()
