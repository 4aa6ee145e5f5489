"""What the index does: Qdrant's engine over one folder, which one process at a time may use."""

import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import qdrant_edge as qdrant

from acore.adapters.vector_store import edge_folder
from acore.adapters.vector_store.edge_folder import AUDIENCE, FEW, POSITION, TEXT, UNBUILT_KB, vector_name
from acore.adapters.vector_store.packing import unpacked
from acore.adapters.vector_store.rows import UNFINISHED, Row, audience_of
from acore.domain.sparse import USUAL_LENGTH, said
from acore.domain.terms import question

Seen = list[str] | None
"""The audiences to look for; None is all of them."""

_PAGE = 256
_BATCH = 32
_NUMBER = 4
"""Bytes of a number in a vector."""
_EF = ((20_000, 64), (sys.maxsize, 128))
"""Candidates that a search in the graph keeps, up to how many chunks: the nearest five were found in every sample."""
_FLUSH_S = 1.0
"""What was written since survives the end of the process, yet not of the machine."""


class Unusable(BaseException):
    """What the engine holds in memory can not be trusted any more: the process has to end."""


class Index:
    """The shard in a folder; created where there is none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bm25 = qdrant.Bm25(
            qdrant.Bm25Config(
                tokenizer=qdrant.TokenizerType.Whitespace,
                stemmer=qdrant.DisabledStemmer(),
                stopwords=qdrant.StopwordsSet(custom=set()),
                lowercase=False,
                avg_len=USUAL_LENGTH,
            )
        )
        edge_folder.ensure(folder)
        self._load()
        edge_folder.tidy(folder)

    def _load(self) -> None:
        self._shard = qdrant.EdgeShard.load(str(self._folder))
        if AUDIENCE not in self._shard.info().payload_schema:
            self._widen()
        self._few = POSITION not in self._shard.info().payload_schema
        self._outgrow()
        self._size = edge_folder.size_in(self._folder)
        self._ef = next(ef for most, ef in _EF if self.count() <= most)
        self._flushed = time.monotonic()

    def begin(self, first: Row, size: int | None) -> None:
        """Write a document's first chunk, which says that it is unfinished; make room for vectors of that size."""
        if size not in {None, self._size}:
            self._resize(size)
        self.write([first])

    def write(self, chunks: list[Row]) -> None:
        """Write chunks over those that stand in their places."""
        self._shard.update(qdrant.UpdateOperation.upsert_points([self._point(chunk) for chunk in chunks]))

    def finish(self, document: str, guild: str, first: list[Row], count: int) -> None:
        """Drop what stands after the document's last chunk, and write its first one, which says that all are there."""
        self._outgrow()
        if not first:
            head = qdrant.Filter(must=[*_where(document, guild), _first()])
            self._shard.update(qdrant.UpdateOperation.set_payload_by_filter(head, {"fingerprint": UNFINISHED}))
        stale = qdrant.FieldCondition(POSITION, range=qdrant.RangeFloat(gte=count))
        self._drop(qdrant.Filter(must=[*_where(document, guild), stale]))
        if first:
            self.write([{**first[0], "chunks": count}])
        if time.monotonic() - self._flushed > _FLUSH_S:
            self.flush()

    def flush(self) -> None:
        """Make all of it durable beyond a power cut."""
        self._shard.flush()
        self._flushed = time.monotonic()

    def fingerprint(self, document: str, guild: str) -> str | None:
        """The fingerprint that the document's first chunk carries."""
        found, _ = self._shard.scroll(
            qdrant.ScrollRequest(
                limit=1,
                filter=qdrant.Filter(must=[*_where(document, guild), _first()]),
                with_payload=["fingerprint"],
            )
        )
        return str((found[0].payload or {})["fingerprint"]) or None if found else None

    def search(self, text: str, seen: Seen, limit: int) -> list[Row]:
        """The chunks that share words with the text, among those that are seen."""
        asked = self._asked(text)
        return self._query(asked, TEXT, seen, limit) if asked.indices else []

    def nearest(self, vector: str, seen: Seen, limit: int) -> list[Row]:
        """The chunks whose vectors are nearest, among those that are seen."""
        numbers = unpacked(vector)
        size = len(numbers)
        return self._query(numbers, vector_name(size), seen, limit) if size == self._size else []

    def chunk(self, identity: str, seen: Seen) -> Row | None:
        """One chunk, if it is seen."""
        wanted = qdrant.Filter(must=[qdrant.HasIdCondition({identity}), *_conditions(seen)])
        found, _ = self._shard.scroll(qdrant.ScrollRequest(limit=1, filter=wanted, with_payload=True))
        return dict(found[0].payload or {}) if found else None

    def documents(self, seen: Seen) -> list[Row]:
        """The first chunk of each document that is seen, and how many it has."""
        rows = [dict(point.payload or {}) for point in self._scroll(qdrant.Filter(must=[_first(), *_conditions(seen)]))]
        return [{"first": row, "chunks": row.get("chunks") or self._count(row)} for row in rows]

    def count(self) -> int:
        """How many chunks there are."""
        return self._shard.count(qdrant.CountRequest())

    def wants_graph(self) -> bool:
        """Flush, and say whether so many vectors were written since the last graph that it is worth a new one."""
        self.flush()
        if self._size is None:
            return False
        info = self._shard.info()
        vectors = qdrant.Filter(must=[qdrant.HasVectorCondition(vector_name(self._size))])
        within = max(info.indexed_vectors_count - info.points_count, 0)  # the words of each are indexed at once
        without = self._shard.count(qdrant.CountRequest(filter=vectors)) - within
        return without * self._size * _NUMBER > UNBUILT_KB * 1024

    def adopt(self, built: str, changed: list[dict[str, str]]) -> bool:
        """Bring a copy that got its graph up to date, and take it; False where it does not fit any more.

        What it takes the place of stands in the copy's place then: whoever made the copy removes it.
        """
        draft = Path(built)
        if not draft.exists() or edge_folder.size_in(draft) != self._size:
            return False  # a new start tidied it away, or vectors of another length came
        if changed:
            self._catch_up(built, changed)
        try:
            self._shard.close()
            edge_folder.swap(self._folder, draft)
            self._load()
        except BaseException as error:
            raise Unusable(f"a new graph could not be put in its place: {error}") from error
        return True

    def _catch_up(self, built: str, changed: list[dict[str, str]]) -> None:
        copy = qdrant.EdgeShard.load(built)
        for document in changed:
            whole = qdrant.Filter(must=_where(**document))
            copy.update(qdrant.UpdateOperation.delete_points_by_filter(whole))
            for points in _pages(self._scroll(whole, with_vector=True)):
                copy.update(
                    qdrant.UpdateOperation.upsert_points(
                        [qdrant.Point(point.id, point.vector or {}, point.payload) for point in points]
                    )
                )
        copy.flush()
        copy.close()

    def close(self) -> None:
        """Write everything down."""
        self._shard.close()

    def _widen(self) -> None:
        """The first version wrote no audience down."""
        for points in _pages(self._scroll(None)):
            by_audience: dict[str, list[Any]] = {}
            for point in points:
                by_audience.setdefault(audience_of(point.payload or {}), []).append(point.id)
            for audience, ids in by_audience.items():
                self._shard.update(qdrant.UpdateOperation.set_payload(ids, {AUDIENCE: audience}))
        edge_folder.index_audience(self._shard)

    def _outgrow(self) -> None:
        """Index the places of the chunks, where they are not few any more."""
        if self._few and self.count() > FEW:
            edge_folder.index_places(self._shard)
            self._few = False

    def _resize(self, size: int | None) -> None:
        self._shard.flush()  # a kill would have the log written again, into vectors that are gone
        if self._size is not None:
            self._shard.update(qdrant.UpdateOperation.delete_vector_name(vector_name(self._size)))
            self._size = None
        if size is not None:
            self._shard.update(
                qdrant.UpdateOperation.create_dense_vector(vector_name(size), size, qdrant.Distance.Cosine)
            )
            self._size = size

    def _point(self, chunk: Row) -> Any:  # noqa: ANN401  the engine's own kind
        vectors: dict[str, Any] = {TEXT: self._bm25.embed_document(" ".join(said(chunk["title"], chunk["text"])))}
        if packed := chunk.pop("vector", None):
            vector = unpacked(packed)
            vectors[vector_name(len(vector))] = vector
        return qdrant.Point(chunk.pop("id"), vectors, chunk)

    def _drop(self, chunks: qdrant.Filter) -> None:
        """Remove them, emptied before: the engine goes on counting the words of what is removed as it stands."""
        nothing: dict[str, Any] = {TEXT: qdrant.SparseVector([], [])}
        for points in _pages(self._scroll(chunks)):
            self._shard.update(
                qdrant.UpdateOperation.update_vectors([qdrant.PointVectors(point.id, nothing) for point in points])
            )
        self._shard.update(qdrant.UpdateOperation.delete_points_by_filter(chunks))

    def _query(self, asked: Any, using: str, seen: Seen, limit: int) -> list[Row]:  # noqa: ANN401  one of two kinds
        found = self._shard.query(
            qdrant.QueryRequest(
                query=qdrant.Query.Nearest(asked, using=using),
                limit=limit,
                with_payload=True,
                filter=qdrant.Filter(must=_conditions(seen)),
                params=qdrant.SearchParams(hnsw_ef=max(self._ef, limit)),
            )
        )
        return [{"chunk": point.payload, "score": point.score} for point in found]

    def _scroll(self, wanted: Any, *, with_vector: bool = False) -> Iterator[Any]:  # noqa: ANN401  the engine's own
        after = None
        while True:
            found, after = self._shard.scroll(
                qdrant.ScrollRequest(
                    limit=_PAGE, offset=after, filter=wanted, with_payload=True, with_vector=with_vector
                )
            )
            yield from found
            if after is None:
                return

    def _count(self, first: Row) -> int:
        whole = qdrant.Filter(must=_where(first["document"], first["guild"]))
        return self._shard.count(qdrant.CountRequest(filter=whole))

    def _asked(self, text: str) -> qdrant.SparseVector:
        weights: dict[int, float] = {}
        for term, weight in question(text).items():
            for index in self._bm25.embed_query(term).indices:
                weights[index] = max(weight, weights.get(index, 0.0))
        return qdrant.SparseVector(list(weights), list(weights.values()))


def _first() -> qdrant.FieldCondition:
    return qdrant.FieldCondition(POSITION, range=qdrant.RangeFloat(lt=1))


def _where(document: str, guild: str) -> list[Any]:
    given = {"document": document, "guild": guild}
    return [qdrant.FieldCondition(key, match=qdrant.MatchValue(value)) for key, value in given.items()]


def _conditions(seen: Seen) -> list[Any]:
    return [] if seen is None else [qdrant.FieldCondition(AUDIENCE, match=qdrant.MatchAny(seen))]


def _pages(points: Iterator[Any]) -> Iterator[list[Any]]:
    while page := list(islice(points, _BATCH)):
        yield page
