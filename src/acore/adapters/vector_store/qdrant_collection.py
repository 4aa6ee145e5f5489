"""A collection of a Qdrant server, by the server's own client; imported only where that engine is chosen."""

import asyncio
import warnings
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from qdrant_client import AsyncQdrantClient, models
from qdrant_client.http.exceptions import UnexpectedResponse

from acore.adapters.http import is_loopback
from acore.adapters.vector_store.qdrant_faults import FAULTS, translated
from acore.adapters.vector_store.rows import Row
from acore.domain import sparse
from acore.domain.terms import question

_TEXT = "text"
_VECTOR = "d"
_LOCAL = ":memory:"
_PAGE = 256
_MOST_AT_ONCE = 16
_CONFLICT: Final = 409
_INDEXED = {
    "document": models.PayloadSchemaType.KEYWORD,
    "position": models.PayloadSchemaType.INTEGER,
    "audience": models.PayloadSchemaType.KEYWORD,
}


class Collection:
    """The chunks as points: words as a sparse vector, meaning as a dense one, all else as payload.

    Every method raises EngineUnavailable or EngineRefused.
    """

    def __init__(self, url: str, name: str, *, api_key: str | None, timeout_s: float) -> None:
        self._url = url
        self._name = name
        self._timeout_s = timeout_s
        self._slots = asyncio.Semaphore(_MOST_AT_ONCE)
        self._preparing = asyncio.Lock()
        self._ready = False
        self._size: int | None = None
        self._client = _client(url, api_key, timeout_s)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def ping(self) -> None:
        """Return if the server answers."""
        async with self._asking():
            await self._client.collection_exists(self._name)

    async def fit(self, size: int | None) -> None:
        """Let vectors of that many numbers be written; all others go."""
        async with self._asking():
            if size in {None, self._size}:
                return
            for other in await self._sizes():
                await self._client.delete_vector_name(self._name, _called(other))
            self._size = None
            params = models.DenseVectorNameConfig(
                dense=models.DenseVectorConfig(size=size, distance=models.Distance.COSINE)
            )
            await self._client.create_vector_name(self._name, _called(size), params)
            self._size = size

    async def write(self, rows: Sequence[Row], vectors: Sequence[list[float] | None]) -> None:
        """Write rows over those that stand in their places."""
        points = [_point(row, vector) for row, vector in zip(rows, vectors, strict=True)]
        async with self._asking():
            await self._client.upsert(self._name, points, wait=True)

    async def drop(self, document: str, guild: str, position: int) -> None:
        """Remove the document's chunks from that position on."""
        stale = models.FieldCondition(key="position", range=models.Range(gte=position))
        async with self._asking():
            await self._client.delete(
                self._name, models.FilterSelector(filter=models.Filter(must=[*_where(document, guild), stale]))
            )

    async def first(self, document: str, guild: str) -> Row | None:
        """The document's first chunk."""
        async with self._asking():
            wanted = models.Filter(must=[*_where(document, guild), _first()])
            found, _ = await self._client.scroll(self._name, wanted, limit=1)
        return found[0].payload if found else None

    async def one(self, identity: str, audiences: list[str]) -> Row | None:
        """One chunk, if it is for one of the audiences."""
        wanted = models.Filter(must=[models.HasIdCondition(has_id=[identity]), *_seen(audiences)])
        async with self._asking():
            found, _ = await self._client.scroll(self._name, wanted, limit=1)
        return found[0].payload if found else None

    async def firsts(self, audiences: list[str] | None) -> list[Row]:
        """The first chunks of all documents for those audiences; None is all."""
        wanted = models.Filter(must=[_first(), *_seen(audiences)])
        rows: list[Row] = []
        after: Any = None
        while True:
            async with self._asking():
                found, after = await self._client.scroll(self._name, wanted, limit=_PAGE, offset=after)
            rows += [point.payload or {} for point in found]
            if after is None:
                return rows

    async def count(self, document: str | None = None, guild: str = "") -> int:
        """How many chunks there are, in all or of one document."""
        wanted = models.Filter(must=_where(document, guild)) if document is not None else None
        async with self._asking():
            return (await self._client.count(self._name, wanted, exact=True)).count

    async def search(self, text: str, audiences: list[str], limit: int) -> list[tuple[Row, float]]:
        """By words."""
        weights: dict[int, float] = {}
        for term, weight in question(text).items():
            place = sparse.place(term)
            weights[place] = max(weight, weights.get(place, 0.0))
        asked = models.SparseVector(indices=list(weights), values=list(weights.values()))
        return await self._query(asked, _TEXT, audiences, limit) if weights else []

    async def nearest(self, vector: list[float], audiences: list[str], limit: int) -> list[tuple[Row, float]]:
        """By meaning."""
        async with self._asking():
            fits = len(vector) == self._size
        return await self._query(vector, _called(len(vector)), audiences, limit) if fits else []

    async def _query(
        self, asked: models.SparseVector | list[float], using: str, audiences: list[str], limit: int
    ) -> list[tuple[Row, float]]:
        wanted = models.Filter(must=_seen(audiences))
        async with self._asking():
            found = await self._client.query_points(
                self._name, asked, using=using, query_filter=wanted, limit=limit, with_payload=True
            )
        return [(point.payload or {}, point.score) for point in found.points]

    @asynccontextmanager
    async def _asking(self) -> AsyncGenerator[None]:
        """A request: within its deadline, with a collection to ask, its faults in acore's words."""
        try:
            async with asyncio.timeout(self._timeout_s), self._slots:
                await self._prepare()
                yield
        except FAULTS as error:
            self._ready = False  # it may have been changed by another, or be gone: the next request looks again
            raise translated(error, self._url, self._timeout_s) from error

    async def _prepare(self) -> None:
        async with self._preparing:
            if not self._ready:
                if not await self._client.collection_exists(self._name):
                    await self._create()
                await self._index()
                self._size = next(iter(await self._sizes()), None)
                self._ready = True

    async def _create(self) -> None:
        words = {_TEXT: models.SparseVectorParams(modifier=models.Modifier.IDF)}
        try:
            await self._client.create_collection(self._name, vectors_config={}, sparse_vectors_config=words)
        except UnexpectedResponse as error:
            if error.status_code != _CONFLICT:  # another acore was faster
                raise

    async def _index(self) -> None:
        """See that filters are fast; whoever made the collection may have been stopped right after."""
        if self._url == _LOCAL:
            return
        there = (await self._client.get_collection(self._name)).payload_schema
        for key, kind in _INDEXED.items():
            if key not in there:
                await self._client.create_payload_index(self._name, key, kind)

    async def _sizes(self) -> list[int]:
        known = (await self._client.get_collection(self._name)).config.params.vectors
        return [int(name.removeprefix(_VECTOR)) for name in known] if isinstance(known, dict) else []


def _client(url: str, api_key: str | None, timeout_s: float) -> AsyncQdrantClient:
    if url == _LOCAL:
        return AsyncQdrantClient(location=url)
    seconds = max(1, round(timeout_s))
    here = is_loopback(urlsplit(url).hostname or "")
    with warnings.catch_warnings():  # that a key may go over http within one's own network is the user's decision
        warnings.simplefilter("ignore", UserWarning)
        return AsyncQdrantClient(
            url, port=None, api_key=api_key, timeout=seconds, check_compatibility=False, trust_env=not here
        )


def _called(size: int | None) -> str:
    return f"{_VECTOR}{size}"


def _point(row: Row, vector: list[float] | None) -> models.PointStruct:
    words: dict[int, float] = {}
    for term, weight in sparse.weights(sparse.said(row["title"], row["text"])).items():
        place = sparse.place(term)
        words[place] = words.get(place, 0.0) + weight
    vectors: dict[str, Any] = {_TEXT: models.SparseVector(indices=list(words), values=list(words.values()))}
    if vector is not None:
        vectors[_called(len(vector))] = vector
    return models.PointStruct(id=row["id"], vector=vectors, payload={k: v for k, v in row.items() if k != "id"})


def _first() -> models.FieldCondition:
    return models.FieldCondition(key="position", range=models.Range(lt=1))


def _where(document: str, guild: str) -> list[models.Condition]:
    given = {"document": document, "guild": guild}
    return [models.FieldCondition(key=key, match=models.MatchValue(value=value)) for key, value in given.items()]


def _seen(audiences: list[str] | None) -> list[models.Condition]:
    if audiences is None:
        return []
    return [models.FieldCondition(key="audience", match=models.MatchAny(any=audiences))]
