from dataclasses import dataclass
from itertools import groupby
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.jitter import SILENT_PACKET, UNREADABLE, Gap, JitterBuffer, Slot, seconds_of

FRAME_S = 0.02
SPEECH = b"\x78"
"""The first byte of a packet of 20 ms."""


@dataclass(frozen=True)
class Sent:
    at: float
    number: int
    packet: bytes
    """What it is when it arrives."""


def packet(number: int) -> bytes:
    return SPEECH + number.to_bytes(4, "big")


def spurt(count: int, *, begin: float = 0.0, first: int = 0) -> list[Sent]:
    return [Sent(begin + FRAME_S * n, first + n, packet(first + n)) for n in range(count)]


def silence(count: int, *, begin: float, first: int) -> list[Sent]:
    return [Sent(begin + FRAME_S * n, first + n, SILENT_PACKET) for n in range(count)]


def played(buffer: JitterBuffer, arriving: list[Sent], *, until: float, tick: float = FRAME_S) -> list[Slot]:
    """What is heard where the buffer is asked every tick."""
    return [slot for _, slot in timed(buffer, arriving, until=until, tick=tick)]


def timed(
    buffer: JitterBuffer, arriving: list[Sent], *, until: float, tick: float = FRAME_S
) -> list[tuple[float, Slot]]:
    heard, waiting, now = [], sorted(arriving, key=lambda one: one.at), 0.0
    while now < until:
        while waiting and waiting[0].at <= now:
            one = waiting.pop(0)
            buffer.put(one.number % 0x10000, one.packet, one.at)
        heard += [(now, slot) for slot, _ in buffer.due(now)]
        now += tick
    return heard


def speech(slots: list[Slot]) -> list[bytes]:
    return [slot for slot in slots if isinstance(slot, bytes) and slot != SILENT_PACKET]


def test_a_spurt_comes_whole_a_little_later_and_then_two_seconds_of_silence() -> None:
    buffer = JitterBuffer()
    heard = timed(buffer, spurt(50) + silence(5, begin=1.0, first=50), until=5)
    assert speech([slot for _, slot in heard]) == [packet(n) for n in range(50)]
    assert 0.06 <= heard[0][0] <= 0.08
    assert [slot for _, slot in heard][55:] == [Gap.QUIET] * 100
    assert buffer.idle
    assert buffer.counted() == (0, 0)


def test_silence_is_told_when_the_time_for_it_comes() -> None:
    heard = timed(JitterBuffer(), spurt(10) + silence(5, begin=0.2, first=10), until=5)
    begin = heard[0][0]
    assert [at for at, _ in heard] == [pytest.approx(begin + FRAME_S * n, abs=FRAME_S) for n in range(len(heard))]


def test_a_pause_is_heard_as_long_as_it_is() -> None:
    arriving = spurt(10) + silence(5, begin=0.2, first=10) + spurt(10, begin=1.0, first=15)
    heard = played(JitterBuffer(), arriving, until=1.27)
    words = [bool(speech([slot])) for slot in heard]
    assert [(spoken, len([*run])) for spoken, run in groupby(words)] == [(True, 10), (False, 40), (True, 10)]


def test_who_speaks_again_after_long_is_heard_without_the_rest_of_the_pause() -> None:
    arriving = spurt(10) + silence(5, begin=0.2, first=10) + spurt(10, begin=60.0, first=15)
    heard = played(JitterBuffer(), arriving, until=60.27)
    assert len(speech(heard)) == 20
    assert len(heard) == 10 + 5 + 100 + 10


def test_packets_in_another_order_come_in_their_own() -> None:
    arriving = spurt(20)
    arriving[0], arriving[1] = Sent(0.0, 1, packet(1)), Sent(0.02, 0, packet(0))
    arriving[7], arriving[9] = Sent(0.14, 9, packet(9)), Sent(0.18, 7, packet(7))
    buffer = JitterBuffer()
    assert speech(played(buffer, arriving, until=3)) == [packet(n) for n in range(20)]
    assert buffer.counted() == (0, 0)


def test_a_packet_that_comes_twice_is_heard_once_and_counted() -> None:
    arriving = [*spurt(20), Sent(0.101, 5, packet(5)), Sent(0.39, 2, packet(2))]
    buffer = JitterBuffer()
    assert speech(played(buffer, arriving, until=3)) == [packet(n) for n in range(20)]
    assert buffer.counted() == (2, 0)
    assert buffer.counted() == (0, 0)


def test_the_numbers_begin_anew_behind_the_last_one() -> None:
    assert speech(played(JitterBuffer(), spurt(40, first=65_520), until=3)) == [packet(65_520 + n) for n in range(40)]


def test_a_lost_packet_is_concealed_and_counted() -> None:
    buffer = JitterBuffer()
    heard = played(buffer, [one for one in spurt(20) if one.number not in (7, 8)], until=3)
    assert heard[7:9] == [Gap.CONCEALED, Gap.CONCEALED]
    assert buffer.counted() == (0, 2)


def test_a_packet_that_can_not_be_read_is_concealed_and_not_counted_as_lost() -> None:
    buffer = JitterBuffer()
    arriving = [Sent(one.at, one.number, UNREADABLE) if one.number in (7, 8) else one for one in spurt(20)]
    heard = played(buffer, arriving, until=3)
    assert heard[7:9] == [Gap.CONCEALED, Gap.CONCEALED]
    assert buffer.counted() == (0, 0)


def test_packets_that_can_not_be_read_begin_no_speech() -> None:
    buffer = JitterBuffer()
    assert played(buffer, [Sent(one.at, one.number, UNREADABLE) for one in spurt(20)], until=3) == []
    assert buffer.idle


def test_where_packets_stop_without_a_word_the_speech_ends() -> None:
    heard = played(JitterBuffer(), spurt(10), until=5)
    assert heard[10:20] == [Gap.CONCEALED] * 10
    assert heard[20:] == [Gap.QUIET] * 90


def test_what_was_held_up_on_the_way_is_heard_all_the_same() -> None:
    late = [Sent(1.5, one.number, one.packet) if one.at > 0.5 else one for one in spurt(60)]
    buffer = JitterBuffer()
    heard = timed(buffer, late, until=5)
    assert speech([slot for _, slot in heard]) == [packet(n) for n in range(60)]
    assert max(at for at, slot in heard if slot == packet(59)) < 1.8
    assert buffer.counted() == (0, 0)


def test_what_is_asked_for_late_is_no_shorter_and_no_longer() -> None:
    buffer = JitterBuffer()
    for one in spurt(20):
        buffer.put(one.number, one.packet, one.at)
    heard = [slot for slot, _ in buffer.due(0.4)]
    for one in spurt(20, begin=0.4, first=20):
        buffer.put(one.number, one.packet, one.at)
        heard += [slot for slot, _ in buffer.due(one.at)]
    heard += [slot for slot, _ in buffer.due(0.86)]
    assert heard == [packet(n) for n in range(40)]


def test_the_end_of_the_silence_may_be_lost() -> None:
    arriving = spurt(10) + silence(2, begin=0.2, first=10) + spurt(10, begin=1.0, first=15)
    buffer = JitterBuffer()
    heard = played(buffer, arriving, until=4)
    assert len(speech(heard)) == 20
    assert Gap.CONCEALED not in heard[:-110]
    assert buffer.counted() == (0, 0)


def test_a_source_that_begins_anew_is_followed() -> None:
    buffer = JitterBuffer()
    heard = played(buffer, spurt(10, first=40_000) + spurt(10, begin=0.2, first=100), until=4)
    assert packet(109) in heard


def test_packets_of_other_lengths_keep_their_time() -> None:
    long = bytes([0x78 | 3, 3, 1, 2])
    buffer = JitterBuffer()
    arriving = [Sent(0.06 * n, n, long + bytes([n])) for n in range(20)]
    heard = played(buffer, arriving, until=1.2)
    assert len(speech(heard)) == pytest.approx(19, abs=1)
    assert Gap.CONCEALED not in heard


@pytest.mark.parametrize(
    ("first", "second", "seconds"),
    [
        (0x70, 0, 0.01),
        (0x78, 0, 0.02),
        (0xFC, 0, 0.02),
        (0xF8, 0, 0.02),
        (0x08, 0, 0.02),
        (0x18, 0, 0.06),
        (0xE1, 0, 0.005),
        (0x0A, 0, 0.04),
        (0xFB, 3, 0.06),
        (0xFB, 0, 0.02),
        (0x1B, 63, 0.02),
    ],
)
def test_a_packet_says_how_long_it_is(first: int, second: int, seconds: float) -> None:
    assert seconds_of(bytes([first, second])) == pytest.approx(seconds)


def test_what_is_no_packet_lasts_as_long_as_most() -> None:
    assert [seconds_of(b""), seconds_of(b"\xfb")] == [0.02, 0.02]


@st.composite
def journeys(draw: st.DrawFn) -> list[Sent]:
    """Speech on its way through a bad network: lost, doubled, late, in another order."""
    count = draw(st.integers(1, 120))
    first = draw(st.integers(0, 0xFFFF))
    chances = Random(draw(st.integers(0, 1000)))
    loss, jitter, twice = draw(st.floats(0, 0.5)), draw(st.floats(0, 0.3)), draw(st.floats(0, 0.3))
    journey = []
    for one in spurt(count, first=first):
        for _ in range((chances.random() >= loss) * (1 + (chances.random() < twice))):
            journey.append(Sent(one.at + chances.random() * jitter, one.number, one.packet))
    return journey


@given(journeys())
def test_whatever_the_way_did_the_order_holds_nothing_is_heard_twice_and_all_is_accounted_for(
    journey: list[Sent],
) -> None:
    buffer = JitterBuffer()
    heard = speech(played(buffer, journey, until=8))
    numbers = [int.from_bytes(one[1:], "big") for one in heard]
    assert numbers == sorted(set(numbers))
    late, lost = buffer.counted()
    assert len(heard) + late == len(journey)
    sent = {one.number for one in journey}
    assert lost <= (max(sent) - min(sent) + 1 if sent else 0)
    assert buffer.idle


@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.sampled_from([UNREADABLE, SILENT_PACKET, SPEECH]))))
def test_no_packets_however_odd_make_it_hold_or_give_without_bound(packets: list[tuple[int, bytes]]) -> None:
    buffer = JitterBuffer()
    slots = 0
    for count, (number, content) in enumerate(packets):
        buffer.put(number, content, 0.02 * count)
        slots += len(buffer.due(0.02 * count))
        assert len(buffer._held) <= 160
    slots += len(buffer.due(1000.0))
    assert slots <= 300 * (len(packets) + 1)
    assert buffer.idle


@pytest.mark.parametrize("seed", range(20))
def test_at_ten_percent_loss_and_sixty_milliseconds_of_jitter_nothing_else_is_missing(seed: int) -> None:
    chances = Random(seed)
    journey = [
        Sent(one.at + 0.06 * chances.random(), one.number, one.packet) for one in spurt(500) if chances.random() > 0.1
    ]
    buffer = JitterBuffer()
    heard = played(buffer, journey, until=13)
    assert len(speech(heard)) == len(journey)
    words = heard[: len(heard) - 100]
    longest = max((len([*run]) for kind, run in groupby(words, lambda one: isinstance(one, Gap)) if kind), default=0)
    assert longest * FRAME_S <= 0.2
    assert len(words) <= 500 * 1.06
