"""The tables as they are today. `migrations/` builds them; a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes, kept as naive UTC because SQLite knows no time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("created", UtcDateTime, nullable=False),
    Column("language", String(8), nullable=False),
    Column("channel", String(16), nullable=False, server_default="page"),
    Column("with_person", Boolean, nullable=False),
    Column("person", String(64), nullable=False, server_default=""),
    Column("claim", String(16)),
    Column("facts", Text, nullable=False),  # JSON
    Column("photos", Text, nullable=False),  # JSON
)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", ForeignKey("conversations.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("body", Text, nullable=False),  # JSON
    UniqueConstraint("conversation", "position", name="uq_messages_position"),
)

claims = Table(
    "claims",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", String(16), nullable=False, unique=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("fingerprint", String(64), nullable=False),  # of what the customer sent under that key
    Column("status", String(32), nullable=False, index=True),
    Column("created", UtcDateTime, nullable=False, index=True),
    Column("language", String(8), nullable=False),
    Column("conversation", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("order_number", String(64), index=True),
    Column("sku", String(64), index=True),
    Column("email", String(320), index=True),  # lower case
    Column("search_text", Text, nullable=False),  # case-folded
    Column("draft", Text, nullable=False),  # JSON of the ClaimDraft, as the claim was opened
    Column("version", Integer, nullable=False),
    Column("changed", UtcDateTime, nullable=False, index=True, server_default="1970-01-01 00:00:00"),
    Column("closed", UtcDateTime),  # when it ended; none while it is open
    Column("assignee", String(64), index=True),  # staff login
    Column("merged_into", String(16), index=True),
    Column("settlement", Text),  # JSON
    Column("urgency", Integer, nullable=False, server_default="0"),
    Column("value", Float),  # EUR
    Column("due", UtcDateTime),
    Column("warn", UtcDateTime),  # from when on to warn of `due`
)

FILTERED = ("status", "language", "track", "sku", "reasons")

# What the queue of the console lists and orders by: small rows beside the large ones of `claims`, written with them.
queue = Table(
    "queue",
    metadata,
    Column("claim", Integer, primary_key=True, autoincrement=False),  # id in `claims`
    Column("number", String(16), nullable=False, unique=True),
    Column("status", String(32), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("language", String(8), nullable=False),
    Column("track", String(32)),
    Column("reasons", String(500), nullable=False),  # ",safety,upset,"
    Column("sku", String(64)),
    Column("assignee", String(64)),
    Column("urgency", Integer, nullable=False),
    Column("value", Float),  # EUR
    Column("due", UtcDateTime),
    Column("warn", UtcDateTime),
    # The order: ascending, none of them null, so that one comparison of rows finds the next page.
    Column("rank", Integer, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("worth", Float, nullable=False),
    # With everything that is filtered by, so that what doesn't fit is passed over without a look at its row.
    Index("ix_queue_order", "rank", "until", "worth", "claim", "assignee", *FILTERED),
    Index("ix_queue_assignee", "assignee", "rank", "until", "worth", "claim", *FILTERED),
    Index("ix_queue_status", "status", "rank", "until", "worth", "claim"),
    Index("ix_queue_sku", "sku", "rank", "until", "worth", "claim"),
    Index("ix_queue_track", "track", "rank", "until", "worth", "claim"),
    Index("ix_queue_until", "until"),
    Index("ix_queue_assignee_until", "assignee", "until"),
)

views = Table(
    "views",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", String(64), nullable=False, index=True),  # staff login
    Column("name", String(40), nullable=False),
    Column("filters", Text, nullable=False),  # JSON
    Column("shared", Boolean, nullable=False, index=True),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("claim", ForeignKey("claims.number"), nullable=False, index=True),
    Column("body", Text, nullable=False),  # JSON
)

photos = Table(
    "photos",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation", ForeignKey("conversations.id"), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("mark", LargeBinary),  # what a crop or mirror image of it is known by; none for photos of earlier versions
)

claim_photos = Table(
    "claim_photos",
    metadata,
    Column("claim", ForeignKey("claims.number"), primary_key=True),
    Column("photo", String(64), primary_key=True),
    Index("ix_claim_photos_photo", "photo"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("claim", ForeignKey("claims.number"), nullable=False, index=True),
    Column("kind", String(64), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("recipient", String(320), nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("payload", Text, nullable=False),  # JSON
    Column("created", UtcDateTime, nullable=False),
    Column("next_try", UtcDateTime, nullable=False),  # of one that is being sent: the end of the lease
    Column("tries", Integer, nullable=False),
    Column("sent", UtcDateTime),
    Column("failed", UtcDateTime),  # given up
    Column("last_error", Text),
    Index("ix_outbox_due", "channel", "sent", "failed", "next_try"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("login", String(64), primary_key=True),
    Column("password_hash", String(255), nullable=False),
    Column("role", String(16), nullable=False),
    Column("name", String(64), nullable=False),  # what customers read; may be empty
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),  # grows with password, role and activity: sessions hold for one
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # without gaps, from 1
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(64), nullable=False, index=True),
    Column("action", String(32), nullable=False, index=True),
    Column("subject", String(64), nullable=False, index=True),
    Column("detail", Text, nullable=False),  # JSON
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("photo", String(64), nullable=False, index=True),
    Column("sku", String(64)),
    Column("damage", String(32)),
    Column("claim", String(16), nullable=False),  # empty for one that was made outside a claim
    Column("actor", String(64), nullable=False),
    Column("made", UtcDateTime, nullable=False),
    Column("undone", UtcDateTime),
    Column("undone_by", String(64)),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("asked", UtcDateTime, nullable=False),
    Column("settled", UtcDateTime),
    Column("settled_by", String(64)),
)

traits = Table(
    "traits",
    metadata,
    Column("claim", ForeignKey("claims.number"), primary_key=True),
    # What the claim is about, as far as it is known; empty where it isn't. Staff's corrections count.
    Column("sku", String(64), nullable=False),
    Column("damage", String(32), nullable=False),
    Column("reason", String(32), nullable=False),  # the first one that led to a person
    Column("track", String(32), nullable=False),
    Column("created", UtcDateTime, nullable=False, index=True),
    Index("ix_traits_sku", "sku", "created"),
    Index("ix_traits_reason", "reason", "created"),
)

photo_vectors = Table(
    "photo_vectors",
    metadata,
    Column("photo", String(64), primary_key=True),
    Column("model", String(128), primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # half-precision floats of length 1
)

labels = Table(
    "labels",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("claim", ForeignKey("claims.number"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("value", String(64), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("made", UtcDateTime, nullable=False),
    Column("undone", UtcDateTime),
    Column("undone_by", String(64)),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("claim", ForeignKey("claims.number"), nullable=False, index=True),
    Column("asked", UtcDateTime, nullable=False, index=True),
    Column("solved", Boolean),  # none until it is answered
    Column("rating", Integer),  # 1..5
    Column("comment", Text, nullable=False),
    Column("at", UtcDateTime),
)

rulebooks = Table(
    "rulebooks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),  # the whole file
    Column("published", UtcDateTime, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("withdrawn", UtcDateTime),
    Column("withdrawn_by", String(64)),
)

rule_sets = Table(
    "rule_sets",
    metadata,
    Column("id", String(64), primary_key=True),  # see Rules.id
    Column("body", Text, nullable=False),  # JSON
    Column("used", UtcDateTime, nullable=False),  # first
)
