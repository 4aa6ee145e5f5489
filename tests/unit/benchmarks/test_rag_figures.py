"""The parts that the figures about finding passages are made of."""

import math
from uuid import UUID

import numpy as np
import pytest

from acore.domain.chunking import chunks
from acore.domain.knowledge import Document
from benchmarks.rag_corpus import PER_DOCUMENT, SIZE, corpus, texts
from benchmarks.rag_peers import Bm25s, brute_force, local_mode
from benchmarks.rag_quality import LatentEmbedder, _chunks, _ndcg, _questions, _recall, _relevant

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def test_the_gain_is_discounted_by_the_rank() -> None:
    assert _ndcg([ONE, TWO], {ONE}) == 1
    assert _ndcg([TWO, ONE], {ONE}) == pytest.approx(1 / math.log2(3))
    assert _ndcg([TWO, ONE, THREE], {ONE, THREE}) == pytest.approx((1 / math.log2(3) + 0.5) / (1 + 1 / math.log2(3)))
    assert _ndcg([TWO], {ONE}) == _ndcg([], {ONE}) == 0


def test_recall_is_the_share_that_is_there() -> None:
    assert (_recall([ONE, TWO], {ONE, THREE}), _recall([], {ONE})) == (0.5, 0)


def test_what_holds_the_evidence_is_relevant_or_else_what_holds_most_of_it() -> None:
    cut = chunks(Document("file:///a.md", "a.md", "# One\n\nThe boat is red.\n\n# Two\n\nThe shed is green and tall."))
    assert _relevant("the boat  is RED.", cut) == {cut[0].id}
    assert _relevant("The shed is tall", cut) == {cut[1].id}


def test_the_halves_share_no_question() -> None:
    cut = tuple(_chunks())
    one, other = ({asked for asked, _ in _questions(cut, test_half=half)} for half in (True, False))
    assert len(one) > 100 < len(other)
    assert not one & other


def test_the_embedder_of_the_benchmark_finds_forms_of_a_word() -> None:
    embedder = LatentEmbedder(["the boats are repaired", "a repair of boats", "soup is served hot", "hot soups", "tea"])
    asked, boats, soup = (embedder.vector(text) for text in ("repairing a boat", "boats repaired", "hot soup"))
    assert asked @ boats > asked @ soup + 0.3
    assert np.linalg.norm(embedder.vector("日本")) == pytest.approx(1)


def test_the_corpus_is_the_same_in_every_run() -> None:
    small = corpus(3 * PER_DOCUMENT, 5, questions=4)
    again = corpus.__wrapped__(3 * PER_DOCUMENT, 5, questions=4)
    assert small.chunks == again.chunks
    assert (small.vectors == again.vectors).all()
    assert small.vectors.shape == (600, SIZE)
    assert len(list(small.documents())) == 3
    assert texts(3, 5) != texts(3, 5, seed=1)


def test_the_peers_find_the_same_nearest() -> None:
    small = corpus(3 * PER_DOCUMENT, 5, questions=4)
    with local_mode(SIZE) as local:
        local.write(small.chunks, small.vectors)
        for question in small.questions:
            wanted = [uri for *_, uri in brute_force(small, question, 5)]
            assert [found["uri"] for found in local.nearest(question, 5)] == wanted
        whole = small.chunks[7].text
        assert 7 in local.hybrid(whole, small.vectors[7], 5)
    assert Bm25s(small.chunks).found(whole, 3)[0] == 7
