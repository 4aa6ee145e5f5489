"""A stream of sound in the form that an engine wants. Importing it loads PyAV and numpy."""

from collections.abc import AsyncGenerator, AsyncIterable, Iterator

from acore.adapters.sound.resampling import AVResampler
from acore.domain.audio import AudioChunk

PIECE_S = 0.2
"""So little is worked on at a time that the event loop does not notice."""


async def resampled(audio: AsyncIterable[AudioChunk], rate: int) -> AsyncGenerator[AudioChunk, None]:
    """The sound in one channel of this rate, in pieces that are never empty, however long the chunks are that come.

    Where the sound changes its own rate or number of channels, it goes on in the new one.
    """
    resampler, kind = AVResampler(rate, 1), (0, 0)
    async for chunk in audio:
        if (chunk.rate, chunk.channels) != kind:
            if len((rest := resampler.finish()).samples):
                yield rest
            resampler, kind = AVResampler(rate, 1), (chunk.rate, chunk.channels)
        for piece in cut(chunk):
            if len((given := resampler.feed(piece)).samples):
                yield given
    if len((rest := resampler.finish()).samples):
        yield rest


def cut(chunk: AudioChunk, seconds: float = PIECE_S) -> Iterator[AudioChunk]:
    """The chunk in pieces of at most so many seconds."""
    size = max(round(chunk.rate * seconds), 1)
    for begin in range(0, len(chunk.samples), size):
        yield AudioChunk(chunk.samples[begin : begin + size], chunk.rate)
