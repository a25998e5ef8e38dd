"""The life of a claim: who has it, what was settled, where it was merged, and what orders the queue."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("person", sa.String(64), nullable=False, server_default=""))
    op.execute("UPDATE claims SET status = 'new' WHERE status = 'opened'")
    for table, column in (("claims", "draft"), ("events", "body")):
        op.execute(f"""UPDATE {table} SET {column} = replace({column}, '"status": "opened"', '"status": "new"')""")
    # A default, because SQLite adds no column without one that may not be null, and making the table anew would break
    # the references to it.
    op.add_column("claims", sa.Column("changed", sa.DateTime, nullable=False, server_default="1970-01-01 00:00:00"))
    op.add_column("claims", sa.Column("closed", sa.DateTime))
    op.add_column("claims", sa.Column("assignee", sa.String(64)))
    op.add_column("claims", sa.Column("merged_into", sa.String(16)))
    op.add_column("claims", sa.Column("settlement", sa.Text))
    op.add_column("claims", sa.Column("urgency", sa.Integer, nullable=False, server_default="0"))
    op.add_column("claims", sa.Column("value", sa.Float))
    op.add_column("claims", sa.Column("due", sa.DateTime))
    op.execute("UPDATE claims SET changed = created")
    op.execute("UPDATE claims SET closed = created WHERE status = 'closed'")
    for column in ("changed", "assignee", "merged_into"):
        op.create_index(f"ix_claims_{column}", "claims", [column])
