"""A budget whose days are kept in the database."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from acore.adapters.budget.memory import MemoryBudget, Who
from acore.adapters.sql.database import Database
from acore.adapters.sql.metadata import spending as table
from acore.domain.budgets import Cap, Spender, Spending
from acore.interfaces import Clock

_KEPT = timedelta(days=400)


class SqlBudget(MemoryBudget):
    """One row a day and server or member, for a year and a bit. The database is opened and closed by its owner."""

    def __init__(self, caps: Mapping[Spender, Cap], database: Database, clock: Clock) -> None:
        super().__init__(caps, clock)
        self._database = database

    async def ping(self) -> None:
        """As the database."""
        await self._database.ping()

    async def _read(self, day: str, who: Who) -> Spending:
        kind, name = who
        query = select(table.c.tokens, table.c.money).where(
            table.c.day == day, table.c.kind == kind, table.c.who == name
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Spending(row.tokens, row.money) if row else Spending()

    async def _write(self, day: str, whom: Sequence[Who], spent: Spending) -> None:
        rows = [
            {"day": day, "kind": kind, "who": name, "tokens": spent.tokens, "money": spent.money} for kind, name in whom
        ]
        added = {"tokens": table.c.tokens + spent.tokens, "money": table.c.money + spent.money}
        upsert = insert(table).values(rows).on_conflict_do_update(index_elements=["day", "kind", "who"], set_=added)
        oldest = (self._clock.now() - _KEPT).date().isoformat()

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(upsert)
            await connection.execute(delete(table).where(table.c.day < oldest))

        await self._database.write(work)
