"""The turn that a message belongs to, so that it can be taken back or said anew."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the turn, and the index that finds its messages."""
    op.add_column("messages", sa.Column("turn", sa.String(), nullable=True))
    op.create_index("ix_messages_guild_channel_turn", "messages", ["guild", "channel", "turn"])


def downgrade() -> None:
    """Forget the turns; the messages stay."""
    op.drop_index("ix_messages_guild_channel_turn", "messages")
    op.drop_column("messages", "turn")
