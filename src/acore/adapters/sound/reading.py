"""Recordings by PyAV, which decodes nearly all there are without a program beside it."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import TYPE_CHECKING

from acore.errors import EngineRefused
from acore.interfaces import Resampler, Sound

if TYPE_CHECKING:  # numpy and PyAV, which a house without a voice does not load
    from acore.adapters.sound.decoding import Decoding
    from acore.domain.audio import AudioChunk

_MISSING = "sound can not be read here ({error}): pip install 'acore[voice]'"


class AVSound(Sound):
    """Reads wav, mp3, ogg, opus, m4a, webm, flac and others, and what is heard in a video."""

    async def read(self, source: Path | bytes) -> "AsyncGenerator[AudioChunk, None]":
        """The first sound of the file; it is read as fast as the pieces are taken, in a thread.

        Raises EngineRefused as well, where PyAV is not installed.
        """
        try:
            from acore.adapters.sound.decoding import Decoding  # noqa: PLC0415  see above
        except ImportError as error:
            raise EngineRefused(_MISSING.format(error=error), engine="sound") from error
        decoding = Decoding(source)
        try:
            while (piece := await asyncio.to_thread(decoding.piece)) is not None:
                yield piece
        finally:
            await _closed(decoding)

    def resampler(self, rate: int, channels: int = 1) -> Resampler:
        """One whose filter keeps what is below 0.9 of half the smaller rate, and lets nothing through from above it.

        Raises EngineRefused where PyAV is not installed.
        """
        try:
            from acore.adapters.sound.resampling import AVResampler  # noqa: PLC0415  see above
        except ImportError as error:
            raise EngineRefused(_MISSING.format(error=error), engine="sound") from error
        return AVResampler(rate, channels)


async def _closed(decoding: "Decoding") -> None:
    """Close it after the piece that it works on; whoever waits may leave, and it is closed nevertheless."""
    await asyncio.to_thread(decoding.close)
