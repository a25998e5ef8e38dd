"""What the script did, noted while it did so: figures are counted from here a second time, by other code."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from benchmarks.month.opening_times import business_hours

Span = tuple[datetime, datetime]


@dataclass
class Noted:
    """One case. `worked` are the stretches until its first solution in which nobody waited for the customer."""

    number: str
    opened: datetime
    by_rule: bool
    reasons: tuple[str, ...] = ()
    first_answer: Span | None = None
    worked: list[Span] = field(default_factory=list)
    solved_at: datetime | None = None
    ended: bool = False
    reopened: bool = False
    errors: set[str] = field(default_factory=set)
    rating: int | None = None
    said_solved: bool | None = None
    merged: bool = False


@dataclass
class Ledger:
    cases: list[Noted] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)  # how contacts came out
    returned: int = 0
    notices: Counter[str] = field(default_factory=Counter)  # changes that a shop system is told of, by type

    def contact(self, end: str, returned: bool = False) -> None:
        self.ends[end] += 1
        self.returned += returned

    def count(self) -> dict[str, tuple[float | None, int]]:
        """Each figure with what it was counted from, by the names that the product gives them."""
        cases = [case for case in self.cases if not case.merged]
        by_rule = [case for case in cases if case.by_rule]
        answers = [case.first_answer for case in cases if case.first_answer]
        solved = [case for case in cases if case.solved_at]
        contacts = sum(self.ends.values())
        return {
            "contacts": (contacts, contacts),
            "contained_confirmed": _ratio(self.ends["confirmed"], contacts),
            "contained_assumed": _ratio(self.ends["assumed"], contacts),
            "with_person": _ratio(self.ends["person"], contacts),
            "recontact": _ratio(self.returned, contacts),
            "cases": (len(cases), len(cases)),
            "automation": _ratio(len(by_rule), len(cases)),
            "automation_errors": _ratio(sum(bool(case.errors) for case in by_rule), len(by_rule)),
            "escalated": _ratio(sum(bool(case.reasons) for case in cases), len(cases)),
            "first_answer": _middle([business_hours(*span) for span in answers]),
            "first_answer_95": _rank95([business_hours(*span) for span in answers]),
            "first_answer_clock": _middle([_clock(*span) for span in answers]),
            "first_answer_clock_95": _rank95([_clock(*span) for span in answers]),
            "solution": _middle([_worked(case) for case in solved]),
            "solution_95": _rank95([_worked(case) for case in solved]),
            "solution_clock": _middle([_clock(case.opened, case.solved_at) for case in solved if case.solved_at]),
            "solution_clock_95": _rank95([_clock(case.opened, case.solved_at) for case in solved if case.solved_at]),
            "reopened": _ratio(sum(case.reopened for case in cases), sum(case.ended for case in cases)),
            "rating": _mean([case.rating for case in cases if case.rating is not None]),
            "said_solved": _mean([case.said_solved for case in cases if case.said_solved is not None]),
        }

    def reasons(self) -> Counter[str]:
        return Counter(reason for case in self.cases if not case.merged for reason in case.reasons)

    def errors(self) -> Counter[str]:
        return Counter(error for case in self.cases if case.by_rule and not case.merged for error in case.errors)


def _ratio(part: int, whole: int) -> tuple[float | None, int]:
    return (part / whole if whole else None), whole


def _mean(values: Sequence[float]) -> tuple[float | None, int]:
    return (sum(values) / len(values) if values else None), len(values)


def _middle(values: list[float]) -> tuple[float | None, int]:
    ranked = sorted(values)
    half = len(ranked) // 2
    if not ranked:
        return None, 0
    return (ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2), len(ranked)


def _rank95(values: list[float]) -> tuple[float | None, int]:
    ranked = sorted(values)
    return (ranked[math.ceil(len(ranked) * 0.95) - 1] if ranked else None), len(ranked)


def _clock(start: datetime, end: datetime) -> float:
    return (end - start) / timedelta(hours=1)


def _worked(case: Noted) -> float:
    return sum(business_hours(start, end) for start, end in case.worked)
