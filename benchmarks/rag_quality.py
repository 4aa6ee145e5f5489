"""How good what is found is, on the questions over documents (`benchmarks/answers`).

A chunk is relevant that holds the evidence of the question, or where it was cut, most of its words. The embedder is
made here, from the documents alone: the sum of pieces of words, with as few directions as keep what they share
(latent semantic analysis). It knows forms and parts of words in any language and no synonyms; a real model knows more.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from statistics import fmean
from typing import Any
from uuid import UUID

import numpy as np
import orjson

from acore.adapters.documents.reader import FileReader
from acore.adapters.rag.hybrid import HybridRetriever, HybridSettings
from acore.adapters.vector_store.memory import MemoryVectorStore
from acore.domain.chunking import chunks
from acore.domain.knowledge import Chunk, Document, Query, Refusal, Vector
from acore.domain.scope import Scope
from acore.domain.terms import fold, terms
from acore.interfaces import Embedder
from acore.interfaces.embedder import Kind
from acore.testing import retriever_context
from benchmarks.processes import ROOT
from benchmarks.rag_peers import Bm25s, local_mode

_SET = ROOT / "benchmarks" / "answers"
_SCOPE = Scope("bench", "ada")
_LIMIT = 10
_DIRECTIONS = 128
_UNRELATED, _RELATED = 0.2, 0.8
"""Cosines of this embedder, which knows nothing of the world that its scale could be measured by."""


class LatentEmbedder(Embedder):
    """Pieces of two to five characters of every word, reduced to the directions that tell the texts apart."""

    name = "latent"

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [_pieces(text) for text in texts]
        holding = Counter(piece for count in counts for piece in count)
        self._places = {piece: place for place, piece in enumerate(p for p, times in holding.items() if times > 1)}
        rarity = [math.log((1 + len(texts)) / (1 + holding[piece])) + 1 for piece in self._places]
        self._rarity = np.array(rarity, dtype=np.float32)
        _, _, directions = np.linalg.svd(np.stack([self._whole(count) for count in counts]), full_matrices=False)
        self._directions = directions[:_DIRECTIONS].T

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:  # noqa: ARG002
        """The same for both kinds."""
        return tuple(self.vector(text) for text in texts)

    def vector(self, text: str) -> Any:  # noqa: ANN401  an array
        """One of length 1; a text of unknown pieces alone has the first direction."""
        vector = self._whole(_pieces(text)) @ self._directions
        length = np.linalg.norm(vector)
        return vector / length if length > 0 else np.eye(1, len(vector), dtype=np.float32)[0]

    def _whole(self, count: Mapping[str, int]) -> Any:  # noqa: ANN401  an array
        vector = np.zeros(len(self._places), dtype=np.float32)
        for piece, times in count.items():
            if (place := self._places.get(piece)) is not None:
                vector[place] = 1 + math.log(times)
        vector *= self._rarity
        return vector / (np.linalg.norm(vector) or 1)


def _pieces(text: str) -> Counter[str]:
    words = (f" {word} " for word in fold(text).split())
    return Counter(w[at : at + size] for w in words for size in range(2, 6) for at in range(len(w) - size + 1))


async def qualities(*, test_half: bool = True) -> dict[str, tuple[float, float]]:
    """nDCG@10 and recall@5 over the answerable questions of a half, by who found."""
    cut = tuple(_chunks())
    said = [f"{chunk.source.title}\n{chunk.text}" for chunk in cut]
    embedder = LatentEmbedder(said)
    vectors = np.stack([embedder.vector(text) for text in said])
    store = await _filled(cut, vectors)
    settings = HybridSettings(unrelated=_UNRELATED, related=_RELATED)
    words = HybridRetriever(settings, retriever_context(store))
    both = HybridRetriever(settings, retriever_context(store, embedder=embedder))
    peer = Bm25s(cut)
    found: dict[str, list[tuple[float, float]]] = {"words": [], "both": [], "bm25s": [], "qdrant": []}
    with local_mode(vectors.shape[1]) as local:
        local.write(cut, vectors)
        for asked, relevant in _questions(cut, test_half=test_half):
            query = Query(asked, _SCOPE, _LIMIT)
            numbers = {
                "bm25s": peer.found(asked, _LIMIT),
                "qdrant": local.hybrid(asked, embedder.vector(asked), _LIMIT),
            }
            rankings = {who: [cut[number].id for number in those] for who, those in numbers.items()}
            rankings["words"] = [passage.id for passage in await words.retrieve(query) if passage.id]
            rankings["both"] = [passage.id for passage in await both.retrieve(query) if passage.id]
            for who, ranking in rankings.items():
                found[who].append((_ndcg(ranking, relevant), _recall(ranking[:5], relevant)))
    return {
        who: (fmean(each[0] for each in scores), fmean(each[1] for each in scores)) for who, scores in found.items()
    }


async def _filled(cut: Sequence[Chunk], vectors: Any) -> MemoryVectorStore:  # noqa: ANN401  an array
    store = MemoryVectorStore()
    for uri in dict.fromkeys(chunk.document for chunk in cut):
        own = [(chunk, vector) for chunk, vector in zip(cut, vectors, strict=True) if chunk.document == uri]
        await store.replace(uri, [chunk for chunk, _ in own], vectors=[vector for _, vector in own])
    return store


def _chunks() -> Iterator[Chunk]:
    reader = FileReader()
    for file in sorted((_SET / "documents").iterdir()):
        reading = reader.read(file.name, file.read_bytes())
        assert not isinstance(reading, Refusal), reading
        yield from chunks(
            Document(f"file:///{file.name}", file.name, reading.text, anchors=reading.anchors, form=reading.form)
        )


def _questions(cut: Sequence[Chunk], *, test_half: bool) -> Iterator[tuple[str, set[UUID]]]:
    """Each answerable question of the half, after the one before where it is a follow-up, and what is relevant."""
    for line in (_SET / "questions.jsonl").read_bytes().splitlines():
        row = orjson.loads(line)
        if row["answerable"] and bool(blake2b(row["question"].encode()).digest()[0] % 2) == test_half:
            own = [chunk for chunk in cut if chunk.document == f"file:///{row['document']}"]
            yield f"{row.get('earlier', '')} {row['question']}".strip(), _relevant(row["evidence"], own)


def _relevant(evidence: str, own: Sequence[Chunk]) -> set[UUID]:
    whole = {chunk.id for chunk in own if _plain(evidence) in _plain(chunk.text)}
    wanted = set(terms(evidence))
    return whole or {max(own, key=lambda chunk: len(wanted & set(terms(chunk.text)))).id}


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _ndcg(ranking: Sequence[UUID], relevant: set[UUID]) -> float:
    """Discounted by the logarithm of the rank, as a share of the best possible (Järvelin and Kekäläinen 2002)."""
    gained = sum(1 / math.log2(rank + 1) for rank, one in enumerate(ranking, 1) if one in relevant)
    return gained / sum(1 / math.log2(rank + 1) for rank in range(1, min(len(relevant), _LIMIT) + 1))


def _recall(ranking: Sequence[UUID], relevant: set[UUID]) -> float:
    return len(relevant.intersection(ranking)) / len(relevant)
