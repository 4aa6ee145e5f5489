"""History in the database."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Delete, delete, insert, select

from acore.adapters.sql.database import Database
from acore.adapters.sql.metadata import messages as table
from acore.domain.chat import Message
from acore.domain.scope import Scope
from acore.interfaces import Clock, HistoryStore

_T = TypeVar("_T")


class SqlHistory(HistoryStore):
    """One row a message; images and tool calls are not kept. The database is opened and closed by its owner."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ping(self) -> None:
        """As the database."""
        await self._database.ping()

    async def append(self, scope: Scope, messages: Sequence[Message]) -> None:
        """Write the messages in one transaction; committed when it returns."""
        if not messages:
            return
        now = self._clock.now()
        rows = [
            {
                "guild": scope.guild or "",
                "channel": scope.channel,
                "user": scope.user,
                "role": message.role,
                "author": message.author,
                "text": message.text,
                "created_at": now,
            }
            for message in messages
        ]
        await _to_its_end(self._write(rows))

    async def recent(self, scope: Scope, limit: int) -> tuple[Message, ...]:
        """Read the channel's last messages, by its index."""
        if limit <= 0:
            return ()
        query = (
            select(table.c.role, table.c.text, table.c.author)
            .where(table.c.guild == (scope.guild or ""), table.c.channel == scope.channel)
            .order_by(table.c.id.desc())
            .limit(limit)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(Message(row.role, row.text, author=row.author) for row in reversed(rows))

    async def clear(self, scope: Scope) -> int:
        """Delete the channel's messages."""
        gone = delete(table).where(table.c.guild == (scope.guild or ""), table.c.channel == scope.channel)
        return await _to_its_end(self._delete(gone))

    async def _write(self, rows: Sequence[Mapping[str, object]]) -> None:
        async with self._database.writing() as connection:
            await connection.execute(insert(table), rows)

    async def _delete(self, gone: Delete) -> int:
        async with self._database.writing() as connection:
            return (await connection.execute(gone)).rowcount


async def _to_its_end(transaction: Coroutine[Any, Any, _T]) -> _T:
    """Run a transaction; cancelling waits for it, so that nobody reads while it is half known."""
    task = asyncio.ensure_future(transaction)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
