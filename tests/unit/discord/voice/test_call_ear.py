import numpy as np
import pytest

from acore.adapters.sound.opus import AVOpus
from acore.discord.voice.ear import Ear, Keys
from acore.discord.voice.intake import _MOST_WAITING, Admission, Intake
from acore.discord.voice.speaker import Speaker
from acore.discord.voice.transport import opener
from acore.domain.audio import AudioChunk, joined
from acore.interfaces.opus import SILENT_PACKET
from tests.unit.discord.voice.call_packets import KEY, MODE, header, keys, packet, sealed, unsealed

ANN, BOB = 11, 22


class Hall:
    """An intake and an ear, without threads; time is what the test says."""

    def __init__(self) -> None:
        self.now = 0.0
        self.woken = 0
        self.keys: Keys | None = keys()
        self.intake = Intake(self._wake, lambda: self.now)
        self.ear = Ear(self.intake, lambda: self.keys, AVOpus())
        self.heard: dict[str, list[AudioChunk]] = {}
        frames = AVOpus().encoder().encode(tone())
        self.opus = [frame.packet for frame in frames]

    def _wake(self) -> None:
        self.woken += 1

    def say(self, source: int, count: int, *, first: int = 0, key: bytes | None = None, garbled: bool = False) -> None:
        """So many packets at their pace, with the ear listening."""
        for number in range(first, first + count):
            content = b"\xff\xff\xff" if garbled else self.opus[number % len(self.opus)]
            self.intake(packet(number % 2**16, source, content, **({"key": key} if key else {})))
            self.pass_time(0.02)

    def pass_time(self, seconds: float) -> None:
        until = self.now + seconds
        while self.now < until - 1e-9:
            self.now += 0.02
            for heard in self.ear.listen(self.now):
                self.heard.setdefault(heard.admission.user, []).append(heard.chunk)


def tone() -> AudioChunk:
    wave = (8000 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000)).astype(np.int16)
    return AudioChunk(wave.reshape(-1, 1), 48_000)


@pytest.fixture
def hall() -> Hall:
    hall = Hall()
    hall.intake.tell(ANN, "ann")
    hall.intake.tell(BOB, "bob")
    return hall


def test_who_is_admitted_is_heard(hall: Hall) -> None:
    hall.intake.admit("ann")
    hall.say(ANN, 50)
    hall.pass_time(3)
    assert (hall.ear.counts["heard"], hall.intake.received) == (50, 50)
    sound = joined(hall.heard["ann"])
    assert sound.rate == 16_000
    assert sound.seconds == pytest.approx(1 + 2, abs=0.1)
    assert not hall.ear.busy


def test_nothing_of_others_reaches_the_ear(hall: Hall) -> None:
    hall.intake.admit("ann")
    hall.say(BOB, 50)
    assert (hall.intake.without_consent, len(hall.intake.waiting), hall.woken) == (50, 0, 0)
    assert hall.heard == {}


def test_what_waited_when_they_took_it_back_is_not_opened(hall: Hall) -> None:
    hall.intake.admit("ann")
    hall.intake(packet(0, ANN, hall.opus[0]))
    hall.intake.exclude("ann")
    hall.pass_time(0.2)
    assert (hall.ear.counts["without_consent"], hall.heard) == (1, {})


def test_what_was_said_before_is_not_heard_by_who_admits_them_again(hall: Hall) -> None:
    hall.intake.admit("ann")
    hall.say(ANN, 2)
    hall.intake.exclude("ann")
    hall.intake.admit("ann")
    hall.pass_time(1)
    assert hall.heard == {}


def test_what_came_before_they_agreed_is_not_opened_once_it_is_known_whose_it_is(hall: Hall) -> None:
    hall.say(33, 20)
    hall.intake.admit("cem")
    hall.intake.tell(33, "cem")
    hall.pass_time(1)
    assert (hall.ear.counts["without_consent"], hall.heard) == (20, {})
    hall.say(33, 20, first=20)
    assert hall.ear.counts["heard"] >= 16


def test_whoever_takes_it_back_is_forgotten_though_nobody_speaks(hall: Hall) -> None:
    hall.intake.admit("ann")
    hall.say(ANN, 100, key=bytes(32))
    assert hall.ear.deaf(hall.now + 3)
    woken = hall.woken
    hall.intake.exclude("ann")
    assert hall.woken == woken + 1
    hall.ear.listen(hall.now)
    assert hall.ear.deaf(hall.now + 3) is None


class ChangingSpeakers(dict[str, Speaker]):
    """Speakers of whom another comes while somebody looks at the first."""

    def __init__(self, one: Speaker, other: Speaker) -> None:
        super().__init__(ann=one)
        self._other = other

    def come(self) -> None:
        self["bob"] = self._other


def test_the_event_loop_may_ask_while_speakers_come(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [Speaker(Admission(user, 0.0), ANN, AVOpus(), hall.ear.counts) for user in ("ann", "bob")]
    there = ChangingSpeakers(*made)
    hall.ear._speakers = there
    monkeypatch.setattr(Speaker, "deaf", lambda _self, _now: there.come())
    assert hall.ear.deaf(0.0) is None


def test_what_comes_twice_is_opened_once(hall: Hall) -> None:
    opened: list[bytes] = []

    def once(_user: str, sent: bytes) -> bytes:
        if sent in opened:
            raise ValueError("this was opened already")
        opened.append(sent)
        return unsealed("ann", sent)

    hall.keys = Keys(opener(MODE, KEY), once)
    hall.intake.admit("ann")
    for number in range(20):
        for _ in range(2):
            hall.intake(packet(number, ANN, hall.opus[number]))
        hall.pass_time(0.02)
    hall.pass_time(1)
    assert (hall.ear.counts["heard"], hall.ear.counts["late"], hall.ear.counts["dave_failed"]) == (20, 20, 0)


def test_a_source_that_is_told_later_is_heard_from_its_first_packet(hall: Hall) -> None:
    hall.intake.admit("cem")
    hall.say(33, 20)
    assert hall.ear.busy
    hall.intake.tell(33, "cem")
    hall.pass_time(1)
    assert hall.ear.counts["heard"] == 20


def test_a_source_that_turns_out_to_be_of_others_is_dropped_unopened(hall: Hall) -> None:
    hall.say(33, 20)
    hall.intake.tell(33, "cem")
    hall.pass_time(1)
    assert (hall.ear.counts["without_consent"], hall.ear.counts["heard"]) == (20, 0)


def test_a_source_that_nobody_tells_of_is_waited_for_two_seconds(hall: Hall) -> None:
    hall.say(33, 20)
    hall.pass_time(2.1)
    assert hall.ear.counts["unknown_speaker"] == 20
    assert not hall.ear.busy


def test_no_more_than_some_packets_wait_for_their_speaker(hall: Hall) -> None:
    for number in range(400):
        hall.intake(packet(number, 33, b"x"))
    hall.pass_time(0.02)
    assert hall.ear.counts["unknown_speaker"] == 100


def test_no_more_than_some_packets_wait_for_the_ear(hall: Hall) -> None:
    hall.intake.admit("ann")
    for number in range(_MOST_WAITING + 5):
        hall.intake(packet(number % 2**16, ANN, b"x"))
    assert (hall.intake.overrun, len(hall.intake.waiting)) == (5, _MOST_WAITING)


def test_a_key_that_does_not_fit_is_counted_and_told(hall: Hall) -> None:
    hall.intake.admit("ann")
    hall.say(ANN, 100, key=bytes(32))
    assert (hall.ear.counts["not_decrypted"], hall.ear.deaf(hall.now)) == (100, None)
    assert "voice server" in str(hall.ear.deaf(hall.now + 3))
    hall.say(ANN, 20, first=100)
    assert hall.ear.deaf(hall.now + 10) is None


def test_without_any_key_nothing_is_opened(hall: Hall) -> None:
    hall.intake.admit("ann")
    hall.keys = None
    hall.say(ANN, 5)
    assert (hall.ear.counts["not_decrypted"], hall.heard) == (5, {})


def test_an_end_to_end_key_that_does_not_fit_is_counted_and_told(hall: Hall) -> None:
    hall.intake.tell(33, "stranger")
    hall.intake.admit("stranger")
    hall.say(33, 100)
    assert hall.ear.counts["dave_failed"] == 100
    assert "end-to-end" in str(hall.ear.deaf(hall.now + 3))
    hall.intake.exclude("stranger")
    hall.pass_time(0.02)
    assert hall.ear.deaf(hall.now + 3) is None


def test_who_left_is_not_said_to_be_misunderstood_and_is_a_new_speaker_when_they_come_back(hall: Hall) -> None:
    hall.intake.admit("ann")
    hall.say(ANN, 100, key=bytes(32))
    hall.intake.renew("ann")
    hall.intake.renew("nobody")
    assert hall.ear.deaf(hall.now + 3) is None
    hall.pass_time(0.02)
    assert not hall.ear._speakers
    hall.say(ANN, 20)
    hall.pass_time(0.2)
    assert hall.ear.counts["heard"] == 20


def test_what_is_no_opus_is_counted_and_concealed(hall: Hall) -> None:
    hall.intake.admit("ann")
    hall.say(ANN, 10)
    hall.say(ANN, 3, first=10, garbled=True)
    hall.say(ANN, 10, first=13)
    hall.pass_time(0.2)
    assert (hall.ear.counts["opus_failed"], hall.ear.counts["heard"]) == (3, 20)
    assert len(joined(hall.heard["ann"]).samples) >= 23 * 320


def test_a_cut_off_packet_is_counted(hall: Hall) -> None:
    hall.intake.admit("ann")
    hall.intake(header(1, ANN, contributors=15)[:30])
    hall.intake(sealed(header(2, ANN, extension=True), b"short"))
    hall.pass_time(0.1)
    assert hall.ear.counts["not_decrypted"] == 2


def test_silence_that_is_sent_is_silence_and_ends_the_speech(hall: Hall) -> None:
    hall.intake.admit("ann")
    hall.say(ANN, 10)
    for number in range(10, 15):
        hall.intake(packet(number, ANN, SILENT_PACKET))
        hall.pass_time(0.02)
    hall.pass_time(3)
    sound = joined(hall.heard["ann"]).mono()
    assert not sound[11 * 320 :].any()
    assert hall.ear.counts["heard"] == 10


def test_a_new_source_of_somebody_is_a_new_stream(hall: Hall) -> None:
    hall.intake.admit("ann")
    hall.say(ANN, 10, first=1000)
    hall.intake.tell(44, "ann")
    assert hall.intake.speaker(ANN) is None
    hall.say(44, 10, first=3)
    hall.pass_time(1)
    assert hall.ear.counts["late"] == 0
    assert hall.ear.counts["heard"] >= 16


def test_sources_are_forgotten_with_who_goes_and_with_the_server(hall: Hall) -> None:
    hall.intake.forget("ann")
    assert (hall.intake.speaker(ANN), hall.intake.speaker(BOB)) == (None, "bob")
    hall.intake.forget_all()
    assert hall.intake.speaker(BOB) is None


def test_admitting_twice_changes_nothing(hall: Hall) -> None:
    hall.intake.admit("ann")
    before = hall.intake.admission("ann")
    hall.intake.admit("ann")
    assert hall.intake.admission("ann") is before
    hall.intake.exclude("nobody")
    assert hall.intake.admission("ann") is before
