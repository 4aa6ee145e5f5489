"""How the bot speaks in the calls of a guild."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, with one row a guild."""
    op.create_table(
        "manners",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("guild", sa.String(), nullable=False),
        sa.Column("voice", sa.String(), nullable=True),
        sa.Column("volume", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_manners"),
        sa.UniqueConstraint("guild", name="uq_manners_guild"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Forget them: the settings hold everywhere."""
    op.drop_table("manners")
