"""What claims are about, in columns; vectors of photos; labels of words."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None



def upgrade() -> None:
    traits = op.create_table(
        "traits",
        sa.Column("claim", sa.String(16), sa.ForeignKey("claims.number"), primary_key=True),
        sa.Column("sku", sa.String(64), nullable=False),
        sa.Column("damage", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("track", sa.String(32), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
    )
    op.create_index("ix_traits_created", "traits", ["created"])
    op.create_index("ix_traits_sku", "traits", ["sku", "created"])
    op.create_index("ix_traits_reason", "traits", ["reason", "created"])
    op.create_table(
        "photo_vectors",
        sa.Column("photo", sa.String(64), primary_key=True),
        sa.Column("model", sa.String(128), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "labels",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim", sa.String(16), sa.ForeignKey("claims.number"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("value", sa.String(64), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("undone", sa.DateTime),
        sa.Column("undone_by", sa.String(64)),
    )
    op.create_index("ix_labels_claim", "labels", ["claim"])
    claims = sa.table("claims", sa.column("number"), sa.column("draft"), sa.column("created", sa.DateTime))
    connection = op.get_bind()
    for number, draft, created in connection.execute(sa.select(claims.c.number, claims.c.draft, claims.c.created)).all():
        values = _traits(json.loads(draft))
        connection.execute(traits.insert().values(claim=number, created=created, **values))


def _traits(draft: dict[str, Any]) -> dict[str, str]:
    facts, decision = draft.get("facts", {}), draft.get("decision", {})
    seen = facts.get("observation") or {}
    likely = [f["damage"] for f in seen.get("findings", ())] if seen.get("damaged", 0) >= 0.5 else []
    stated = [damage for damage in facts.get("stated_damages", ()) if damage != "intact"]
    return {
        "sku": facts.get("product") or "",
        "damage": next(iter([*filter(None, [decision.get("damage")]), *likely, *stated]), ""),
        "reason": next(iter(decision.get("reasons") or ()), ""),
        "track": decision.get("track") or "",
    }
