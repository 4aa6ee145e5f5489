"""What one would have instead: numpy over all vectors, qdrant-client's local mode, bm25s."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import bm25s
import numpy as np
import qdrant_edge
from qdrant_client import QdrantClient, models

from acore.domain.knowledge import Chunk
from benchmarks.rag_corpus import Corpus

_COLLECTION = "chunks"
_BATCH = 512
_CANDIDATES = 40
_EVERYONE = models.Filter(
    must=[models.FieldCondition(key=key, match=models.MatchAny(any=["", "g"])) for key in ("guild", "channel")]
)


def brute_force(corpus: Corpus, question: Any, limit: int) -> list[tuple[float, str, str, str]]:  # noqa: ANN401  an array
    """Every vector compared with the question in one product: score, text, title and address of the nearest."""
    scores = corpus.vectors @ question
    nearest = np.argpartition(-scores, limit)[:limit]
    found = []
    for index in nearest[np.argsort(-scores[nearest])]:
        chunk = corpus.chunks[index]
        found.append((float(scores[index]), chunk.text, chunk.source.title, chunk.source.uri))
    return found


class LocalMode:
    """qdrant-client over its own store in memory: vectors, and words by Qdrant's own BM25 with its usual settings."""

    def __init__(self, client: QdrantClient, size: int) -> None:
        self._client = client
        self._words = qdrant_edge.Bm25(qdrant_edge.Bm25Config())
        client.create_collection(
            _COLLECTION,
            vectors_config={"dense": models.VectorParams(size=size, distance=models.Distance.COSINE)},
            sparse_vectors_config={"words": models.SparseVectorParams(modifier=models.Modifier.IDF)},
        )

    def write(self, chunks: Sequence[Chunk], vectors: Any) -> None:  # noqa: ANN401  an array
        """Every chunk with its vector and its words."""
        for start in range(0, len(chunks), _BATCH):
            batch = list(enumerate(chunks))[start : start + _BATCH]
            self._client.upsert(_COLLECTION, [self._point(number, chunk, vectors[number]) for number, chunk in batch])

    def nearest(self, vector: Any, limit: int) -> list[Any]:  # noqa: ANN401  an array
        """Dense alone, with text and source, for those who may find it."""
        found = self._client.query_points(
            _COLLECTION, query=vector.tolist(), using="dense", query_filter=_EVERYONE, limit=limit, with_payload=True
        )
        return [point.payload for point in found.points]

    def hybrid(self, text: str, vector: Any, limit: int) -> list[int]:  # noqa: ANN401  an array
        """Dense and words, put together by Qdrant's own reciprocal rank fusion: the numbers of the chunks."""
        asked = self._words.embed_query(text)
        sparse = models.SparseVector(indices=list(asked.indices), values=list(asked.values))
        found = self._client.query_points(
            _COLLECTION,
            prefetch=[
                models.Prefetch(query=vector.tolist(), using="dense", limit=_CANDIDATES),
                models.Prefetch(query=sparse, using="words", limit=_CANDIDATES),
            ],
            query=models.FusionQuery(fusion=models.Fusion.RRF),
            limit=limit,
        )
        return [int(point.id) for point in found.points]

    def _point(self, number: int, chunk: Chunk, vector: Any) -> models.PointStruct:  # noqa: ANN401  an array
        said = self._words.embed_document(f"{chunk.source.title}\n{chunk.text}")
        payload = {"text": chunk.text, "title": chunk.source.title, "uri": chunk.source.uri, "guild": "", "channel": ""}
        sparse = models.SparseVector(indices=list(said.indices), values=list(said.values))
        return models.PointStruct(id=number, vector={"dense": vector.tolist(), "words": sparse}, payload=payload)


@contextmanager
def local_mode(size: int) -> Iterator[LocalMode]:
    """An empty one, for a while."""
    client = QdrantClient(":memory:")
    try:
        yield LocalMode(client, size)
    finally:
        client.close()


class Bm25s:
    """bm25s as its own introduction uses it: English little words are left out."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self._index = bm25s.BM25()
        self._index.index(_tokens([f"{chunk.source.title}\n{chunk.text}" for chunk in chunks]), show_progress=False)

    def found(self, text: str, limit: int) -> list[int]:
        """The numbers of the best chunks."""
        numbers, scores = self._index.retrieve(_tokens([text]), k=limit, show_progress=False)
        return [int(number) for number, score in zip(numbers[0], scores[0], strict=True) if score > 0]


def _tokens(texts: list[str]) -> Any:  # noqa: ANN401  its own kind
    return bm25s.tokenize(texts, stopwords="en", show_progress=False)
