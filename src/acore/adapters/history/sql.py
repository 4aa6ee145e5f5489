"""History in the database."""

from collections.abc import Sequence
from datetime import UTC

from sqlalchemy import Connection, delete, insert, or_, select

from acore.adapters.history.kept import channel_of, words_of
from acore.adapters.sql.database import Database
from acore.adapters.sql.metadata import messages as table
from acore.domain.chat import Message
from acore.domain.scope import Scope
from acore.interfaces import Clock, HistoryStore


class SqlHistory(HistoryStore):
    """One row a message. The database is opened and closed by its owner."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ping(self) -> None:
        """As the database."""
        await self._database.ping()

    async def append(self, scope: Scope, messages: Sequence[Message], turn: str | None = None) -> None:
        """Write the messages in one transaction; committed when it returns."""
        if rows := self._rows(scope, messages, turn):
            await self._database.write(lambda connection: connection.execute(insert(table), rows))

    async def replace(self, scope: Scope, turn: str, messages: Sequence[Message]) -> int:
        """Delete and write in one transaction."""
        guild, channel = channel_of(scope)
        gone = delete(table).where(table.c.guild == guild, table.c.channel == channel, table.c.turn == turn)
        rows = self._rows(scope, messages, turn)

        def work(connection: Connection) -> int:
            forgotten = connection.execute(gone).rowcount
            if rows:
                connection.execute(insert(table), rows)
            return forgotten

        return await self._database.write(work)

    def _rows(self, scope: Scope, messages: Sequence[Message], turn: str | None) -> list[dict[str, object]]:
        guild, channel = channel_of(scope)
        now = self._clock.now().astimezone(UTC)  # SQLite keeps no zone
        return [
            {
                "guild": guild,
                "channel": channel,
                "user": scope.user,
                "role": message.role,
                "author": message.author,
                "text": message.text,
                "created_at": now,
                "turn": turn,
            }
            for message in words_of(messages)
        ]

    async def recent(self, scope: Scope, limit: int, without: str | None = None) -> tuple[Message, ...]:
        """Read the channel's last messages, by its index."""
        if limit <= 0:
            return ()
        guild, channel = channel_of(scope)
        query = (
            select(table.c.role, table.c.text, table.c.author)
            .where(table.c.guild == guild, table.c.channel == channel)
            .order_by(table.c.id.desc())
            .limit(limit)
        )
        if without is not None:
            query = query.where(or_(table.c.turn.is_(None), table.c.turn != without))
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(Message(row.role, row.text, author=row.author) for row in reversed(rows))

    async def clear(self, scope: Scope) -> int:
        """Delete the channel's messages."""
        guild, channel = channel_of(scope)
        gone = delete(table).where(table.c.guild == guild, table.c.channel == channel)
        return await self._database.write(lambda connection: connection.execute(gone).rowcount)
