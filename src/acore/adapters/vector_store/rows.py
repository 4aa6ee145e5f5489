"""Chunks as the stores keep them, and how they keep one scope from what another may see.

Who may find a chunk is one key, so that an engine compares one value where four would do: at most
twenty-four audiences admit a scope, and it looks for those alone.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import product
from typing import Any

import orjson

from acore.domain.knowledge import Added, Audience, Chunk, Listed, Source, Vector
from acore.domain.scope import Scope

Row = dict[str, Any]

_AUDIENCE = ("guild", "category", "channel", "owner")

UNFINISHED = ""
"""The fingerprint of a document whose writing has begun and not yet ended."""


def row_of(chunk: Chunk) -> Row:
    """The chunk, its `id` included."""
    row = {
        "id": str(chunk.id),
        "document": chunk.document,
        "guild": chunk.audience.guild or "",
        "category": chunk.audience.category or "",
        "channel": chunk.audience.channel or "",
        "owner": chunk.audience.owner or "",
        "added_by": chunk.added.by,
        "added_at": chunk.added.at.isoformat() if chunk.added.at else None,
        "position": chunk.position,
        "fingerprint": chunk.fingerprint,
        "text": chunk.text,
        "title": chunk.source.title,
        "uri": chunk.source.uri,
    }
    return row | {"audience": audience_of(row)}


def chunk_of(row: Row) -> Chunk:
    """The chunk that a row holds; rows of the first version name no more than the guild."""
    return Chunk(
        document=row["document"],
        position=row["position"],
        fingerprint=row["fingerprint"],
        text=row["text"],
        source=Source(row["title"], row["uri"]),
        audience=_audience(*[row.get(key) or None for key in _AUDIENCE]),
        added=Added(row.get("added_by"), datetime.fromisoformat(at) if (at := row.get("added_at")) else None),
    )


@lru_cache(maxsize=256)
def _audience(*names: str | None) -> Audience:
    """The same one for all chunks of those who may find them."""
    return Audience(*names)


def audience_of(row: Row) -> str:
    """The key of who may find the row; no two audiences have the same."""
    return _key(row.get(key) or None for key in _AUDIENCE)


def audiences_of(scope: Scope) -> list[str]:
    """The keys of all audiences that admit the scope."""
    asking = ((scope.guild,), (scope.category,), (scope.channel, scope.parent), (scope.user,))
    return [_key(each) for each in product(*(dict.fromkeys((None, *filter(None, values))) for values in asking))]


def _key(names: Iterable[str | None]) -> str:
    return orjson.dumps(list(names)).decode()


def listing(firsts: Iterable[tuple[Chunk, int]]) -> tuple[Listed, ...]:
    """The documents by title, each told by its first chunk and by how many chunks there are."""
    found = [
        Listed(first.document, first.source.document, first.audience, first.added, chunks, first.fingerprint)
        for first, chunks in firsts
    ]
    return tuple(sorted(found, key=lambda one: (one.title, one.document, one.audience.guild or "")))


def size_of(chunks: Sequence[Chunk], vectors: Sequence[Vector] | None) -> int | None:
    """How many numbers the vectors have, None for no vectors.

    Raises ValueError where a chunk has none, or another number.
    """
    if vectors is None or not (chunks or vectors):
        return None
    sizes = {len(vector) for vector in vectors}
    if len(vectors) != len(chunks) or len(sizes) != 1 or 0 in sizes:
        raise ValueError(f"{len(chunks)} chunks came with {len(vectors)} vectors of {sorted(sizes)} numbers")
    return sizes.pop()
