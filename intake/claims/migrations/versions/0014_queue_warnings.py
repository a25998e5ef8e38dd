"""The queue warns of a time limit before it breaks."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("queue", sa.Column("warn", sa.DateTime))
    op.execute("UPDATE queue SET warn = (SELECT warn FROM claims WHERE claims.id = queue.claim)")
