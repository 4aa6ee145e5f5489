"""The process that owns the index: Qdrant's engine, asked over standard input and output.

It is a process of its own because the engine holds the interpreter's lock for long. Requests and
answers are lines of JSON with a number; it ends when its input does, so it never outlives its parent.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson
import qdrant_edge as qdrant

from acore.domain.terms import question, terms

_VECTOR = "text"
_KEYS = ("document", "guild", "category", "channel", "owner")
_WORDS = 120.0
"""The length of an ordinary chunk in terms, which BM25 measures others against."""

_LONGEST_MESSAGE = 500

_SIGNS: Mapping[str, tuple[str, ...]] = {
    "in use": ("wouldblock", "resource temporarily unavailable"),
    "full": ("no space left", "storagefull", "quota exceeded"),
    "rights": ("permission denied", "permissiondenied", "read-only file system", "not permitted"),
}
"""What the engine and the system say of a fault that is none of the index itself."""

_Row = dict[str, Any]
_Seen = Mapping[str, list[str]]
"""What each key may be."""
_PAGE = 256


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
        if not (folder.is_dir() and any(folder.iterdir())):
            _create(folder)
        self._shard = qdrant.EdgeShard.load(str(folder))

    def begin(self, document: str, guild: str) -> None:
        """Take the document's first chunk away: it carries the proof of completeness."""
        first = qdrant.FieldCondition("position", range=qdrant.RangeFloat(lt=1))
        self._delete(document, guild, first)

    def write(self, chunks: list[_Row]) -> None:
        """Write chunks over those that stand in their places."""
        points = [
            qdrant.Point(
                chunk["id"],
                {_VECTOR: self._bm25.embed_document(" ".join(terms(f"{chunk['title']}\n{chunk['text']}")))},
                {key: value for key, value in chunk.items() if key != "id"},
            )
            for chunk in chunks
        ]
        self._shard.update(qdrant.UpdateOperation.upsert_points(points))

    def finish(self, document: str, guild: str, first: list[_Row], count: int) -> None:
        """Drop what stands after the document's last chunk, write its first one, and make all of it durable."""
        self._delete(document, guild, qdrant.FieldCondition("position", range=qdrant.RangeFloat(gte=count)))
        if first:
            self.write(first)
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

    def search(self, text: str, seen: _Seen, limit: int) -> list[_Row]:
        """The chunks that share words with the text, among those that are seen."""
        asked = self._asked(text)
        if not asked.indices:
            return []
        found = self._shard.query(
            qdrant.QueryRequest(
                query=qdrant.Query.Nearest(asked, using=_VECTOR),
                limit=limit,
                with_payload=True,
                filter=_seen(seen),
            )
        )
        return [{"chunk": point.payload, "score": point.score} for point in found]

    def chunk(self, identity: str, seen: _Seen) -> _Row | None:
        """One chunk, if it is seen."""
        wanted = qdrant.Filter(must=[qdrant.HasIdCondition({identity}), *_conditions(seen)])
        found, _ = self._shard.scroll(qdrant.ScrollRequest(limit=1, filter=wanted, with_payload=True))
        return dict(found[0].payload or {}) if found else None

    def documents(self, seen: _Seen) -> list[_Row]:
        """The first chunk of each document that is seen, and how many it has."""
        first = qdrant.FieldCondition("position", range=qdrant.RangeFloat(lt=1))
        wanted = qdrant.Filter(must=[first, *_conditions(seen)])
        rows: list[_Row] = []
        after = None
        while True:
            found, after = self._shard.scroll(
                qdrant.ScrollRequest(limit=_PAGE, offset=after, filter=wanted, with_payload=True)
            )
            rows += [dict(point.payload or {}) for point in found]
            if after is None:
                return [{"first": row, "chunks": self._chunks_of(row)} for row in rows]

    def _chunks_of(self, first: _Row) -> int:
        whole = qdrant.Filter(must=_where(document=first["document"], guild=first["guild"]))
        return self._shard.count(qdrant.CountRequest(filter=whole))

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

    def _delete(self, document: str, guild: str, place: qdrant.FieldCondition) -> None:
        chunks = qdrant.Filter(must=[*_where(document=document, guild=guild), place])
        self._shard.update(qdrant.UpdateOperation.delete_points_by_filter(chunks))


def _create(folder: Path) -> None:
    """Make an empty index beside its place and move it there, so that a kill in between leaves no half of one."""
    draft = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    sparse = qdrant.EdgeSparseVectorParams(modifier=qdrant.Modifier.Idf)
    shard = qdrant.EdgeShard.create(
        str(draft), qdrant.EdgeConfig(sparse_vectors={_VECTOR: sparse}, max_search_threads=1)
    )
    for key in _KEYS:
        shard.update(qdrant.UpdateOperation.create_field_index(key, qdrant.PayloadSchemaType.Keyword))
    shard.close()
    draft.rename(folder)


def _where(**values: str) -> list[Any]:
    return [qdrant.FieldCondition(key, match=qdrant.MatchValue(value)) for key, value in values.items()]


def _seen(seen: _Seen) -> Any:  # noqa: ANN401  the engine's own kind
    return qdrant.Filter(must=_conditions(seen))


def _conditions(seen: _Seen) -> list[Any]:
    return [qdrant.FieldCondition(key, match=qdrant.MatchAny(values)) for key, values in seen.items()]


def translated(error: BaseException, folder: Path) -> Mapping[str, str]:
    """The engine's errors are bare exceptions: their text decides whether asking again may help."""
    told = str(error) or type(error).__name__
    said = told.replace(str(folder), "").lower()  # a folder may be named like a fault
    for kind, signs in _SIGNS.items():
        if any(sign in said for sign in signs):
            return {"error": kind, "message": told[:_LONGEST_MESSAGE]}
    return {"error": "broken", "message": told[:_LONGEST_MESSAGE]}


def serve(lines: Iterable[bytes], answer: Callable[[bytes], object], folder: Path) -> None:
    """Answer each line in turn until there are no more; the folder is opened by the first.

    A damaged file makes the engine panic, which is no Exception: that too is answered, and ends the work,
    because what the engine holds in memory can not be trusted after it.
    """
    index: Index | None = None
    for line in lines:
        request = orjson.loads(line)
        try:
            index = index or Index(folder)
            told: Mapping[str, Any] = {"result": getattr(index, request["work"])(**request["given"])}
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001  the engine raises nothing more precise
            told = {**translated(error, folder), "last": not isinstance(error, Exception)}
        answer(orjson.dumps({"n": request["n"], **told}) + b"\n")
        if told.get("last"):
            return
    if index is not None:
        index.close()


def main() -> None:
    """Serve standard input; the folder is the one argument."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not stand between the answers

    def answer(line: bytes) -> None:
        answers.write(line)
        answers.flush()

    serve(sys.stdin.buffer, answer, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
