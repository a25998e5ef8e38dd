"""Keeps conversations, claims and accounts. What a method has returned from is on the disk."""

import secrets
import threading
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from intake.claims.access.accounts import AccountBook
from intake.claims.access.audit_book import AuditBook
from intake.claims.access.audit_head import AuditHead
from intake.claims.claim_rows import claim_row, insert_claim, one, read_claim
from intake.claims.conversation import Channel, Conversation, Message
from intake.claims.corrections import CorrectionBook
from intake.claims.counting.figure_book import FigureBook
from intake.claims.counting.traits import TraitBook
from intake.claims.database import open_engine, writing
from intake.claims.deadlines.due import DueBook, keeping
from intake.claims.deadlines.limits import TimeLimits
from intake.claims.feedback import FeedbackBook
from intake.claims.labels import LabelBook
from intake.claims.life import Life
from intake.claims.model import Claim, ClaimDraft, Facts, Status
from intake.claims.past_cases import PastCases
from intake.claims.photo_vectors import VectorBook
from intake.claims.queue.listing import QueueBook
from intake.claims.queue.views import ViewBook
from intake.claims.records import (
    FACTS,
    MESSAGE,
    PHOTOS,
    fingerprint,
    to_json,
)
from intake.claims.shop_rules.shelf import RuleShelf
from intake.claims.tables import claim_photos, claims, conversations, messages, photos
from intake.claims.talks import TalkBook
from intake.claims.telling.announce import Channels, telling
from intake.claims.telling.outbox import Outbox
from intake.claims.unanswered import QuestionBook
from intake.errors import KeyReused

MARKS = 2000  # photos that a new one is compared with, newest first
YEAR = timedelta(days=365)
TRIES = 3  # of one insert: another process may take the key or, once in billions, the number


def utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """One database. Safe to share between threads; several processes may open the same one."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now
        self._turns = tuple(threading.Lock() for _ in range(64))

    @classmethod
    def open(
        cls,
        url: str,
        now: Callable[[], datetime] = utc_now,
        limits: TimeLimits | None = None,
        channels: Channels | None = None,
        audit_head: AuditHead | None = None,
    ) -> "Store":
        """Open the database at `url` (SQLAlchemy) and bring its schema up to date.

        Claims keep these time limits, `channels` are told of their changes, and `audit_head` notes the audit log's
        entries outside the database.
        """
        return cls(telling(keeping(open_engine(url, audit_head), limits), channels), now)

    def close(self) -> None:
        self._engine.dispose()

    @property
    def life(self) -> Life:
        """What happens to claims once they are open."""
        return Life(self._engine, self._now)

    @property
    def corrections(self) -> CorrectionBook:
        return CorrectionBook(self._engine)

    @property
    def outbox(self) -> Outbox:
        return Outbox(self._engine, self._now)

    @property
    def accounts(self) -> AccountBook:
        return AccountBook(self._engine, self._now)

    @property
    def audit(self) -> AuditBook:
        return AuditBook(self._engine, self._now)

    @property
    def queue(self) -> QueueBook:
        return QueueBook(self._engine, self._now)

    @property
    def views(self) -> ViewBook:
        return ViewBook(self._engine, self._now)

    @property
    def unanswered(self) -> QuestionBook:
        return QuestionBook(self._engine)

    @property
    def talks(self) -> TalkBook:
        return TalkBook(self._engine)

    @property
    def traits(self) -> TraitBook:
        return TraitBook(self._engine)

    @property
    def vectors(self) -> VectorBook:
        return VectorBook(self._engine)

    @property
    def labels(self) -> LabelBook:
        return LabelBook(self._engine)

    @property
    def figures(self) -> FigureBook:
        return FigureBook(self._engine)

    @property
    def due(self) -> DueBook:
        return DueBook(self._engine)

    @property
    def feedback(self) -> FeedbackBook:
        return FeedbackBook(self._engine, self._now)

    @property
    def rules(self) -> RuleShelf:
        return RuleShelf(self._engine, self._now)

    @property
    def past_cases(self) -> PastCases:
        return PastCases(self._engine)

    # Conversations

    def turn_of(self, conversation: str) -> threading.Lock:
        """The lock under which this process changes a conversation, so that bot and staff don't talk at once."""
        return self._turns[hash(conversation) % len(self._turns)]

    def start_conversation(self, language: str, channel: Channel = Channel.PAGE) -> Conversation:
        now = self._now()
        # The day is the first one's: who decides sets today's date into the facts.
        conversation = Conversation(secrets.token_urlsafe(16), language, Facts(today=now.date()))
        with writing(self._engine) as connection:
            values = {"id": conversation.id, "created": now, "channel": channel.value}
            connection.execute(insert(conversations).values(**values, **_conversation_values(conversation)))
        return conversation

    def conversation(self, id: str) -> Conversation:
        """Raises `NotFound`."""
        with self._engine.begin() as connection:
            row = one(connection, select(conversations).where(conversations.c.id == id), "conversation")
            said = connection.scalars(
                select(messages.c.body).where(messages.c.conversation == id).order_by(messages.c.position)
            ).all()
        return Conversation(
            id=row["id"],
            language=row["language"],
            facts=FACTS.validate_json(row["facts"]),
            photos=PHOTOS.validate_json(row["photos"]),
            claim=row["claim"],
            with_person=row["with_person"],
            person=row["person"],
            messages=tuple(MESSAGE.validate_json(body) for body in said),
        )

    def save_turn(self, conversation: Conversation, new_messages: Sequence[Message]) -> None:
        """Replace the state and append `new_messages`, both or neither; `conversation.messages` isn't read.

        Raises `NotFound`.
        """
        with writing(self._engine) as connection:
            _conversation_must_exist(connection, conversation.id)
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation.id)
                .values(_conversation_values(conversation))
            )
            said = connection.scalar(select(func.count()).where(messages.c.conversation == conversation.id)) or 0
            for position, message in enumerate(new_messages, start=said):
                connection.execute(
                    insert(messages).values(
                        conversation=conversation.id, position=position, body=to_json(MESSAGE, message)
                    )
                )

    # Claims

    def open_claim(self, draft: ClaimDraft, key: str) -> Claim:
        """Keep a new claim and note its number in the conversation; committed when this returns.

        The same `key` (255 characters at most) again returns the first claim and changes nothing. Raises
        `KeyReused` when the customer's part (text, photos, product, order number) differs, and `NotFound`
        for an unknown conversation.
        """
        for _ in range(TRIES - 1):
            try:
                return self._open_claim(draft, key)
            except IntegrityError:
                continue
        return self._open_claim(draft, key)

    def _open_claim(self, draft: ClaimDraft, key: str) -> Claim:
        with writing(self._engine) as connection:
            _conversation_must_exist(connection, draft.conversation)
            first = connection.execute(select(claims).where(claims.c.key == key)).mappings().one_or_none()
            if first is None:
                return insert_claim(connection, draft, key, self._now())
            if first["fingerprint"] != fingerprint(draft):
                raise KeyReused(f"The key of claim {first['number']} came again with other content.")
            return read_claim(connection, first)

    def claim(self, number: str) -> Claim:
        """The claim with exactly this number (see `numbers.parse_number`). Raises `NotFound`."""
        with self._engine.begin() as connection:
            return read_claim(connection, claim_row(connection, number))

    def claims(self, status: Status | None = None, limit: int = 200) -> tuple[Claim, ...]:
        """Newest first, each with all there is to it; `queue` lists many of them."""
        query = select(claims).order_by(claims.c.created.desc(), claims.c.id.desc()).limit(limit)
        if status is not None:
            query = query.where(claims.c.status == status.value)
        with self._engine.begin() as connection:
            return tuple(read_claim(connection, row) for row in connection.execute(query).mappings().all())

    def claims_of_order(self, order: str) -> tuple[Claim, ...]:
        """Every claim about the order with exactly this number, newest first."""
        query = select(claims).where(claims.c.order_number == order).order_by(claims.c.id.desc())
        with self._engine.begin() as connection:
            return tuple(read_claim(connection, row) for row in connection.execute(query).mappings().all())

    def claims_of_customer(self, email: str, limit: int = 20) -> tuple[Claim, ...]:
        """Claims about orders of this e-mail address, newest first."""
        query = select(claims).where(claims.c.email == email.strip().lower()).order_by(claims.c.id.desc()).limit(limit)
        with self._engine.begin() as connection:
            return tuple(read_claim(connection, row) for row in connection.execute(query).mappings().all())

    def made_in(self, numbers: Collection[str]) -> dict[str, tuple[str, str | None]]:
        """Claim number to the conversation that it was made in and its order's e-mail address, where they exist."""
        query = select(claims.c.number, claims.c.conversation, claims.c.email).where(claims.c.number.in_(numbers))
        with self._engine.begin() as connection:
            return {row.number: (row.conversation, row.email) for row in connection.execute(query)}

    def claims_in_last_year(self, email: str, today: date) -> int:
        """How many claims for orders of this e-mail address were made since 365 days before `today`."""
        since = datetime.combine(today, time(), UTC) - YEAR
        query = select(func.count()).where(claims.c.email == email.strip().lower(), claims.c.created >= since)
        with self._engine.begin() as connection:
            return connection.scalar(query) or 0

    # Photos

    def remember_photo(self, photo: str, sha256: str, conversation: str, mark: bytes | None = None) -> None:
        """Note content (SHA-256, hex) and mark of a photo of the photo store. Raises `NotFound` (conversation)."""
        with writing(self._engine) as connection:
            _conversation_must_exist(connection, conversation)
            connection.execute(insert(photos).values(id=photo, sha256=sha256, conversation=conversation, mark=mark))

    def photo_digests(self, ids: Sequence[str]) -> dict[str, str]:
        """Photo to SHA-256 (hex) of those photos that are remembered, in the order of `ids`."""
        with self._engine.begin() as connection:
            rows = connection.execute(select(photos.c.id, photos.c.sha256).where(photos.c.id.in_(ids)))
            found = {str(id): str(digest) for id, digest in rows}
        return {id: found[id] for id in ids if id in found}

    def photo_seen(self, sha256: str, conversation: str, order: str | None = None) -> int:
        """How many claims of other conversations, and not about `order`, have exactly the same photo."""
        query = self._claims_with(sha256, conversation, func.count(claims.c.number.distinct()))
        if order is not None:
            query = query.where(or_(claims.c.order_number.is_(None), claims.c.order_number != order))
        with self._engine.begin() as connection:
            return connection.scalar(query) or 0

    def claim_with_photo(self, sha256: str, conversation: str, order: str) -> Claim | None:
        """The first claim of another conversation about the same order with exactly the same photo."""
        query = self._claims_with(sha256, conversation, claims).where(claims.c.order_number == order)
        with self._engine.begin() as connection:
            row = connection.execute(query.order_by(claims.c.id).limit(1)).mappings().one_or_none()
            return read_claim(connection, row) if row else None

    def marks(self, conversation: str, order: str | None = None) -> list[tuple[str, str, bytes]]:
        """The newest photos in claims of other conversations, and not about `order`: claim number, photo id, mark."""
        query = (
            select(claims.c.number, photos.c.id, photos.c.mark)
            .join(claim_photos, claim_photos.c.claim == claims.c.number)
            .join(photos, photos.c.id == claim_photos.c.photo)
            .where(photos.c.mark.is_not(None), claims.c.conversation != conversation)
        )
        if order is not None:
            query = query.where(or_(claims.c.order_number.is_(None), claims.c.order_number != order))
        with self._engine.begin() as connection:
            rows = connection.execute(query.order_by(claims.c.id.desc()).limit(MARKS))
            return [(number, photo, mark) for number, photo, mark in rows]

    @staticmethod
    def _claims_with(sha256: str, conversation: str, *columns: Any) -> Select[Any]:
        return (
            select(*columns)
            .select_from(claims)
            .join(claim_photos, claim_photos.c.claim == claims.c.number)
            .join(photos, photos.c.id == claim_photos.c.photo)
            .where(photos.c.sha256 == sha256, claims.c.conversation != conversation)
        )


def _conversation_values(conversation: Conversation) -> dict[str, object]:
    return {
        "language": conversation.language,
        "with_person": conversation.with_person,
        "person": conversation.person,
        "claim": conversation.claim,
        "facts": to_json(FACTS, conversation.facts),
        "photos": to_json(PHOTOS, conversation.photos),
    }


def _conversation_must_exist(connection: Connection, id: str) -> None:
    # The row lock keeps two turns from taking the same position; SQLite has locked everything already.
    one(
        connection,
        select(conversations.c.id).where(conversations.c.id == id).with_for_update(),
        "conversation",
    )
