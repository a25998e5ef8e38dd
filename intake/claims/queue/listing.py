"""What staff have to do, in the order in which it matters, a page at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, RowMapping, Select, func, literal, select, tuple_

from intake.claims.model import Reason, Status, Track
from intake.claims.queue.filters import Filters, Skus, conditions
from intake.claims.tables import queue

PAGE = 50  # claims
COUNTED = 99  # claims; what is more isn't counted, so that a count costs no more in a large database
ORDER = (queue.c.rank, queue.c.until, queue.c.worth, queue.c.claim)  # urgency, time limit, value, age


@dataclass(frozen=True)
class QueueEntry:
    """What a list shows of a claim. The next page begins behind the last one's `place`."""

    number: str
    status: Status
    created: datetime
    language: str
    track: Track | None
    reasons: tuple[Reason, ...]
    sku: str | None
    assignee: str | None  # staff login
    urgency: int
    value: float | None  # EUR
    due: datetime | None
    place: str
    warn: datetime | None = None  # from when on to warn of `due`


@dataclass(frozen=True)
class QueuePage:
    entries: tuple[QueueEntry, ...]
    more: bool  # whether another page follows


class QueueBook:
    """The queue of one database."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now

    def page(self, filters: Filters, login: str, after: str = "", skus: Skus | None = None) -> QueuePage:
        """At most `PAGE` claims behind the place `after`, as `login` sees them; from the top for no readable place.

        `skus` names the products that a word of the search stands for.
        """
        with self._engine.begin() as connection:
            fitting = conditions(connection, filters, login, self._now(), skus or {})
            query = _behind(select(queue).where(*fitting), after).order_by(*ORDER).limit(PAGE + 1)
            rows = connection.execute(query).mappings().all()
        return QueuePage(tuple(map(_entry, rows[:PAGE])), len(rows) > PAGE)

    def counts(self, several: Sequence[Filters], login: str) -> tuple[int, ...]:
        """How many claims fit each of these; more than `COUNTED` count as one more than that."""
        if not several:
            return ()
        now = self._now()
        with self._engine.begin() as connection:
            each = (conditions(connection, filters, login, now, {}) for filters in several)
            found = (select(literal(1)).select_from(queue).where(*one).limit(COUNTED + 1).subquery() for one in each)
            numbers = (select(func.count()).select_from(one).scalar_subquery() for one in found)
            return tuple(connection.execute(select(*numbers)).one())


def _entry(row: RowMapping) -> QueueEntry:
    until = row["until"].isoformat()
    return QueueEntry(
        number=row["number"],
        status=Status(row["status"]),
        created=row["created"],
        language=row["language"],
        track=Track(row["track"]) if row["track"] else None,
        reasons=tuple(Reason(reason) for reason in row["reasons"].split(",") if reason),
        sku=row["sku"],
        assignee=row["assignee"],
        urgency=row["urgency"],
        value=row["value"],
        due=row["due"],
        place=f"{row['rank']} {until} {row['worth']!r} {row['claim']}",
        warn=row["warn"],
    )


def _behind(query: Select[tuple[object, ...]], after: str) -> Select[tuple[object, ...]]:
    try:
        rank, until, worth, claim = after.split()
        place = (int(rank), datetime.fromisoformat(until), float(worth), int(claim))
    except ValueError:
        return query
    return query.where(tuple_(*ORDER) > tuple_(*map(literal, place, (column.type for column in ORDER))))
