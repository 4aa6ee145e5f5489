"""What the tests of hearing listen to."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np

from acore.domain.audio import AudioChunk

RATE = 22_050
ROOT = Path(__file__).parents[3]
SPEAK = "import sys; from benchmarks.espeak import spoken; sys.stdout.buffer.write(spoken({!r}, {!r}, {!r}).tobytes())"


@cache
def saying(text: str, voice: str = "en-us", rate: int = RATE) -> AudioChunk:
    """The text as espeak says it first, and a little silence after it.

    What it said before leaves traces in its sound, and a weak recogniser then hears other words: so it is asked anew.
    """
    asked = [sys.executable, "-c", SPEAK.format(text, voice, rate)]
    said = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True)
    clip = AudioChunk.of_floats(np.frombuffer(said.stdout, np.float64), rate)
    return after(clip, AudioChunk.silence(0.1, rate))


def after(*clips: AudioChunk) -> AudioChunk:
    from acore.domain.audio import joined

    return joined(clips)
