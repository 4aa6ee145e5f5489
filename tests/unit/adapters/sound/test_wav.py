import io
import wave
from contextlib import aclosing

import numpy as np
import pytest

from acore.adapters.sound.reading import AVSound
from acore.adapters.sound.wav import wav_of
from acore.domain.audio import joined
from tests.unit.adapters.sound.recordings import tone


async def test_what_is_written_is_read_again() -> None:
    clip = tone(440, 0.5, 22_050, channels=2)
    data = wav_of([clip, clip])
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (22_050, 2, 2)
        assert file.getnframes() == 2 * len(clip.samples)
    async with aclosing(AVSound().read(data)) as pieces:
        found = joined([piece async for piece in pieces])
    assert np.array_equal(found.samples, joined([clip, clip]).samples)


def test_no_sound_is_a_file_without_any() -> None:
    with wave.open(io.BytesIO(wav_of([]))) as file:
        assert file.getnframes() == 0


def test_chunks_of_another_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="one rate"):
        wav_of([tone(440, 0.1, 16_000), tone(440, 0.1, 8_000)])
