"""Says a text while it is still being written."""

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing

from acore.domain.audio import AudioChunk, joined
from acore.domain.sentences import Sentences
from acore.interfaces import TTS, Resampler, Sound, VoiceConverter
from acore.services.speakable import speakable

_LONGEST_CLIP_S = 30.0
"""Seconds that are converted at once."""


class SpeakingService:
    """Markdown in, sound out: a sentence is said as soon as it is whole, and converted where it can be."""

    def __init__(self, tts: TTS, sound: Sound, rvc: VoiceConverter | None = None) -> None:
        self._tts = tts
        self._sound = sound
        self._rvc = rvc

    async def say(
        self, text: AsyncIterable[str], *, voice: str | None = None, speed: float = 1.0
    ) -> AsyncGenerator[AudioChunk, None]:
        """The sound of all sentences, of one rate and number of channels, whichever engine says them.

        Nothing where there is nothing to say. Raises as `TTS.stream` and `VoiceConverter.convert`; closing it stops the
        engine, and the text is closed by who made it.
        """
        shaping = Shaping(self._sound)
        async with aclosing(spoken(text)) as sentences:
            async for sentence in sentences:
                pieces = self._converted(self._tts.stream(sentence, voice=voice, speed=speed))
                async with aclosing(pieces):
                    async for piece in pieces:
                        yield shaping.shaped(piece)
                if (rest := shaping.rest()) is not None:
                    yield rest

    async def _converted(self, pieces: AsyncGenerator[AudioChunk, None]) -> AsyncGenerator[AudioChunk, None]:
        """The pieces as they are, or whole and in the other voice."""
        async with aclosing(pieces if self._rvc is None else gathered(pieces)) as clips:
            async for clip in clips:
                yield clip if self._rvc is None else await self._rvc.convert(clip)


async def spoken(text: AsyncIterable[str]) -> AsyncGenerator[str, None]:
    """What is said of a text that comes piece by piece, a sentence at a time; one that says nothing is left out."""
    splitter = Sentences()
    async for piece in text:
        for sentence in splitter.feed(piece):
            if said := speakable(sentence):
                yield said
    for sentence in splitter.close():
        if said := speakable(sentence):
            yield said


class Shaping:
    """Brings all sound to the rate and channels of the first piece: another engine may have stood in for a sentence."""

    def __init__(self, sound: Sound) -> None:
        self._sound = sound
        self._kind: tuple[int, int] | None = None
        self._resampler: Resampler | None = None

    def shaped(self, piece: AudioChunk) -> AudioChunk:
        """The piece, or what can be said of it so far."""
        kind = piece.rate, piece.channels
        self._kind = self._kind or kind
        if kind == self._kind:
            return piece
        self._resampler = self._resampler or self._sound.resampler(*self._kind)
        return self._resampler.feed(piece)

    def rest(self) -> AudioChunk | None:
        """What is held back at the end of a sentence."""
        resampler, self._resampler = self._resampler, None
        return resampler.finish() if resampler is not None else None


async def gathered(pieces: AsyncGenerator[AudioChunk, None]) -> AsyncGenerator[AudioChunk, None]:
    """All pieces as one, or as some where they are long."""
    held: list[AudioChunk] = []
    async with aclosing(pieces):
        async for piece in pieces:
            held.append(piece)
            if sum(one.seconds for one in held) >= _LONGEST_CLIP_S:
                yield joined(held)
                held = []
    if held:
        yield joined(held)
