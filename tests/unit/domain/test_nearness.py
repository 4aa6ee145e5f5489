import pytest

from acore.domain.nearness import PAIRS, Nearness, measured

EAST, NORTH, SLANTED = (1.0, 0.0), (0.0, 1.0), (0.6, 0.8)


def test_the_scale_lies_between_what_is_unrelated_and_what_answers() -> None:
    scale = measured((EAST, NORTH), (EAST, SLANTED))
    assert [scale.unrelated, scale.related] == pytest.approx([(0.6 + 0) / 2, (1 + 0.8) / 2])
    assert scale.tells


def test_a_cosine_becomes_a_place_on_the_scale() -> None:
    scale = Nearness(unrelated=0.7, related=0.9)
    assert [scale.score(cosine) for cosine in (0.5, 0.7, 0.8, 0.9, 1.0)] == pytest.approx([0, 0, 0.5, 1, 1])


def test_an_embedder_that_finds_everything_equally_near_tells_nothing() -> None:
    scale = measured((EAST, EAST), (SLANTED, SLANTED))
    assert not scale.tells
    assert scale.score(1.0) == 0


def test_the_pairs_share_few_words() -> None:
    for asked, answer in PAIRS:
        assert len(set(asked.lower().split()) & set(answer.lower().split())) <= 3
