"""What staff said a photo really shows."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("photo", sa.String(64), nullable=False, index=True),
        sa.Column("sku", sa.String(64)),
        sa.Column("damage", sa.String(32)),
        sa.Column("claim", sa.String(16), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("undone", sa.DateTime),
        sa.Column("undone_by", sa.String(64)),
    )
