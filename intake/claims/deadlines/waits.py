"""How long a customer waits, and for what, read off a claim's history. All pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from intake.claims.model import Event, Status
from intake.claims.moves import CUSTOMER, ENDS, INTAKE

REPLIED = "replied"  # kind of the entry that staff wrote to the customer without moving the claim
SOLVED = ENDS | {Status.RESOLVED}
# What staff move a claim to is told to the customer.
_TELLING = SOLVED | {Status.WAITING_FOR_CUSTOMER, Status.ACCEPTED}


class Limit(StrEnum):
    """What a customer waits for. An answer is one by a person; the machine's comes at once."""

    FIRST_ANSWER = "first_answer"  # since a person was called for
    NEXT_ANSWER = "next_answer"  # since the customer came back after an answer
    SOLUTION = "solution"  # since the claim was opened, or opened again


@dataclass(frozen=True)
class Wait:
    """`spans` are the stretches that count, in order; the pauses between them are the customer's.

    The last span has no end while the wait goes on. `over` is the entry that ended it; None while it goes on or pauses.
    """

    limit: Limit
    spans: tuple[tuple[datetime, datetime | None], ...]
    over: Event | None = None

    @property
    def running(self) -> bool:
        return self.spans[-1][1] is None


def waits(history: Sequence[Event]) -> tuple[Wait, ...]:
    """All waits of a claim, for answers first, each kind in its order."""
    return (*_for_answers(history), *_for_solutions(history))


def answers(event: Event) -> bool:
    """Whether a person told the customer something."""
    return by_staff(event) and (event.status in _TELLING or event.kind == REPLIED)


def by_staff(event: Event) -> bool:
    return event.actor not in (CUSTOMER, INTAKE)


def _for_answers(history: Sequence[Event]) -> Iterator[Wait]:
    since: datetime | None = None
    limit = Limit.FIRST_ANSWER
    for event in history:
        if answers(event):
            if since:
                yield Wait(limit, ((since, event.at),), event)
            since, limit = None, Limit.NEXT_ANSWER
        elif event.status in ENDS:  # by the customer: nobody owes an answer any more
            since = None
        elif since is None and _calls(event, limit):
            since = event.at
    if since:
        yield Wait(limit, ((since, None),))


def _calls(event: Event, limit: Limit) -> bool:
    """Staff who put a claim back into the queue after an answer owe none."""
    return event.status is Status.WAITING_FOR_STAFF and (not by_staff(event) or limit is Limit.FIRST_ANSWER)


def _for_solutions(history: Sequence[Event]) -> Iterator[Wait]:
    spans: list[tuple[datetime, datetime | None]] = []
    since: datetime | None = None
    for event in history:
        stops = event.status in SOLVED or event.status is Status.WAITING_FOR_CUSTOMER
        if since and stops:
            spans.append((since, event.at))
            since = None
        elif since is None and event.status and not stops:
            since = event.at
        if event.status in SOLVED and spans:
            yield Wait(Limit.SOLUTION, tuple(spans), event)
            spans = []
    if since or spans:
        yield Wait(Limit.SOLUTION, (*spans, *([(since, None)] if since else [])))
