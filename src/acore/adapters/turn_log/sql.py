"""The turn log in the database."""

from datetime import UTC

import orjson
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from acore.adapters.sql.database import Database
from acore.adapters.sql.metadata import direct_channels as direct_table
from acore.adapters.sql.metadata import heard as heard_table
from acore.adapters.sql.metadata import turns as table
from acore.adapters.turn_log.memory import KEPT, MOST, MOST_DIRECT
from acore.domain.encoding import encodable
from acore.domain.knowledge import Passage, Source
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.interfaces import Clock, LeftTurn, TurnLog


class SqlTurnLog(TurnLog):
    """One row a question, and one number. The database is opened and closed by its owner."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ping(self) -> None:
        """As the database."""
        await self._database.ping()

    async def begin(self, question: Question, token: str) -> None:
        """Write the question, and delete those that are too old or too many, in one transaction."""
        now = self._clock.now().astimezone(UTC)
        row = {"turn": question.turn, "token": token, "begun_at": now, **_row(question)}
        oldest = select(table.c.id).order_by(table.c.id.desc()).offset(MOST - 1)

        def work(connection: Connection) -> None:
            connection.execute(delete(table).where(table.c.begun_at <= now - KEPT))
            connection.execute(delete(table).where(table.c.id.in_(oldest)))
            connection.execute(delete(table).where(table.c.turn == question.turn))
            connection.execute(insert(table), row)

        await self._database.write(work)

    async def end(self, turn: str) -> None:
        """Empty the row's token."""
        ended = update(table).where(table.c.turn == turn).values(token="")
        await self._database.write(lambda connection: connection.execute(ended))

    async def left(self) -> tuple[LeftTurn, ...]:
        """The rows with a token."""
        query = select(table).where(table.c.token != "").order_by(table.c.id)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(LeftTurn(_question(row), row.token, row.begun_at.replace(tzinfo=UTC)) for row in rows)

    async def find(self, turn: str) -> Question | None:
        """The row of the turn."""
        since = self._clock.now().astimezone(UTC) - KEPT
        query = select(table).where(table.c.turn == turn, table.c.begun_at > since)
        row = await self._database.read(lambda connection: connection.execute(query).one_or_none())
        return _question(row) if row else None

    async def forget(self, scope: Scope) -> None:
        """Delete the rows of the channel or the guild."""
        gone = delete(table).where(table.c.guild == (scope.guild or ""))
        if scope.channel:
            gone = gone.where(table.c.channel == scope.channel)
        await self._database.write(lambda connection: connection.execute(gone))

    async def note_direct(self, channel: int) -> None:
        """Write the channel anew, behind all others."""
        older = select(direct_table.c.id).order_by(direct_table.c.id.desc()).offset(MOST_DIRECT)

        def work(connection: Connection) -> None:
            connection.execute(delete(direct_table).where(direct_table.c.channel == channel))
            connection.execute(insert(direct_table), {"channel": channel})
            connection.execute(delete(direct_table).where(direct_table.c.id.in_(older)))

        await self._database.write(work)

    async def direct_channels(self) -> tuple[int, ...]:
        """Read the channels."""
        query = select(direct_table.c.channel).order_by(direct_table.c.id.desc())
        return await self._database.read(lambda connection: tuple(connection.scalars(query)))

    async def hear_up_to(self, message: int) -> None:
        """Replace the number."""

        def work(connection: Connection) -> None:
            connection.execute(delete(heard_table))
            connection.execute(insert(heard_table), {"message": message})

        await self._database.write(work)

    async def heard_up_to(self) -> int | None:
        """Read the number."""
        number = await self._database.read(
            lambda connection: connection.scalar(select(func.max(heard_table.c.message)))
        )
        return None if number is None else int(number)


def _row(question: Question) -> dict[str, object]:
    material = [[passage.text, passage.source.title, passage.source.uri] for passage in question.material]
    return {
        "guild": question.scope.guild or "",
        "channel": question.scope.channel,
        "user": question.scope.user,
        "author": encodable(question.author),
        "text": encodable(question.text),
        "remember": question.remember,
        "material": encodable(orjson.dumps([[encodable(text) for text in passage] for passage in material]).decode()),
    }


def _question(row: Row[tuple[object, ...]]) -> Question:
    return Question(
        row.text,
        Scope(channel=row.channel, user=row.user, guild=row.guild or None),
        row.author,
        remember=row.remember,
        turn=row.turn,
        material=tuple(Passage(text, Source(title, uri), 1) for text, title, uri in orjson.loads(row.material)),
    )
