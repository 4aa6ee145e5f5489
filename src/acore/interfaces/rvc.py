"""The contract of voice conversion: the same words in another voice."""

from abc import abstractmethod
from typing import TYPE_CHECKING

from acore.domain.speech import Voice
from acore.interfaces.engine import Engine

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.domain.audio import AudioChunk


class VoiceConverter(Engine):
    """Turns speech into that of another voice."""

    @abstractmethod
    async def convert(self, clip: "AudioChunk", *, voice: str | None = None, pitch: float = 0.0) -> "AudioChunk":
        """The clip in another voice, as long as before (1 % more or less); rate and channels may be others.

        `voice` is one of `voices()`, None the one of the settings; `pitch` is in semitones, added to
        what the voice does. An empty clip comes back empty.

        Raises NotFound for a voice that is not there, EngineUnavailable or EngineRefused; cancelling is safe.
        """

    @abstractmethod
    async def voices(self) -> tuple[Voice, ...]:
        """All voices; never none."""

    def notice(self) -> str | None:
        """What people should know now, such as that they hear the plain voice; None where all is well.

        It is for who shows it to tell each of them once. Only policies have something to say.
        """
        return None
