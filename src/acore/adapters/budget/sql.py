"""A budget whose days are kept in the database."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

import structlog
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from acore.adapters.budget.memory import MemoryBudget, Who
from acore.adapters.sql.database import Database
from acore.adapters.sql.metadata import spending as table
from acore.domain.budgets import Cap, Spender, Spending
from acore.errors import EngineError
from acore.interfaces import Clock

_log = structlog.get_logger(__name__)

_KEPT = timedelta(days=400)
_LATER_S = 1.0
_NOTHING = Spending()


class SqlBudget(MemoryBudget):
    """One row a day and server or member, for a year and a bit. The database is opened and closed by its owner.

    What is spent counts at once, and is written down a second later, with all else of that second: a transaction
    costs more than everything else that is done for an answer. Closing writes the rest, so it comes before that of
    the database; a process that is killed forgets its last second. What could not be written is so with the next.
    """

    def __init__(self, caps: Mapping[Spender, Cap], database: Database, clock: Clock) -> None:
        super().__init__(caps, clock)
        self._database = database
        self._owed: dict[tuple[str, Who], Spending] = {}
        self._writing = asyncio.Lock()
        self._later: asyncio.Task[None] | None = None

    async def ping(self) -> None:
        """As the database."""
        await self._database.ping()

    async def aclose(self) -> None:
        """Write what is not written yet; raises EngineUnavailable where that fails."""
        later, self._later = self._later, None
        if later is not None:
            later.cancel()
            await asyncio.wait([later])
        await self.write_down()

    async def write_down(self) -> None:
        """Write now what was spent since the last time; cancelling does not undo it, nor does it write it twice."""
        await asyncio.shield(asyncio.create_task(self._write_owed()))

    async def _write_owed(self) -> None:
        async with self._writing:
            written, self._owed = self._owed, {}
            try:
                if written:
                    await self._add(written)
            except EngineError:
                for key, spent in written.items():
                    self._owe(key, spent)
                raise

    async def _read(self, day: str, who: Who) -> Spending:
        kind, name = who
        query = select(table.c.tokens, table.c.money).where(
            table.c.day == day, table.c.kind == kind, table.c.who == name
        )
        async with self._writing:
            row = await self._database.read(lambda connection: connection.execute(query).one_or_none())
            return self._owed.get((day, who), _NOTHING) + (Spending(row.tokens, row.money) if row else _NOTHING)

    async def _write(self, day: str, whom: Sequence[Who], spent: Spending) -> None:
        for who in whom:
            self._owe((day, who), spent)
        if self._later is None:
            self._later = asyncio.create_task(self._write_down_later())

    def _owe(self, key: tuple[str, Who], spent: Spending) -> None:
        self._owed[key] = self._owed.get(key, _NOTHING) + spent

    async def _write_down_later(self) -> None:
        await self._clock.sleep(_LATER_S)
        self._later = None  # from now on it may not be cancelled, and who spends something is of the next second
        try:
            await self.write_down()
        except EngineError as error:
            _log.warning("budget_not_written", error=str(error))

    async def _add(self, owed: Mapping[tuple[str, Who], Spending]) -> None:
        rows = [
            {"day": day, "kind": kind, "who": name, "tokens": spent.tokens, "money": spent.money}
            for (day, (kind, name)), spent in owed.items()
        ]
        new = insert(table)
        added = {"tokens": table.c.tokens + new.excluded.tokens, "money": table.c.money + new.excluded.money}
        upsert = new.on_conflict_do_update(index_elements=["day", "kind", "who"], set_=added)
        oldest = (self._clock.now() - _KEPT).date().isoformat()

        def work(connection: Connection) -> None:
            connection.execute(upsert, rows)
            connection.execute(delete(table).where(table.c.day < oldest))

        await self._database.write(work)
