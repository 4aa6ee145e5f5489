"""Agreements in the database."""

from datetime import UTC

from sqlalchemy import Connection, delete, insert, select

from acore.adapters.consent.memory import MOST
from acore.adapters.sql.database import Database
from acore.adapters.sql.metadata import agreements as table
from acore.domain.consent import Agreement
from acore.interfaces import ConsentStore


class SqlConsent(ConsentStore):
    """One row a member and guild. The database is opened and closed by its owner."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ping(self) -> None:
        """As the database."""
        await self._database.ping()

    async def grant(self, agreement: Agreement) -> None:
        """Write the row anew, behind all others, in one transaction with the end of those that are too many."""
        mine = (table.c.guild == agreement.guild, table.c.user == agreement.user)
        row = {
            "guild": agreement.guild,
            "user": agreement.user,
            "agreed_at": agreement.at.astimezone(UTC),
            "version": agreement.version,
        }
        oldest = select(table.c.id).where(mine[0]).order_by(table.c.id.desc()).offset(MOST)

        def work(connection: Connection) -> None:
            connection.execute(delete(table).where(*mine))
            connection.execute(insert(table), row)
            connection.execute(delete(table).where(table.c.id.in_(oldest)))

        await self._database.write(work)

    async def revoke(self, guild: str, user: str) -> bool:
        """Delete the row."""
        gone = delete(table).where(table.c.guild == guild, table.c.user == user)
        return await self._database.write(lambda connection: connection.execute(gone).rowcount) > 0

    async def of(self, guild: str) -> tuple[Agreement, ...]:
        """Read the rows."""
        query = select(table).where(table.c.guild == guild).order_by(table.c.id)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(Agreement(row.guild, row.user, row.agreed_at.replace(tzinfo=UTC), row.version) for row in rows)

    async def guilds(self) -> tuple[str, ...]:
        """Read each once."""
        query = select(table.c.guild).distinct()
        return tuple(await self._database.read(lambda connection: connection.execute(query).scalars().all()))

    async def forget(self, guild: str) -> int:
        """Delete the guild's rows."""
        gone = delete(table).where(table.c.guild == guild)
        return int(await self._database.write(lambda connection: connection.execute(gone).rowcount))
