"""Notices by e-mail and webhook, written with the change that they tell of."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim", sa.String(16), sa.ForeignKey("claims.number"), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("recipient", sa.String(320), nullable=False),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("next_try", sa.DateTime, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("sent", sa.DateTime),
        sa.Column("failed", sa.DateTime),
        sa.Column("last_error", sa.Text),
    )
    op.create_index("ix_outbox_claim", "outbox", ["claim"])
    op.create_index("ix_outbox_due", "outbox", ["channel", "sent", "failed", "next_try"])
