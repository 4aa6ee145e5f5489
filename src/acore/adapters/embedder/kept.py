"""Vectors of passages in the database, so that a text that comes again is not read again."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from acore.adapters.embedder.vectors import packed, unpacked
from acore.adapters.sql.database import Database
from acore.adapters.sql.metadata import embeddings as table
from acore.domain.knowledge import Vector

_ASKED = 500
"""Keys in one statement."""


class KeptVectors:
    """At most `most` vectors by the digests of their texts; those that were used longest ago leave first.

    Which embedder made them is part of the digest. The database is opened and closed by its owner.
    """

    def __init__(self, database: Database, most: int) -> None:
        self._database = database
        self._most = most

    async def find(self, digests: Sequence[bytes]) -> dict[bytes, Vector]:
        """Those that are there. Raises EngineError."""

        def work(connection: Connection) -> dict[bytes, Vector]:
            found: dict[bytes, Vector] = {}
            for some in _portions(digests):
                query = select(table.c.digest, table.c.vector).where(table.c.digest.in_(some))
                found |= {digest: unpacked(data) for digest, data in connection.execute(query)}
            return found

        return await self._database.read(work)

    async def keep(self, new: Mapping[bytes, Vector], used: Collection[bytes] = ()) -> None:
        """Write the new ones, and note which of the others were used, in one transaction. Raises EngineError."""
        if self._most == 0 or not (new or used):
            return
        rows: list[dict[str, object]] = [{"digest": digest, "vector": packed(vector)} for digest, vector in new.items()]
        latest: list[dict[str, object]] = [{"of": digest} for digest in used]

        def work(connection: Connection) -> None:
            last = connection.scalar(select(func.max(table.c.used))) or 0
            for at, row in enumerate((*latest, *rows), last + 1):
                row["used"] = at
            if latest:
                noted = update(table).where(table.c.digest == bindparam("of")).values(used=bindparam("used"))
                connection.execute(noted, latest)
            if rows:
                written = insert(table)
                anew = {"vector": written.excluded.vector, "used": written.excluded.used}
                connection.execute(written.on_conflict_do_update(index_elements=["digest"], set_=anew), rows)
            oldest = select(table.c.used).order_by(table.c.used.desc()).offset(self._most).limit(1).scalar_subquery()
            connection.execute(delete(table).where(table.c.used <= oldest))

        await self._database.write(work)


def _portions(digests: Sequence[bytes]) -> Iterator[list[bytes]]:
    left = iter(digests)
    while some := list(islice(left, _ASKED)):
        yield some
