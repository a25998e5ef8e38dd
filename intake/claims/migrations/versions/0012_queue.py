"""The queue of the console, in small rows and in its order, and its saved views."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

URGENT = (("safety", "alarm", 3), ("legal_threat", "legal_threat", 2), ("upset", "upset", 2))
CLAIMS = sa.table("claims", sa.column("id"), sa.column("draft"), sa.column("urgency"))
QUEUE = sa.table("queue", *map(sa.column, ("claim", "track", "reasons", "urgency", "rank")))
FILL = """
    INSERT INTO queue (claim, number, status, created, language, reasons, sku, assignee, urgency, value, due,
                       rank, until, worth)
    SELECT id, number, status, created, language, '', sku, assignee, 0, value, due,
           CASE WHEN status IN ('resolved', 'closed', 'withdrawn', 'merged') THEN 1 ELSE 0 END,
           CASE WHEN due IS NULL OR status IN ('resolved', 'closed', 'withdrawn', 'merged')
                THEN '9999-12-31 00:00:00.000000' ELSE due END,
           CASE WHEN status IN ('resolved', 'closed', 'withdrawn', 'merged') THEN -id ELSE -coalesce(value, 0) END
    FROM claims"""
PLACE = ("rank", "until", "worth", "claim")


def upgrade() -> None:
    queue = op.create_table(
        "queue",
        sa.Column("claim", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.String(16), nullable=False, unique=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("track", sa.String(32)),
        sa.Column("reasons", sa.String(500), nullable=False),
        sa.Column("sku", sa.String(64)),
        sa.Column("assignee", sa.String(64)),
        sa.Column("urgency", sa.Integer, nullable=False),
        sa.Column("value", sa.Float),
        sa.Column("due", sa.DateTime),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        sa.Column("worth", sa.Float, nullable=False),
    )
    op.create_index("ix_queue_order", "queue", PLACE)
    for column in ("assignee", "status", "sku", "track"):
        op.create_index(f"ix_queue_{column}", "queue", (column, *PLACE))
    op.create_index("ix_queue_until", "queue", ("until",))
    op.create_table(
        "views",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
    )
    for column in ("owner", "shared"):
        op.create_index(f"ix_views_{column}", "views", (column,))
    op.execute(
        "UPDATE claims SET search_text = search_text || '\n' || lower(replace(order_number, '-', '')) "
        "WHERE order_number LIKE '%-%'"
    )
    op.execute(FILL)
    _read_drafts()


def _read_drafts() -> None:
    """Adds what only the drafts tell, one after the other: they are large."""
    connection, last = op.get_bind(), 0
    while rows := connection.execute(sa.select(CLAIMS).where(CLAIMS.c.id > last).order_by(CLAIMS.c.id).limit(500)).all():
        for id, text, _ in rows:
            draft = json.loads(text)
            decision, facts = draft.get("decision", {}), draft.get("facts", {})
            reasons = decision.get("reasons", [])
            urgency = max((level for name, fact, level in URGENT if name in reasons or facts.get(fact)), default=0)
            values = {"track": decision.get("track"), "reasons": "".join(f",{one}" for one in reasons) + "," * bool(reasons)}
            connection.execute(sa.update(QUEUE).where(QUEUE.c.claim == id).values(urgency=urgency, **values))
            opened = sa.update(QUEUE).where(QUEUE.c.claim == id, QUEUE.c.rank < 1)
            connection.execute(opened.values(rank=-urgency))
            connection.execute(sa.update(CLAIMS).where(CLAIMS.c.id == id).values(urgency=urgency))
        last = rows[-1].id
