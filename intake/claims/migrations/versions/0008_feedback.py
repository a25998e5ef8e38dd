"""What customers answer once their claim is closed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim", sa.String(16), sa.ForeignKey("claims.number"), nullable=False),
        sa.Column("asked", sa.DateTime, nullable=False),
        sa.Column("solved", sa.Boolean),
        sa.Column("rating", sa.Integer),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime),
    )
    op.create_index("ix_feedback_claim", "feedback", ["claim"])
    op.create_index("ix_feedback_asked", "feedback", ["asked"])
