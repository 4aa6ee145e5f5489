import asyncio
import io
import os
import sys
import tracemalloc
from contextlib import aclosing
from pathlib import Path

import av
import numpy as np
import pytest

from acore.adapters.sound.reading import AVSound
from acore.adapters.sound.wav import wav_of
from acore.domain.audio import AudioChunk, joined
from acore.errors import AcoreError, EngineRefused, InvalidInput, NotFound
from tests.unit.adapters.sound.recordings import FORMATS, encoded, frequency, loudness, tone, wav_header


async def whole(source: Path | bytes) -> AudioChunk:
    async with aclosing(AVSound().read(source)) as pieces:
        return joined([piece async for piece in pieces])


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("channels", [1, 2])
async def test_a_tone_comes_back_from_every_usual_format(kind: str, channels: int) -> None:
    rate = FORMATS[kind][2]
    clip = await whole(encoded(kind, tone(440, 2.5, rate, channels=channels)))
    assert clip.channels == channels
    assert clip.seconds == pytest.approx(2.5, abs=0.06)
    assert frequency(clip) == pytest.approx(440, abs=2)
    assert loudness(clip.samples) == pytest.approx(-6, abs=0.5)


async def test_pieces_are_at_most_a_second_and_of_one_kind() -> None:
    async with aclosing(AVSound().read(encoded("m4a", tone(300, 3.3, 44_100)))) as pieces:
        found = [piece async for piece in pieces]
    assert all(0 < piece.seconds <= 1 for piece in found)
    assert {(piece.rate, piece.channels) for piece in found} == {(44_100, 1)}


async def test_the_sound_of_a_film_is_heard() -> None:
    clip = await whole(encoded("webm", tone(440, 1, 48_000), pictures=True))
    assert frequency(clip) == pytest.approx(440, abs=2)


async def test_eight_channels_are_read() -> None:
    clip = await whole(encoded("wav", tone(440, 0.5, 48_000, channels=8)))
    assert clip.channels == 8
    assert clip.samples.shape == (24_000, 8)


async def test_samples_come_through_unchanged() -> None:
    given = tone(440, 0.5, 48_000)
    found = await whole(encoded("wav", given))
    assert np.array_equal(found.samples, given.samples)


async def test_a_file_is_read_by_its_path_whatever_it_is_called(tmp_path: Path) -> None:
    file = tmp_path / "http:" / "concat:a|b.wav"
    file.parent.mkdir()
    file.write_bytes(wav_of([tone(440, 0.2, 16_000)]))
    os.chdir(tmp_path)
    assert (await whole(Path("http:/concat:a|b.wav"))).seconds == pytest.approx(0.2)


BROKEN = {
    "nothing": b"",
    "a text": b"It is a recording, believe me. " * 40,
    "noise": np.random.default_rng(1).bytes(5000),
    "0 Hz": wav_header(rate=0, size=200) + b"\1\2" * 100,
    "1 Hz": wav_header(rate=1, size=200) + b"\1\2" * 100,
    "two billion Hz": wav_header(rate=2**31 - 1, size=200) + b"\1\2" * 100,
    "no channels": wav_header(channels=0, size=200) + b"\1\2" * 100,
    "a header alone": wav_header(),
    "half a header": wav_header()[:30],
    "65 channels": wav_header(channels=65, size=1300) + b"\1\2" * 650,
    "a list of other files": b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
    "a list to join": b"ffconcat version 1.0\nfile /etc/hostname\n",
}


@pytest.mark.parametrize("what", BROKEN)
async def test_what_is_no_recording_is_refused_with_a_way_out(what: str, tmp_path: Path) -> None:
    file = tmp_path / "given.wav"
    file.write_bytes(BROKEN[what])
    with pytest.raises(InvalidInput, match=r"given\.wav.*(Give a recording|Mix it down)"):
        await whole(file)
    with pytest.raises(InvalidInput, match="what was given"):
        await whole(BROKEN[what])


@pytest.mark.parametrize(
    ("what", "cause"),
    [
        ("nothing", "is empty"),
        ("0 Hz", "has 0 samples a second"),
        ("1 Hz", "has 1 samples a second"),
        ("no channels", "has 0 channels"),
        ("65 channels", "has 65 channels"),
        ("a text", "is no recording"),
    ],
)
async def test_what_is_wrong_with_a_file_is_told(what: str, cause: str) -> None:
    with pytest.raises(InvalidInput, match=cause):
        await whole(BROKEN[what])


async def test_a_film_without_sound_says_so() -> None:
    with_sound = encoded("webm", tone(440, 1, 48_000), pictures=True)
    silent = io.BytesIO()
    with av.open(io.BytesIO(with_sound), "r") as film, av.open(silent, "w", format="webm") as out:
        target = out.add_stream_from_template(film.streams.video[0])
        for packet in film.demux(film.streams.video[0]):
            if packet.dts is not None:
                packet.stream = target
                out.mux(packet)
    with pytest.raises(InvalidInput, match="holds no sound, only pictures or text"):
        await whole(silent.getvalue())


async def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no file .*missing\.wav"):
        await whole(tmp_path / "missing.wav")
    with pytest.raises(InvalidInput, match="directory"):
        await whole(tmp_path)


@pytest.mark.parametrize("kind", ["wav", "mp3", "ogg", "flac"])
async def test_a_file_that_breaks_off_ends_there(kind: str) -> None:
    data = encoded(kind, tone(440, 3, FORMATS[kind][2]))
    clip = await whole(data[: len(data) // 2])
    assert 0.8 < clip.seconds < 2
    assert frequency(clip) == pytest.approx(440, abs=3)


async def test_what_is_broken_in_the_middle_is_left_out() -> None:
    data = bytearray(encoded("mp3", tone(440, 4, 44_100)))
    middle = len(data) // 2
    data[middle : middle + 300] = bytes(300)
    clip = await whole(bytes(data))
    assert 3 < clip.seconds < 4.2


async def test_any_bytes_give_sound_or_an_error_of_ours() -> None:
    rng = np.random.default_rng(3)
    for kind in ("wav", "ogg", "m4a", "flac"):
        data = encoded(kind, tone(440, 0.3, FORMATS[kind][2]))
        for _ in range(15):
            bent = bytearray(data)
            for at in rng.integers(0, len(bent), 12):
                bent[at] = int(rng.integers(256))
            try:
                async with aclosing(AVSound().read(bytes(bent))) as pieces:
                    async for piece in pieces:
                        assert piece.seconds <= 1
            except AcoreError:
                continue


async def test_a_long_file_is_never_in_memory_whole(tmp_path: Path) -> None:
    file, seconds = tmp_path / "long.wav", 1800
    with file.open("wb") as out:
        out.write(wav_header(rate=48_000, channels=2, size=seconds * 192_000))
        out.truncate(44 + seconds * 192_000)
    heard, most = 0.0, 0
    tracemalloc.start()
    try:
        async with aclosing(AVSound().read(file)) as pieces:
            async for piece in pieces:
                heard += piece.seconds
                most = max(most, tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert heard == pytest.approx(seconds)
    assert most < 4 * 2**20


async def test_closing_early_closes_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.wav"
    file.write_bytes(wav_of([tone(440, 20, 16_000)]))
    before = _open_files()
    async with aclosing(AVSound().read(file)) as pieces:
        await anext(pieces)
        assert _open_files() == before + 1
    assert _open_files() == before


async def test_cancelling_closes_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.wav"
    file.write_bytes(wav_of([tone(440, 600, 16_000)]))
    before = _open_files()
    begun = asyncio.Event()

    async def read() -> None:
        async with aclosing(AVSound().read(file)) as pieces:
            async for _ in pieces:
                begun.set()

    task = asyncio.create_task(read())
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert _open_files() == before


async def test_without_the_library_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("acore.adapters.sound.decoding", "acore.adapters.sound.resampling"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(EngineRefused, match=r"pip install 'acore\[voice\]'"):
        await whole(b"")
    with pytest.raises(EngineRefused, match=r"pip install 'acore\[voice\]'"):
        AVSound().resampler(16_000)


def _open_files() -> int:
    return len(tuple(Path("/proc/self/fd").iterdir()))
