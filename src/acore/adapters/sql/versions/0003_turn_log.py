"""The questions that were asked by command, private channels, and up to where messages were heard."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("turn", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("guild", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("remember", sa.Boolean(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        sa.UniqueConstraint("turn", name="uq_turns_turn"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_turns_guild_channel", "turns", ["guild", "channel"])
    op.create_table(
        "direct_channels",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_direct_channels"),
        sa.UniqueConstraint("channel", name="uq_direct_channels_channel"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "heard",
        sa.Column("message", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("message", name="pk_heard"),
    )


def downgrade() -> None:
    """Forget all of it."""
    op.drop_table("heard")
    op.drop_table("direct_channels")
    op.drop_index("ix_turns_guild_channel", "turns")
    op.drop_table("turns")
