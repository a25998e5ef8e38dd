"""Notices that wait to be sent, were sent or couldn't be: taken under a lease, so that several senders may work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, and_, exists, func, select, update

from intake.claims.access.audit import Action, record
from intake.claims.claim_rows import add_event, one
from intake.claims.database import writing
from intake.claims.model import Event
from intake.claims.tables import outbox
from intake.claims.telling.announce import Channel

LEASE = timedelta(minutes=5)  # longer than one try takes; afterwards another sender tries again


class NoticeState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"  # given up


@dataclass(frozen=True)
class Notice:
    """One e-mail or webhook about one change of a claim. `recipient` is an address, or the name of an endpoint.

    `key` is the same in every try: receivers know a second delivery by it. `payload` is JSON; of a webhook it is the
    body, byte for byte.
    """

    id: int
    claim: str
    kind: str
    channel: Channel
    recipient: str
    key: str
    payload: str
    created: datetime
    next_try: datetime
    tries: int
    sent: datetime | None
    failed: datetime | None
    last_error: str | None

    @property
    def state(self) -> NoticeState:
        if self.sent:
            return NoticeState.SENT
        return NoticeState.FAILED if self.failed else NoticeState.WAITING


WAITING = and_(outbox.c.sent.is_(None), outbox.c.failed.is_(None))
STATES: dict[NoticeState, ColumnElement[bool]] = {
    NoticeState.WAITING: WAITING,
    NoticeState.SENT: outbox.c.sent.is_not(None),
    NoticeState.FAILED: and_(outbox.c.sent.is_(None), outbox.c.failed.is_not(None)),
}


class Outbox:
    """All notices of one database. The rows are written by `announce`, with the change that they tell of."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now

    def take(self, channel: Channel, recipient: str | None = None) -> Notice | None:
        """The oldest notice that is due, counted as tried and kept from other senders for `LEASE`.

        A notice waits until the one before it, about the same claim to the same recipient, is sent or given up.
        """
        now = self._now()
        due = select(outbox.c.id).where(_due(channel, recipient, now)).order_by(outbox.c.id).limit(1)
        with self._engine.begin() as connection:  # looking takes no write lock: most looks find nothing
            if connection.scalar(due) is None:
                return None
        taken = update(outbox).values(tries=outbox.c.tries + 1, next_try=now + LEASE).returning(outbox)
        with writing(self._engine) as connection:
            id = connection.scalar(due.with_for_update(skip_locked=True))
            row = connection.execute(taken.where(outbox.c.id == id)).mappings().one_or_none() if id else None
        return _read(row) if row else None

    def mark_sent(self, notice: Notice) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                update(outbox)
                .where(outbox.c.id == notice.id, outbox.c.sent.is_(None))
                .values(sent=self._now(), failed=None, last_error=None)
            )

    def mark_failed(self, notice: Notice, error: str, pause: timedelta | None) -> None:
        """Notes why; without a `pause` to the next try it is given up, and the claim's history says so.

        Where another sender took the notice meanwhile, nothing is changed: the last try counts.
        """
        mine = and_(outbox.c.id == notice.id, outbox.c.tries == notice.tries, WAITING)
        now = self._now()
        values = {"next_try": now + pause} if pause else {"failed": now}
        with writing(self._engine) as connection:
            marked = connection.execute(update(outbox).where(mine).values(last_error=error, **values)).rowcount
            if marked and pause is None:
                add_event(connection, notice.claim, Event(now, "intake", "notice_failed", _told(notice)))

    def send_again(self, id: int, actor: str) -> Notice:
        """Due at once, with all tries before it. Raises NotFound."""
        query = select(outbox).where(outbox.c.id == id)
        with writing(self._engine) as connection:
            notice = _read(one(connection, query, "notice"))
            self._make_due(connection, notice, actor)
            return _read(one(connection, query, "notice"))

    def send_failed_again(self, actor: str) -> int:
        """All that were given up; returns how many."""
        query = select(outbox).where(STATES[NoticeState.FAILED])
        with writing(self._engine) as connection:
            notices = [_read(row) for row in connection.execute(query).mappings().all()]
            for notice in notices:
                self._make_due(connection, notice, actor)
        return len(notices)

    def _make_due(self, connection: Connection, notice: Notice, actor: str) -> None:
        now = self._now()
        fresh = {"next_try": now, "tries": 0, "sent": None, "failed": None}
        connection.execute(update(outbox).where(outbox.c.id == notice.id).values(fresh))
        told = {"channel": notice.channel, "kind": notice.kind, "key": notice.key}
        record(connection, now, actor, Action.NOTICE_SENT_AGAIN, notice.claim, **told)

    def all(
        self, state: NoticeState | None = None, claim: str = "", before: int | None = None, limit: int = 200
    ) -> tuple[Notice, ...]:
        """Newest first; only those in `state`, about `claim` and with a smaller id than `before`, where given."""
        query = select(outbox).order_by(outbox.c.id.desc()).limit(limit)
        query = query.where(STATES[state]) if state else query
        query = query.where(outbox.c.claim == claim) if claim else query
        query = query.where(outbox.c.id < before) if before is not None else query
        with self._engine.begin() as connection:
            return tuple(_read(row) for row in connection.execute(query).mappings().all())

    def count(self, state: NoticeState) -> int:
        with self._engine.begin() as connection:
            return connection.scalar(select(func.count()).select_from(outbox).where(STATES[state])) or 0


def _due(channel: Channel, recipient: str | None, now: datetime) -> ColumnElement[bool]:
    before = outbox.alias("before")
    blocked = exists().where(
        before.c.claim == outbox.c.claim,
        before.c.channel == outbox.c.channel,
        before.c.recipient == outbox.c.recipient,
        before.c.id < outbox.c.id,
        before.c.sent.is_(None),
        before.c.failed.is_(None),
    )
    due = and_(WAITING, outbox.c.channel == channel.value, outbox.c.next_try <= now, ~blocked)
    return and_(due, outbox.c.recipient == recipient) if recipient is not None else due


def _told(notice: Notice) -> str:
    return f"{notice.channel} · {notice.kind}"


def _read(row: RowMapping) -> Notice:
    values = {name: row[name] for name in Notice.__dataclass_fields__}
    return Notice(**values | {"channel": Channel(row["channel"])})
