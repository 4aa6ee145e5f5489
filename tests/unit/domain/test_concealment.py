import numpy as np

from acore.domain.concealment import Concealment

FRAMES = 320


def wave() -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    return (8000 * np.sin(np.arange(FRAMES) / 10)).astype(np.int16).reshape(-1, 1)


def test_what_is_missing_sounds_like_what_came_before_ever_softer_for_a_tenth_of_a_second() -> None:
    concealment = Concealment()
    concealment.heard(wave())
    loudness = [float(np.abs(concealment.repeat(FRAMES)).mean()) for _ in range(7)]
    assert loudness == sorted(loudness, reverse=True)
    assert loudness[0] > 0.8 * float(np.abs(wave()).mean())
    assert loudness[4] > 0
    assert loudness[5:] == [0, 0]


def test_the_repetitions_begin_as_loud_as_the_one_before_ended() -> None:
    concealment = Concealment()
    concealment.heard(np.full((FRAMES, 1), 10_000, np.int16))
    one, other = concealment.repeat(FRAMES), concealment.repeat(FRAMES)
    assert int(one[0, 0]) == 10_000
    assert abs(int(one[-1, 0]) - int(other[0, 0])) < 100


def test_what_was_heard_again_is_drawn_out_anew() -> None:
    concealment = Concealment()
    concealment.heard(wave())
    for _ in range(6):
        concealment.repeat(FRAMES)
    concealment.heard(wave())
    assert concealment.repeat(FRAMES).any()


def test_silence_is_not_drawn_out_and_nothing_is_nothing() -> None:
    concealment = Concealment()
    assert not concealment.repeat(FRAMES).any()
    concealment.heard(wave())
    concealment.quiet()
    assert not concealment.repeat(FRAMES).any()
    concealment.heard(wave()[:0])
    assert concealment.repeat(FRAMES).shape == (FRAMES, 1)


def test_more_can_be_wanted_than_was_heard_and_less() -> None:
    for frames in (160, 960):
        concealment = Concealment()
        concealment.heard(wave())
        assert concealment.repeat(frames).shape == (frames, 1)
