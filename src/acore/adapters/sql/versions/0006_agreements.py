"""Who agreed to be heard in voice channels."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, with one row a member and guild."""
    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("guild", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agreements"),
        sa.UniqueConstraint("guild", "user", name="uq_agreements_guild_user"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Forget them: everybody is asked anew."""
    op.drop_table("agreements")
