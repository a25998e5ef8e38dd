"""The next time limit of each claim, kept in its row by the transaction of every change."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select, update

from intake.claims.database import writing
from intake.claims.deadlines.limits import Deadline, TimeLimits
from intake.claims.model import Event, Status
from intake.claims.queue.rows import keep_place
from intake.claims.records import EVENT
from intake.claims.tables import claims, events

_OPTION = "time_limits"


@dataclass(frozen=True)
class Due:
    """A claim whose next limit breaks at `next.due`; `assignee` is a staff login or None."""

    number: str
    status: Status
    urgency: int
    assignee: str | None
    next: Deadline


def keeping(engine: Engine, limits: TimeLimits | None) -> Engine:
    """The engine whose changes of claims keep their time limits; without `limits` none are kept."""
    return engine.execution_options(**{_OPTION: limits})


def keep_due(connection: Connection, number: str) -> None:
    """Count the claim's limits anew. Part of every entry in its history."""
    limits: TimeLimits | None = connection.get_execution_options().get(_OPTION)
    if limits is None:
        return
    urgency = connection.scalar(select(claims.c.urgency).where(claims.c.number == number)) or 0
    running = limits.deadlines(history(connection, number), urgency)
    first = running[0] if running else None
    values = {"due": first.due if first else None, "warn": first.warn if first else None}
    connection.execute(update(claims).where(claims.c.number == number).values(values))


class DueBook:
    """All running time limits of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def soonest(self, limit: int = 50) -> tuple[Due, ...]:
        """The claims whose limits break next, or broke already; the first to break comes first."""
        query = select(claims).where(claims.c.due.is_not(None)).order_by(claims.c.due).limit(limit)
        with self._engine.begin() as connection:
            limits: TimeLimits = connection.get_execution_options()[_OPTION]
            return tuple(
                Due(
                    row["number"],
                    Status(row["status"]),
                    row["urgency"],
                    row["assignee"],
                    limits.deadlines(history(connection, row["number"]), row["urgency"])[0],
                )
                for row in connection.execute(query).mappings().all()
            )

    def recount(self) -> None:
        """Count all limits anew, after the hours were changed."""
        with writing(self._engine) as connection:
            for number in connection.scalars(select(claims.c.number).where(claims.c.closed.is_(None))).all():
                keep_due(connection, number)
                keep_place(connection, number)


def history(connection: Connection, number: str) -> tuple[Event, ...]:
    """The claim's entries, oldest first."""
    bodies = connection.scalars(select(events.c.body).where(events.c.claim == number).order_by(events.c.id))
    return tuple(EVENT.validate_json(body) for body in bodies)
