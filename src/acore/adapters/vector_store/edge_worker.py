"""The process that owns the index: Qdrant's engine, asked over standard input and output.

It is a process of its own because the engine holds the interpreter's lock for long. Requests and
answers are lines of JSON with a number; it ends when its input does, so it never outlives its parent.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson
import qdrant_edge as qdrant

from acore.domain.terms import question, terms

_BATCH = 32
"""Larger batches hold the lock for longer, and are no quicker."""
_VECTOR = "text"
_KEYS = ("document", "guild")
_WORDS = 120.0
"""The length of an ordinary chunk in terms, which BM25 measures others against."""

_Row = dict[str, Any]


class Index:
    """The shard in a folder; created where the folder is empty."""

    def __init__(self, folder: Path) -> None:
        self._bm25 = qdrant.Bm25(
            qdrant.Bm25Config(
                tokenizer=qdrant.TokenizerType.Whitespace,
                stemmer=qdrant.DisabledStemmer(),
                stopwords=qdrant.StopwordsSet(custom=set()),
                lowercase=False,
                avg_len=_WORDS,
            )
        )
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            self._shard = qdrant.EdgeShard.load(str(folder))
            return
        sparse = qdrant.EdgeSparseVectorParams(modifier=qdrant.Modifier.Idf)
        self._shard = qdrant.EdgeShard.create(
            str(folder), qdrant.EdgeConfig(sparse_vectors={_VECTOR: sparse}, max_search_threads=1)
        )
        for key in _KEYS:
            self._shard.update(qdrant.UpdateOperation.create_field_index(key, qdrant.PayloadSchemaType.Keyword))
        self._shard.flush()

    def replace(self, document: str, guild: str, chunks: list[_Row]) -> None:
        """Write all chunks but the first, drop the old ones, write the first: it carries the proof of completeness."""
        first, rest = chunks[:1], chunks[1:]
        ours = _where(document=document, guild=guild)
        if first:
            begun = qdrant.Filter(must=[*ours, qdrant.FieldCondition("position", range=qdrant.RangeFloat(lt=1))])
            self._shard.update(qdrant.UpdateOperation.delete_points_by_filter(begun))
        for start in range(0, len(rest), _BATCH):
            self._upsert(rest[start : start + _BATCH])
        new: list[Any] = [qdrant.HasIdCondition({chunk["id"] for chunk in rest})] if rest else []
        self._shard.update(qdrant.UpdateOperation.delete_points_by_filter(qdrant.Filter(must=ours, must_not=new)))
        self._upsert(first)
        self._shard.flush()

    def fingerprint(self, document: str, guild: str) -> str | None:
        """The fingerprint that the document's first chunk carries."""
        first = qdrant.FieldCondition("position", range=qdrant.RangeFloat(lt=1))
        found, _ = self._shard.scroll(
            qdrant.ScrollRequest(
                limit=1,
                filter=qdrant.Filter(must=[*_where(document=document, guild=guild), first]),
                with_payload=["fingerprint"],
            )
        )
        return str((found[0].payload or {})["fingerprint"]) if found else None

    def search(self, text: str, guilds: list[str], limit: int) -> list[_Row]:
        """The chunks that share words with the text, in the guilds alone."""
        asked = self._asked(text)
        if not asked.indices:
            return []
        found = self._shard.query(
            qdrant.QueryRequest(
                query=qdrant.Query.Nearest(asked, using=_VECTOR),
                limit=limit,
                with_payload=True,
                filter=qdrant.Filter(must=[qdrant.FieldCondition("guild", match=qdrant.MatchAny(guilds))]),
            )
        )
        return [{"chunk": point.payload, "score": point.score} for point in found]

    def count(self) -> int:
        """How many chunks there are."""
        return self._shard.count(qdrant.CountRequest())

    def close(self) -> None:
        """Write everything down."""
        self._shard.close()

    def _asked(self, text: str) -> qdrant.SparseVector:
        weights: dict[int, float] = {}
        for term, weight in question(text).items():
            for index in self._bm25.embed_query(term).indices:
                weights[index] = max(weight, weights.get(index, 0.0))
        return qdrant.SparseVector(list(weights), list(weights.values()))

    def _upsert(self, chunks: list[_Row]) -> None:
        if not chunks:
            return
        points = [
            qdrant.Point(
                chunk["id"],
                {_VECTOR: self._bm25.embed_document(" ".join(terms(f"{chunk['title']}\n{chunk['text']}")))},
                {key: value for key, value in chunk.items() if key != "id"},
            )
            for chunk in chunks
        ]
        self._shard.update(qdrant.UpdateOperation.upsert_points(points))


def _where(**values: str) -> list[Any]:
    return [qdrant.FieldCondition(key, match=qdrant.MatchValue(value)) for key, value in values.items()]


def translated(error: BaseException) -> Mapping[str, str]:
    """The engine's errors are bare exceptions: their text decides whether asking again may help."""
    told = str(error) or type(error).__name__
    lowered = told.lower()
    if any(sign in lowered for sign in ("lock", "would block", "resource temporarily", "already in use")):
        return {"error": "in use", "message": told}
    if any(sign in lowered for sign in ("no space", "disk")):
        return {"error": "full", "message": told}
    return {"error": "broken", "message": told}


def serve(lines: Iterable[bytes], answer: Callable[[bytes], object], folder: Path) -> None:
    """Answer each line in turn until there are no more; the folder is opened by the first."""
    index: Index | None = None
    for line in lines:
        request = orjson.loads(line)
        try:
            index = index or Index(folder)
            told: Mapping[str, Any] = {"result": getattr(index, request["work"])(**request["given"])}
        except Exception as error:  # noqa: BLE001  the engine raises nothing more precise
            told = translated(error)
        answer(orjson.dumps({"n": request["n"], **told}) + b"\n")
    if index is not None:
        index.close()


def main() -> None:
    """Serve standard input; the folder is the one argument."""

    def answer(line: bytes) -> None:
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()

    serve(sys.stdin.buffer, answer, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
