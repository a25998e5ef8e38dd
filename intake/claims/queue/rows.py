"""Keeps the queue's small row of a claim in step with the claim, within the transaction of the change."""

from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from intake.claims.model import ClaimDraft, Event, Reason, Status
from intake.claims.moves import CUSTOMER, OPEN
from intake.claims.queue.search import add_words
from intake.claims.tables import claims, queue

# Alarm first, then legal steps and mood; whatever else leads to a person waits its turn.
URGENCY = {Reason.SAFETY: 3, Reason.LEGAL_THREAT: 2, Reason.UPSET: 2}
NO_LIMIT = datetime(9999, 12, 31, tzinfo=UTC)
ENDED = 1  # rank: behind everything that is open
Place = tuple[int, datetime, float]


def urgency(draft: ClaimDraft) -> int:
    """How soon somebody has to look, 0..3, by the decision's reasons and what the facts say beside them."""
    reasons = {*draft.decision.reasons, *draft.facts.signals}
    return max((URGENCY.get(reason, 0) for reason in reasons), default=0)


def place(id: int, status: Status, urgency: int, due: datetime | None, value: float | None) -> Place:
    """Where a claim stands in the queue: smaller comes first. Ended ones stand behind the open ones, newest first."""
    if status not in OPEN:
        return ENDED, NO_LIMIT, -float(id)
    return -urgency, due or NO_LIMIT, -(value or 0.0)


def enter(connection: Connection, number: str, draft: ClaimDraft) -> None:
    """A new claim's row; `claims` has its own already."""
    reasons = "".join(f"{reason}," for reason in draft.decision.reasons)
    row = connection.execute(select(claims).where(claims.c.number == number)).mappings().one()
    connection.execute(
        insert(queue).values(
            claim=row["id"],
            number=number,
            created=row["created"],
            language=row["language"],
            track=draft.decision.track,
            reasons=f",{reasons}" if reasons else "",
            **_moving(row),
        )
    )
    add_words(connection, row["id"], row["search_text"])


def raise_urgency(connection: Connection, number: str, event: Event) -> None:
    """A reason that the customer gives later on may make the claim more urgent."""
    if event.actor == CUSTOMER and event.note in URGENCY:
        urgent = URGENCY[Reason(event.note)]
        raised = update(claims).where(claims.c.number == number, claims.c.urgency < urgent)
        connection.execute(raised.values(urgency=urgent))


def keep_place(connection: Connection, number: str) -> None:
    """Takes over what changed in the claim; the last step of every change."""
    columns = (claims.c.id, claims.c.status, claims.c.sku, claims.c.assignee, claims.c.urgency)
    query = select(*columns, claims.c.value, claims.c.due, claims.c.warn).where(claims.c.number == number)
    moving = _moving(connection.execute(query).mappings().one())
    connection.execute(update(queue).where(queue.c.number == number).values(**moving))


def _moving(row: RowMapping) -> dict[str, object]:
    """The columns that change in a claim's life."""
    same = {name: row[name] for name in ("status", "sku", "assignee", "urgency", "value", "due", "warn")}
    rank, until, worth = place(row["id"], Status(row["status"]), row["urgency"], row["due"], row["value"])
    return {**same, "rank": rank, "until": until, "worth": worth}
