"""The contract of the index: chunks of documents, written and searched."""

from abc import abstractmethod
from collections.abc import Sequence

from acore.domain.knowledge import Chunk, Hit, Query
from acore.interfaces.engine import Engine


class VectorStore(Engine):
    """Keeps the chunks of documents and finds them again by what they say.

    A document is known by its URI and the guild it belongs to (None: everyone's). The scope of a
    query is enforced here: a chunk of a guild is found from that guild alone.
    """

    @abstractmethod
    async def replace(self, document: str, chunks: Sequence[Chunk], *, guild: str | None = None) -> None:
        """Make these the document's only chunks; an empty sequence removes it.

        When it returns, they are durable. Killed or cancelled in the middle, `fingerprint` does not
        yet give the new value, so that doing it again mends it. All chunks carry the document, the
        guild and one fingerprint; their positions run from 0.
        """

    @abstractmethod
    async def fingerprint(self, document: str, *, guild: str | None = None) -> str | None:
        """The fingerprint of the document as it was last completely written; None if it is not there."""

    @abstractmethod
    async def search(self, query: Query) -> tuple[Hit, ...]:
        """At most `query.limit` chunks that share words with the text, best first.

        Every chunk's guild is None or that of `query.scope`. A text without any word finds nothing.
        """

    @abstractmethod
    async def count(self) -> int:
        """How many chunks there are."""
