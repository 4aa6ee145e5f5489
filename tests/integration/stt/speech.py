"""What the tests of hearing listen to."""

from functools import cache

from acore.domain.audio import AudioChunk
from benchmarks.espeak import spoken

RATE = 22_050


@cache
def saying(text: str, voice: str = "en-us", rate: int = RATE) -> AudioChunk:
    """The text as espeak says it, and a little silence after it."""
    clip = AudioChunk.of_floats(spoken(text, voice, rate), rate)
    return after(clip, AudioChunk.silence(0.1, rate))


def after(*clips: AudioChunk) -> AudioChunk:
    from acore.domain.audio import joined

    return joined(clips)
