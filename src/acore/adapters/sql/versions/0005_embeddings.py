"""Vectors of passages, by what they say."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and the index that finds what was used longest ago."""
    op.create_table(
        "embeddings",
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_embeddings"),
    )
    op.create_index("ix_embeddings_used", "embeddings", ["used"])


def downgrade() -> None:
    """Forget them: they can be made again."""
    op.drop_table("embeddings")
