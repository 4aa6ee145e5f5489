"""What a person does with microphone and camera, tick by tick."""

from acore.simulator.voice.rtp import SILENCE
from acore.simulator.voice.spurts import BEFORE, Filming, Spurt


class Mouth:
    """Notes what is sent and announced; after `stays` packets it has left."""

    def __init__(self, stays: int = 1_000) -> None:
        self.done: list[object] = []
        self._stays = stays

    def send(self, frame: bytes, tick: int) -> bool:
        self.done.append(frame)
        self._stays -= 1
        return self._stays > 0

    def announce(self, *, speaks: bool) -> None:
        self.done.append(speaks)

    def picture(self, tick: int, *, last: bool) -> bool:
        self.done.append((tick, last))
        self._stays -= 1
        return self._stays > 0


def spurt(mouth: Mouth, announced_after: int = BEFORE) -> Spurt:
    return Spurt(mouth.send, mouth.announce, [b"a", b"b"], announced_after=announced_after)


def run(step: Spurt | Filming, ticks: int = 100) -> int:
    return next(number for number in range(1, ticks) if not step.tick(number))


def test_it_is_announced_before_and_ends_with_silence() -> None:
    mouth = Mouth()
    speaking = spurt(mouth)
    assert run(speaking) == 8
    assert mouth.done == [True, b"a", b"b", *[SILENCE] * 5, False]
    assert speaking.over.is_set()


def test_it_can_be_announced_late() -> None:
    mouth = Mouth()
    run(spurt(mouth, announced_after=1))
    assert mouth.done[:4] == [b"a", True, b"b", SILENCE]


def test_who_leaves_stops() -> None:
    mouth = Mouth(stays=1)
    speaking = spurt(mouth)
    assert run(speaking) == 2
    assert mouth.done == [True, b"a", False]
    assert speaking.over.is_set()


def test_who_stops_has_only_silence_left() -> None:
    mouth = Mouth()
    speaking = spurt(mouth)
    speaking.tick(0)
    speaking.stop()
    run(speaking)
    assert mouth.done == [True, *[SILENCE] * 5, False]


def test_a_picture_is_three_packets_in_two_ticks() -> None:
    mouth = Mouth()
    filming = Filming(mouth.picture, 4)
    assert run(filming) == 4
    assert mouth.done == [(1, False), (1, False), (2, True), (3, False), (3, False), (4, True)]


def test_who_leaves_films_no_more() -> None:
    filming = Filming(Mouth(stays=1).picture, 4)
    assert run(filming) == 1
    assert filming.over.is_set()
