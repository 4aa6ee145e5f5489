"""New keys are used when everybody is ready, or had two seconds to be."""

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.errors import InvalidInput
from acore.simulator.model import Payload
from acore.simulator.voice.ops import CLOSE_CODES, Op, VoiceClose
from acore.simulator.voice.rtp import Packet
from acore.simulator.voice.seats import Seat
from acore.simulator.voice.transitions import FIRST, Transitions


class Listener(Seat):
    def __init__(self, user_id: str) -> None:
        self.user_id = user_id
        self.ssrc = 1
        self.told: list[int] = []

    def send(self, op: Op, data: Payload) -> None:
        assert op == Op.EXECUTE_TRANSITION
        self.told.append(data["transition_id"])

    def send_binary(self, op: Op, data: bytes) -> None:
        raise AssertionError(op)

    def forward(self, packet: Packet, whose: str) -> None:
        raise AssertionError(whose)


@pytest.fixture
def people() -> list[Listener]:
    return [Listener("1"), Listener("2")]


async def test_it_is_executed_once_all_are_ready(people: list[Listener]) -> None:
    executed: list[None] = []
    transitions = Transitions(ManualClock(), lambda: executed.append(None))
    number = transitions.next_id()
    transitions.begin(number, people)
    transitions.ready("1", number)
    transitions.ready("1", number)
    assert transitions.under_way
    transitions.ready("2", number)
    transitions.ready("2", number)
    assert [person.told for person in people] == [[number], [number]]
    assert not transitions.under_way
    assert len(executed) == 1


async def test_who_is_too_slow_is_not_waited_for(people: list[Listener]) -> None:
    clock = ManualClock()
    transitions = Transitions(clock, lambda: None)
    transitions.begin(7, people)
    await clock.advance(1.9)
    assert people[0].told == []
    await clock.advance(0.2)
    assert [person.told for person in people] == [[7], [7]]


async def test_who_left_is_neither_waited_for_nor_told(people: list[Listener]) -> None:
    transitions = Transitions(ManualClock(), lambda: None)
    transitions.begin(7, people)
    transitions.ready("1", 7)
    transitions.forget("2")
    assert [person.told for person in people] == [[7], []]


async def test_the_first_is_not_waited_for(people: list[Listener]) -> None:
    transitions = Transitions(ManualClock(), lambda: None)
    transitions.begin(FIRST, people)
    transitions.begin(5, [])
    assert not transitions.under_way


async def test_at_the_end_nothing_is_executed(people: list[Listener]) -> None:
    clock = ManualClock()
    transitions = Transitions(clock, lambda: None)
    transitions.begin(7, people)
    await transitions.aclose()
    await clock.advance(5)
    assert people[0].told == []


def test_numbers_are_never_that_of_the_first() -> None:
    transitions = Transitions(ManualClock(), lambda: None)
    numbers = [transitions.next_id() for _ in range(65_537)]
    assert FIRST not in numbers
    assert numbers[-3:] == [65_535, 1, 2]


def test_there_are_only_discords_close_codes() -> None:
    assert VoiceClose(4015).ends_session is False
    assert all(VoiceClose(code).ends_session for code in CLOSE_CODES if code not in (1001, 4015))
    with pytest.raises(InvalidInput, match="closes voice with no 4242"):
        VoiceClose(4242)
