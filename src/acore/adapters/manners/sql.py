"""Manners in the database."""

from sqlalchemy import Connection, delete, insert, select

from acore.adapters.manners.memory import MOST
from acore.adapters.sql.database import Database
from acore.adapters.sql.metadata import manners as table
from acore.domain.calls import CallManner
from acore.interfaces import MannerStore


class SqlManners(MannerStore):
    """One row a guild. The database is opened and closed by its owner."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ping(self) -> None:
        """As the database."""
        await self._database.ping()

    async def keep(self, guild: str, manner: CallManner) -> None:
        """Write the row anew, behind all others, in one transaction with the end of those that are too many."""
        row = {"guild": guild, "voice": manner.voice, "volume": manner.volume}
        oldest = select(table.c.id).order_by(table.c.id.desc()).offset(MOST)

        def work(connection: Connection) -> None:
            connection.execute(delete(table).where(table.c.guild == guild))
            connection.execute(insert(table), row)
            connection.execute(delete(table).where(table.c.id.in_(oldest)))

        await self._database.write(work)

    async def of(self, guild: str) -> CallManner | None:
        """Read the row."""
        query = select(table).where(table.c.guild == guild)
        row = await self._database.read(lambda connection: connection.execute(query).one_or_none())
        return None if row is None else CallManner(row.voice, row.volume)

    async def forget(self, guild: str) -> bool:
        """Delete the row."""
        gone = delete(table).where(table.c.guild == guild)
        return await self._database.write(lambda connection: connection.execute(gone).rowcount) > 0
