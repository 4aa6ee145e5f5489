import time
import warnings
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from acore.adapters.sound.opus import AVOpus
from acore.domain.audio import AudioChunk, joined
from acore.interfaces.opus import SILENT_PACKET, OpusEncoder, OpusFrame

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    from acore.discord.voice.outgoing import Outgoing


def tone(seconds: float, rate: int = 24_000) -> AudioChunk:
    wave = (8000 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)).astype(np.int16)
    return AudioChunk(wave.reshape(-1, 1), rate)


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "that did not come about in time"
        time.sleep(0.001)


class Desk:
    """What is to be played, and what a player would do."""

    def __init__(self) -> None:
        self.readies = self.lesses = 0
        self.outgoing = Outgoing(AVOpus(), time.monotonic, on_ready=self._ready, on_less=self._less)

    def _ready(self) -> None:
        self.readies += 1

    def _less(self) -> None:
        self.lesses += 1

    def play_all(self) -> list[bytes]:
        """The packets until all that was given is sent, as fast as they are ready."""
        packets = []
        until(lambda: self.outgoing.has_ready)
        while not self.outgoing.empty:
            if self.outgoing.has_ready:
                packets.append(self.outgoing.read())
                self.outgoing.sent(well=True)
            else:
                time.sleep(0.001)
        return packets


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.outgoing.end()
    if desk.outgoing._thread is not None:
        desk.outgoing._thread.join(5)


def decoded(packets: list[bytes]) -> AudioChunk:
    decoder = AVOpus().decoder(48_000)
    return joined([decoder.decode(packet) for packet in packets])


def test_what_is_given_comes_out_as_packets(desk: Desk) -> None:
    assert desk.outgoing.is_opus()
    assert (desk.outgoing.empty, desk.outgoing.has_ready, desk.outgoing.queued_s) == (True, False, 0)
    for _ in range(5):
        desk.outgoing.put(tone(0.107))
    assert desk.outgoing.queued_s == pytest.approx(0.535)
    packets = desk.play_all()
    assert len(packets) == 27
    assert desk.outgoing.played_s == pytest.approx(0.535)
    assert (desk.outgoing.sent_frames, desk.outgoing.failed_frames) == (27, 0)
    assert desk.readies
    assert desk.lesses >= 27
    assert decoded(packets).samples.std() > 3000


def test_no_more_than_a_moment_is_encoded_ahead(desk: Desk) -> None:
    desk.outgoing.put(tone(3))
    until(lambda: len(desk.outgoing._ready) >= 15)
    time.sleep(0.1)
    assert len(desk.outgoing._ready) <= 18
    assert desk.outgoing.queued_s == pytest.approx(3)


def test_a_gap_is_filled_with_silence_for_a_moment_and_then_it_ends(desk: Desk) -> None:
    assert [desk.outgoing.read() for _ in range(12)] == [SILENT_PACKET] * 10 + [b"", b""]
    desk.outgoing.sent(well=True)
    assert (desk.outgoing.played_s, desk.outgoing.sent_frames) == (0, 0)
    desk.outgoing.put(tone(0.02))
    desk.play_all()
    assert desk.outgoing.read() == SILENT_PACKET


def test_what_is_cleared_is_gone_and_the_player_ends_at_once(desk: Desk) -> None:
    desk.outgoing.put(tone(3))
    until(lambda: desk.outgoing.has_ready)
    desk.outgoing.clear()
    assert (desk.outgoing.queued_s, desk.outgoing.empty, desk.outgoing.read()) == (0, True, b"")
    time.sleep(0.05)
    assert desk.outgoing.empty
    desk.outgoing.put(tone(0.1))
    assert len(desk.play_all()) == 5


def test_what_could_not_be_sent_was_not_played(desk: Desk) -> None:
    desk.outgoing.put(tone(0.1))
    until(lambda: desk.outgoing.has_ready)
    desk.outgoing.read()
    assert not desk.outgoing.empty
    desk.outgoing.sent(well=False)
    assert (desk.outgoing.played_s, desk.outgoing.failed_frames) == (0, 1)


def test_the_volume_is_that_of_the_moment_of_encoding(desk: Desk) -> None:
    desk.outgoing.volume = 0.5
    desk.outgoing.put(tone(0.4, 48_000))
    assert decoded(desk.play_all()).samples[4800:].std() == pytest.approx(4000 / np.sqrt(2), rel=0.05)
    desk.outgoing.volume = 0.0
    desk.outgoing.put(tone(0.2, 48_000))
    assert abs(decoded(desk.play_all()).samples[4800:].astype(int)).max() < 5


def test_what_is_too_loud_is_clipped(desk: Desk) -> None:
    desk.outgoing.volume = 2.0
    loud = AudioChunk(3 * tone(0.4, 48_000).samples, 48_000)
    desk.outgoing.put(loud)
    heard, given = (sound.mono()[4800:14400].astype(float) for sound in (decoded(desk.play_all()), loud))
    likeness = max(np.corrcoef(heard, np.roll(given, shift))[0, 1] for shift in range(0, 480, 4))
    assert likeness > 0.95
    assert heard.std() > given.std()


class Choosy(OpusEncoder):
    """An encoder with a bug: it breaks at 8 kHz."""

    def __init__(self) -> None:
        self._inner = AVOpus().encoder()

    def encode(self, chunk: AudioChunk) -> list[OpusFrame]:
        if chunk.rate == 8_000:
            raise LookupError("a bug")
        return self._inner.encode(chunk)

    def finish(self) -> list[OpusFrame]:
        return self._inner.finish()


def test_what_breaks_the_encoder_is_lost_and_the_next_is_sent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    choosy = [Choosy() for _ in range(12)]
    monkeypatch.setattr(AVOpus, "encoder", lambda _: choosy.pop())
    for _ in range(2):
        desk.outgoing.put(AudioChunk.silence(0.06, 8_000))
    desk.outgoing.put(tone(0.1))
    assert len(desk.play_all()) == 5
    assert desk.outgoing.played_s == pytest.approx(0.1)
    desk.outgoing.put(tone(1))
    assert desk.outgoing.queued_s == pytest.approx(1)


def test_nothing_is_taken_behind_the_end(desk: Desk) -> None:
    desk.outgoing.put(tone(1))
    desk.outgoing.end()
    desk.outgoing.put(tone(1))
    assert (desk.outgoing.empty, desk.outgoing.queued_s, desk.outgoing.read()) == (True, 0, b"")
