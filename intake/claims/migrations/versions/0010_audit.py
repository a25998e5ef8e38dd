"""The audit log, and what staff accounts may do."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("actor", sa.String(64), nullable=False, index=True),
        sa.Column("action", sa.String(32), nullable=False, index=True),
        sa.Column("subject", sa.String(64), nullable=False, index=True),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    # Whoever had an account could do everything.
    op.add_column("accounts", sa.Column("role", sa.String(16), nullable=False, server_default="admin"))
    op.add_column("accounts", sa.Column("name", sa.String(64), nullable=False, server_default=""))
    op.add_column("accounts", sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("accounts", sa.Column("version", sa.Integer, nullable=False, server_default="1"))
