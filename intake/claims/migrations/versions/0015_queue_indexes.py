"""Indexes of the queue that hold what it is filtered by."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PLACE = ["rank", "until", "worth", "claim"]
FILTERED = ["status", "language", "track", "sku", "reasons"]


def upgrade() -> None:
    op.drop_index("ix_queue_order", "queue")
    op.drop_index("ix_queue_assignee", "queue")
    op.create_index("ix_queue_order", "queue", [*PLACE, "assignee", *FILTERED])
    op.create_index("ix_queue_assignee", "queue", ["assignee", *PLACE, *FILTERED])
    op.create_index("ix_queue_assignee_until", "queue", ["assignee", "until"])
