"""Marks of photos, by which a crop or a mirror image is known again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("photos", sa.Column("mark", sa.LargeBinary))


def downgrade() -> None:
    op.drop_column("photos", "mark")
