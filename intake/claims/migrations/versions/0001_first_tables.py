"""The first tables: conversations, messages, claims, events, photos, accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _conversations()
    _claims()
    _photos()
    op.create_table(
        "accounts",
        sa.Column("login", sa.String(64), primary_key=True),
        sa.Column("password_hash", sa.String(255), nullable=False),
    )


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("with_person", sa.Boolean, nullable=False),
        sa.Column("claim", sa.String(16)),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("photos", sa.Text, nullable=False),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.UniqueConstraint("conversation", "position", name="uq_messages_position"),
    )


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.String(16), nullable=False, unique=True),
        sa.Column("key", sa.String(255), nullable=False, unique=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("order_number", sa.String(64)),
        sa.Column("sku", sa.String(64)),
        sa.Column("email", sa.String(320)),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.Column("draft", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    for column in ("status", "created", "conversation", "order_number", "sku", "email"):
        op.create_index(f"ix_claims_{column}", "claims", [column])
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim", sa.String(16), sa.ForeignKey("claims.number"), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_events_claim", "events", ["claim"])


def _photos() -> None:
    op.create_table(
        "photos",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
    )
    op.create_index("ix_photos_sha256", "photos", ["sha256"])
    op.create_table(
        "claim_photos",
        sa.Column("claim", sa.String(16), sa.ForeignKey("claims.number"), primary_key=True),
        sa.Column("photo", sa.String(64), primary_key=True),
    )
    op.create_index("ix_claim_photos_photo", "claim_photos", ["photo"])
