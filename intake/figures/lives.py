"""What the history of one case tells: what became of the machine's decision, and how long people took."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

from intake.claims.counting.case_rows import CaseRow
from intake.claims.deadlines.business_hours import BusinessHours
from intake.claims.deadlines.waits import SOLVED, Limit, Wait, by_staff, waits
from intake.claims.model import Reason, Status
from intake.claims.moves import CUSTOMER

_HOUR = timedelta(hours=1)
_SOLVING: frozenset[Status | None] = frozenset({Status.RESOLVED, Status.CLOSED})  # what customers withdrew isn't solved
_TOLD: frozenset[Status | None] = frozenset({None, *Status})
OTHER = "other"  # reason of a call for a person that names none of the closed list
REASONS = frozenset(Reason)


class Error(StrEnum):
    """What shows later that a claim which a rule opened was opened wrongly."""

    CORRECTED = "corrected"  # staff corrected product or damage
    DISPUTED = "disputed"  # the customer said that the product is another one
    CHANGED = "changed"  # staff settled it otherwise than the rule offered, or closed it without accepting it
    REOPENED = "reopened"


def called_for_person(case: CaseRow) -> bool:
    """Whether the machine or the customer called for a person at any time."""
    return bool(escalation(case))


def escalation(case: CaseRow) -> tuple[str, ...]:
    """Why a person was called for first: reasons of the closed list, or `OTHER`; empty where nobody was."""
    calls = (e for e in case.history if e.status is Status.WAITING_FOR_STAFF and not by_staff(e))
    first = next(calls, None)
    if first is None:
        return ()
    if first is case.history[0] and case.reasons:
        return tuple(case.reasons)
    return (first.note if first.note in REASONS else OTHER,)


def ended(case: CaseRow) -> bool:
    """Whether it was resolved, closed or withdrawn at any time."""
    return any(event.status in SOLVED for event in case.history)


def reopened(case: CaseRow) -> bool:
    moves = [event.status for event in case.history if event.status]
    return any(before in SOLVED and after not in SOLVED for before, after in pairwise(moves))


def errors(case: CaseRow) -> tuple[Error, ...]:
    """What shows that a claim which a rule opened was opened wrongly; empty for those that people opened."""
    if not case.by_rule:
        return ()
    signs = {
        Error.CORRECTED: case.corrected,
        Error.DISPUTED: any(e.actor == CUSTOMER and e.note == Reason.PRODUCT_UNSURE for e in case.history),
        Error.CHANGED: _changed(case),
        Error.REOPENED: reopened(case),
    }
    return tuple(error for error, shown in signs.items() if shown)


def _changed(case: CaseRow) -> bool:
    accepted = any(event.status is Status.ACCEPTED for event in case.history)
    closed = any(event.status is Status.CLOSED and by_staff(event) for event in case.history)
    other = case.settled is not None and bool(case.offered) and case.settled not in case.offered
    return other or (closed and not accepted)


@dataclass(frozen=True)
class Spent:
    """Hours of a wait that is over: within opening hours without pauses, and by the clock with everything."""

    business: float
    clock: float


@dataclass(frozen=True)
class Times:
    """To a person's first answer and to the first solution that a person brought; None where there is none (yet)."""

    first_answer: Spent | None
    solution: Spent | None


def times(case: CaseRow, hours: BusinessHours) -> Times:
    found = {wait.limit: wait for wait in reversed(waits(case.history))}  # the first of each
    answer, solution = found.get(Limit.FIRST_ANSWER), found.get(Limit.SOLUTION)
    return Times(_spent(answer, hours, _TOLD), _spent(solution, hours, _SOLVING))


def _spent(wait: Wait | None, hours: BusinessHours, by: frozenset[Status | None]) -> Spent | None:
    if wait is None or wait.over is None or wait.over.status not in by:
        return None
    stretches = (hours.between(start, end) for start, end in wait.spans if end)
    clock = wait.over.at - wait.spans[0][0]
    return Spent(sum(stretches, timedelta(0)) / _HOUR, clock / _HOUR)
