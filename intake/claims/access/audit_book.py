"""Reading the audit log, and checking it against its own chain and the file outside the database."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine, func, select

from intake.claims.access.audit import FIRST, Action, Entry, read, record
from intake.claims.access.audit_head import AuditHead
from intake.claims.database import writing
from intake.claims.tables import audit

PART = 1000  # entries read at once


class Fault(StrEnum):
    """What is wrong with a log."""

    MISSING = "missing"
    UNLINKED = "unlinked"  # it doesn't follow the entry before it
    CHANGED = "changed"  # its hash isn't that of what it says
    REWRITTEN = "rewritten"  # the file outside knows another one of its number
    CUT = "cut"  # it and those after it are gone
    NO_HEAD = "no_head"  # the file outside is empty: whether the log was cut or rewritten can't be told


@dataclass(frozen=True)
class Verdict:
    """`entries` is how many were found whole, from the first one on; `broken` is the number of the first other one.

    `unconfirmed` are the numbers that the file outside doesn't have: after a power cut that may be the last one, else
    somebody wrote them past Intake.
    """

    entries: int
    fault: Fault | None = None
    broken: int | None = None
    unconfirmed: tuple[int, ...] = ()


def as_ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers for a person to read: "1–4, 9"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1] = [ranges[-1][0], number]
        else:
            ranges.append([number])
    return ", ".join("–".join(map(str, one)) for one in ranges)


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
                return Verdict(count, fault, count + 1)
            if entry.id not in noted:
                unconfirmed.append(entry.id)
            previous, count = entry.hash, entry.id
        if noted and max(noted) > count:
            return Verdict(count, Fault.CUT, count + 1)
        if count and not noted:
            return Verdict(count, Fault.NO_HEAD)
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


def _fault(entry: Entry, number: int, previous: str, noted: set[str]) -> Fault | None:
    """What is wrong with the entry that has to be `number`."""
    if entry.id != number:
        return Fault.MISSING
    if entry.previous != previous:
        return Fault.UNLINKED
    if entry.hash != entry.computed():
        return Fault.CHANGED
    if noted - {entry.hash}:
        return Fault.REWRITTEN
    return None
