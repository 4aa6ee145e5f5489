"""A stream of sound in the form that an engine wants. Importing it loads PyAV and numpy."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Iterator

import numpy as np

from acore.adapters.sound.resampling import AVResampler
from acore.domain.audio import AudioChunk, joined

PIECE_S = 0.2
"""So little is worked on before others have their turn."""
_SOFT_S = 0.1
"""How long a soft place has to be."""


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
        for number, piece in enumerate(cut(chunk)):
            if number:
                await asyncio.sleep(0)
            if len((given := resampler.feed(piece)).samples):
                yield given
    if len((rest := resampler.finish()).samples):
        yield rest


def cut(chunk: AudioChunk, seconds: float = PIECE_S) -> Iterator[AudioChunk]:
    """The chunk in pieces of at most so many seconds."""
    size = max(round(chunk.rate * seconds), 1)
    for begin in range(0, len(chunk.samples), size):
        yield AudioChunk(chunk.samples[begin : begin + size], chunk.rate)


async def blocks(
    pieces: AsyncIterable[AudioChunk], most_s: float, search_s: float
) -> AsyncGenerator[tuple[float, AudioChunk], None]:
    """A stream of one channel in blocks of at most so many seconds, each with the second at which it begins.

    A longer stream is cut at the softest place within the last `search_s` seconds of a block.
    """
    held: list[AudioChunk] = []
    begin, seconds = 0.0, 0.0
    async for piece in pieces:
        held.append(piece)
        seconds += piece.seconds
        while seconds >= most_s:
            whole = joined(held)
            at = _softest(whole, most_s, search_s)
            yield begin, AudioChunk(whole.samples[:at], whole.rate)
            held = [AudioChunk(whole.samples[at:], whole.rate)]
            begin, seconds = begin + at / whole.rate, held[0].seconds
    if held and seconds:
        yield begin, joined(held)


def _softest(clip: AudioChunk, most_s: float, search_s: float) -> int:
    """The middle of the softest frame near the end of a block."""
    size = round(clip.rate * _SOFT_S)
    end = round(clip.rate * most_s)
    begin = max(end - round(clip.rate * search_s), size) // size * size
    frames = clip.mono()[begin:end].astype(np.float64)
    frames = frames[: len(frames) // size * size].reshape(-1, size)
    return begin + int(np.argmin(np.square(frames).sum(axis=1))) * size + size // 2
