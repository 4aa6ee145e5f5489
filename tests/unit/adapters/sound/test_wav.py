import io
import wave
from contextlib import aclosing

import numpy as np
import pytest

from acore.adapters.sound import wav
from acore.adapters.sound.reading import AVSound
from acore.adapters.sound.wav import WavWriter, wav_of
from acore.domain.audio import joined
from acore.errors import InvalidInput
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


def test_what_is_longer_than_a_file_can_be_is_refused_and_the_file_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its length has four bytes: the library would fail at the end, when it writes it."""
    clip, file = tone(440, 0.1, 16_000), io.BytesIO()
    monkeypatch.setattr(wav, "_MOST_BYTES", 2 * 2 * len(clip.samples))
    with pytest.raises(InvalidInput, match="longer than a WAV file"), WavWriter(file) as written:
        for _ in range(3):
            written.write(clip)
    with wave.open(io.BytesIO(file.getvalue())) as found:
        assert found.getnframes() == 2 * len(clip.samples)


def test_the_longest_file_can_say_its_length() -> None:
    file = io.BytesIO()
    longest = wave.Wave_write(file)
    longest.setparams((1, 2, 8000, 0, "NONE", ""))
    longest.writeframesraw(b"")
    longest._datawritten = wav._MOST_BYTES  # type: ignore[attr-defined]  # four gigabytes take too long
    longest.close()
    assert file.getvalue()[40:44] == wav._MOST_BYTES.to_bytes(4, "little")
