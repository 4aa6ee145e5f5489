"""The tables, as they are now."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

HEAD = "0007"
"""The newest revision under versions/."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every constraint has a name, so that a migration can drop it."""

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("guild", String, nullable=False, comment="empty outside of guilds"),
    Column("channel", String, nullable=False),
    Column("user", String, nullable=False, comment="the member whose turn it was"),
    Column("role", String(16), nullable=False),
    Column("author", String, nullable=True),
    Column("text", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("turn", String, nullable=True, comment="the question that it belongs to"),
    Index(None, "guild", "channel", "id"),
    Index(None, "guild", "channel", "turn"),
    sqlite_autoincrement=True,
)

turns = Table(
    "turns",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("turn", String, nullable=False),
    Column("token", String, nullable=False, comment="what the answer goes to; empty once it is there"),
    Column("guild", String, nullable=False, comment="empty outside of guilds"),
    Column("channel", String, nullable=False),
    Column("user", String, nullable=False),
    Column("author", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("remember", Boolean, nullable=False),
    Column("material", Text, nullable=False, comment="JSON: text, title and address of each"),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("turn"),
    Index(None, "guild", "channel"),
    sqlite_autoincrement=True,
)

direct_channels = Table(
    "direct_channels",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", BigInteger, nullable=False),
    UniqueConstraint("channel"),
    sqlite_autoincrement=True,
)
"""The private channels, those used last at the end."""

spending = Table(
    "spending",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("kind", String(16), primary_key=True, comment="server or member"),
    Column("who", String, primary_key=True),
    Column("tokens", BigInteger, nullable=False),
    Column("money", Float, nullable=False),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("digest", LargeBinary(16), primary_key=True, comment="of the embedder and the text"),
    Column("vector", LargeBinary, nullable=False, comment="numbers of four bytes, the lowest first"),
    Column("used", BigInteger, nullable=False, comment="higher is later"),
    Index(None, "used"),
)

agreements = Table(
    "agreements",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("guild", String, nullable=False),
    Column("user", String, nullable=False),
    Column("agreed_at", DateTime(timezone=True), nullable=False),
    Column("version", String(32), nullable=False, comment="of the terms that the member agreed to"),
    UniqueConstraint("guild", "user"),
    sqlite_autoincrement=True,
)
"""Who agreed to be heard in voice channels, those who did last at the end."""

manners = Table(
    "manners",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("guild", String, nullable=False),
    Column("voice", String, nullable=True, comment="none is that of the settings"),
    Column("volume", Float, nullable=False),
    UniqueConstraint("guild"),
    sqlite_autoincrement=True,
)
"""How the bot speaks in the calls of a guild, those set last at the end."""

heard = Table("heard", metadata, Column("message", BigInteger, primary_key=True, autoincrement=False))
"""One row: the last message that was heard."""

revision = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""Alembic's own table, described apart, because alembic makes it itself."""
