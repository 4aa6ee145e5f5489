from itertools import pairwise

import pytest
import qdrant_edge as qdrant
from hypothesis import given
from hypothesis import strategies as st

from acore.domain import sparse
from acore.domain.terms import terms


@given(st.lists(st.sampled_from("a b c d e f g h".split()), max_size=300))
def test_weights_are_those_of_the_engine(found: list[str]) -> None:
    """The embedded index weighs by itself: every store is to find in one order."""
    config = qdrant.Bm25Config(
        tokenizer=qdrant.TokenizerType.Whitespace,
        stemmer=qdrant.DisabledStemmer(),
        stopwords=qdrant.StopwordsSet(custom=set()),
        lowercase=False,
        avg_len=sparse.USUAL_LENGTH,
    )
    theirs = qdrant.Bm25(config).embed_document(" ".join(found)).values
    assert sorted(sparse.weights(found).values()) == pytest.approx(sorted(theirs), rel=1e-5)


def test_what_is_rare_tells_more() -> None:
    told = [sparse.rarity(100, holding) for holding in range(101)]
    assert all(rarer > commoner > 0 for rarer, commoner in pairwise(told))


@given(st.text(max_size=200).filter(str.isascii))
def test_word_by_word_a_text_says_what_it_says_as_a_whole(text: str) -> None:
    assert sparse.said("", text) == terms(text)


def test_a_title_is_found_as_well() -> None:
    assert sparse.said("Opening hours", "東京タワーは" + "高" * 50) == [
        *terms("opening hours"),
        *terms("東京タワーは" + "高" * 50),
    ]


def test_places_are_apart_and_the_same_everywhere() -> None:
    assert len({sparse.place(f"word{n}") for n in range(1000)}) == 1000
    assert (sparse.place("apple"), sparse.place("äpfel")) == (2838417488, 3639759216)
