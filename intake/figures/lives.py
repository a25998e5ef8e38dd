"""What the history of one case tells: what became of the machine's decision, and how long people took."""

from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

from intake.claims.business_hours import BusinessHours
from intake.claims.case_rows import CaseRow
from intake.claims.model import Reason, Status
from intake.claims.moves import CUSTOMER
from intake.claims.waits import SOLVED, Limit, Wait, by_staff, waits

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


def first_answer(case: CaseRow) -> Wait | None:
    """The wait for a person's first answer, once it is over."""
    return _over(case, Limit.FIRST_ANSWER)


def solution(case: CaseRow) -> Wait | None:
    """The wait for the first solution, once a person brought it; what customers withdrew has none."""
    wait = _over(case, Limit.SOLUTION)
    return wait if wait and wait.over and wait.over.status in (Status.RESOLVED, Status.CLOSED) else None


def _over(case: CaseRow, limit: Limit) -> Wait | None:
    found = (wait for wait in waits(case.history) if wait.limit is limit)
    first = next(found, None)
    return first if first and first.over else None


def clock_hours(wait: Wait) -> float:
    """From the beginning of a wait that is over to its end, pauses included."""
    assert wait.over
    return (wait.over.at - wait.spans[0][0]) / timedelta(hours=1)


def business_hours(wait: Wait, hours: BusinessHours) -> float:
    """The time of a wait that is over within opening hours, without its pauses."""
    spent = (hours.between(start, end) for start, end in wait.spans if end)
    return sum(spent, timedelta(0)) / timedelta(hours=1)
