"""Reading the audit log, and checking it against its own chain and the file outside the database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from intake.claims.audit import FIRST, Action, Entry, read, record
from intake.claims.audit_head import AuditHead
from intake.claims.database import writing
from intake.claims.tables import audit

PART = 1000  # entries read at once


@dataclass(frozen=True)
class Verdict:
    """`fault` is empty where all is whole; `broken` is the number of the first entry that isn't as it was written.

    `unconfirmed` are the numbers that the file outside doesn't have: after a power cut that may be the last one, else
    somebody wrote them past Intake.
    """

    entries: int
    broken: int | None = None
    fault: str = ""
    unconfirmed: tuple[int, ...] = ()


class AuditBook:
    """The audit log of one database. Entries are written with what they tell of (see `audit.record`)."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now

    def write(self, actor: str, action: Action, subject: str = "", **detail: object) -> None:
        """Log something that changes nothing else in the database."""
        with writing(self._engine) as connection:
            record(connection, self._now(), actor, action, subject, **detail)

    def entries(
        self, actor: str = "", action: str = "", subject: str = "", before: int | None = None, limit: int = 50
    ) -> tuple[Entry, ...]:
        """Newest first; `before` is the number of an entry, to turn pages with."""
        query = select(audit).order_by(audit.c.id.desc()).limit(limit)
        wanted = {audit.c.actor: actor, audit.c.action: action, audit.c.subject: subject}
        for column, value in wanted.items():
            query = query.where(column == value) if value else query
        if before is not None:
            query = query.where(audit.c.id < before)
        with self._engine.begin() as connection:
            return tuple(read(row) for row in connection.execute(query).mappings())

    def verify(self, head: AuditHead) -> Verdict:
        """Check every entry from the first one on."""
        noted = head.read()  # before the entries: what it has by now is in the database as well
        previous, count, unconfirmed = FIRST, 0, []
        for entry in self._all():
            fault = _fault(entry, count + 1, previous, noted.get(entry.id, set()))
            if fault:
                return Verdict(count, count + 1, fault)
            if entry.id not in noted:
                unconfirmed.append(entry.id)
            previous, count = entry.hash, entry.id
        if noted and max(noted) > count:
            return Verdict(count, count + 1, f"Entries {count + 1} to {max(noted)} are missing.")
        if count and not noted:
            return Verdict(count, fault=f"{head.path} has no entry: a log that was cut or rewritten can't be told.")
        if unconfirmed:
            noted = head.read()  # what was written meanwhile is noted meanwhile
        return Verdict(count, unconfirmed=tuple(number for number in unconfirmed if number not in noted))

    def _all(self) -> Iterator[Entry]:
        """In parts, each in a transaction of its own: nobody has to wait for a long check."""
        with self._engine.begin() as connection:
            last = connection.scalar(select(func.max(audit.c.id))) or 0
        seen: int | None = None
        while True:
            query = select(audit).where(audit.c.id <= last).order_by(audit.c.id).limit(PART)
            if seen is not None:
                query = query.where(audit.c.id > seen)
            with self._engine.begin() as connection:
                part = [read(row) for row in connection.execute(query).mappings()]
            if not part:
                return
            yield from part
            seen = part[-1].id


def _fault(entry: Entry, number: int, previous: str, noted: set[str]) -> str:
    """What is wrong with the entry that has to be `number`; empty where nothing is."""
    if entry.id != number:
        return f"Entry {number} is missing."
    if entry.previous != previous:
        return f"Entry {number} doesn't follow the one before it."
    if entry.hash != entry.computed():
        return f"Entry {number} was changed."
    if noted - {entry.hash}:
        return f"Entry {number} isn't the one that was written at the time."
    return ""
