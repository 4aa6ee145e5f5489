"""The contract of the index: chunks of documents, written and searched."""

from abc import abstractmethod
from collections.abc import Sequence
from uuid import UUID

from acore.domain.knowledge import Chunk, Hit, Listed, Query, Vector
from acore.domain.scope import Scope
from acore.interfaces.engine import Engine


class VectorStore(Engine):
    """Keeps the chunks of documents and finds them again by what they say.

    A document is known by its URI and the guild it belongs to (None: everyone's). Scopes are enforced
    here: whatever is searched, listed or read, only chunks whose audience admits the scope are given.
    """

    @abstractmethod
    async def replace(
        self,
        document: str,
        chunks: Sequence[Chunk],
        *,
        guild: str | None = None,
        vectors: Sequence[Vector] | None = None,
    ) -> None:
        """Make these the document's only chunks, with a vector each or none; an empty sequence removes it.

        When it returns, they are durable. Killed or cancelled in the middle, `fingerprint` does not
        yet give the new value, so that doing it again mends it. All chunks carry the document, the
        guild and one fingerprint; their positions run from 0. Vectors of another length than those
        that are there take their place: the others are no longer found by `nearest`. Raises ValueError
        where vectors and chunks are not as many, or vectors not equally long.
        """

    @abstractmethod
    async def fingerprint(self, document: str, *, guild: str | None = None) -> str | None:
        """The fingerprint of the document as it was last completely written; None if it is not there."""

    @abstractmethod
    async def search(self, query: Query) -> tuple[Hit, ...]:
        """At most `query.limit` chunks that share words with the text, best first.

        A text without any word finds nothing.
        """

    @abstractmethod
    async def nearest(self, vector: Vector, query: Query) -> tuple[Hit, ...]:
        """At most `query.limit` chunks whose vectors are nearest, best first; scores are cosines.

        Chunks without a vector of that length are not among them.
        """

    @abstractmethod
    async def chunk(self, identity: UUID, scope: Scope) -> Chunk | None:
        """The chunk whose `id` that is; None where there is none for the scope."""

    @abstractmethod
    async def documents(self, scope: Scope | None = None) -> tuple[Listed, ...]:
        """What the scope may find, by title; None is the house itself, which sees all.

        A document that was begun and not completely written has an empty fingerprint.
        """

    @abstractmethod
    async def count(self) -> int:
        """How many chunks there are."""
