"""The audit log's chain: the SHA-256 of each entry covers the entry before it.

An entry never holds what a customer said or who the customer is: it names claims by number and what was written by
its place in the claim's history, so that personal data can be erased without breaking the chain.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, func, insert, select

from intake.claims.model import Event
from intake.claims.tables import audit

LOCK = 0x1A7A_4E01  # of PostgreSQL's advisory locks; SQLite lets one writer in anyway
FIRST = ""  # what the first entry follows


class Action(StrEnum):
    """What is logged."""

    CLAIM = "claim"  # any entry of a claim's history; `kind` tells which
    LOGGED_IN = "logged_in"
    LOGIN_FAILED = "login_failed"
    LOGGED_OUT = "logged_out"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_CHANGED = "account_changed"
    CORRECTION_MADE = "correction_made"
    CORRECTION_UNDONE = "correction_undone"
    RULES_PUBLISHED = "rules_published"
    RULES_TAKEN_BACK = "rules_taken_back"
    NOTICE_SENT_AGAIN = "notice_sent_again"
    VIEW_SHARED = "view_shared"
    EXPORTED = "exported"


@dataclass(frozen=True)
class Deed:
    """What somebody did. `subject` is a claim number, a login or another name of what it was done to."""

    at: datetime
    actor: str
    action: Action
    subject: str
    detail: Mapping[str, object]


@dataclass(frozen=True)
class Entry:
    """One link of the chain; `previous` and `hash` are SHA-256 (hex), `detail` is JSON as it is kept."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str
    previous: str
    hash: str

    def computed(self) -> str:
        """The hash that the entry has to have."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        covered = [self.id, at, self.actor, self.action, self.subject, self.detail, self.previous]
        return sha256(json.dumps(covered, ensure_ascii=False).encode()).hexdigest()


def record(
    connection: Connection, at: datetime, actor: str, action: Action, subject: str = "", **detail: object
) -> None:
    """Log what this transaction does (see `database.writing`): with it or not at all."""
    connection.get_execution_options()["deeds"].append(Deed(at, actor, action, subject, detail))


def record_event(connection: Connection, number: str, event: Event, id: int) -> None:
    """Log an entry of a claim's history by its row; what was written there stays there."""
    told = {"event": id, "kind": event.kind, "status": event.status, "about": event.about}
    record(connection, event.at, event.actor, Action.CLAIM, number, **told)


def seal(connection: Connection, deeds: Iterable[Deed]) -> list[Entry]:
    """Append the deeds to the chain as the last step of their transaction: the lock is held until its end."""
    sealed: list[Entry] = []
    for deed in deeds:
        last = sealed[-1] if sealed else _newest(connection)
        entry = _link(deed, last)
        connection.execute(insert(audit).values(vars(entry)))
        sealed.append(entry)
    return sealed


def read(row: RowMapping) -> Entry:
    return Entry(**row)


def _newest(connection: Connection) -> Entry | None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    row = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).mappings().one_or_none()
    return read(row) if row else None


def _link(deed: Deed, last: Entry | None) -> Entry:
    number, previous = (last.id + 1, last.hash) if last else (1, FIRST)
    detail = json.dumps(deed.detail, ensure_ascii=False, sort_keys=True)
    open_end = Entry(number, deed.at, deed.actor, deed.action.value, deed.subject, detail, previous, "")
    return Entry(**{**vars(open_end), "hash": open_end.computed()})
