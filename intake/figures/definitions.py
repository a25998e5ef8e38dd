"""Every figure, defined once. Its name and its definition in words are the wording keys `figure.KEY[.definition]`."""

from collections.abc import Callable, Mapping

from intake.claims.waits import Limit, Wait
from intake.figures.contacts import Contact, End
from intake.figures.counting import Figure, Unit, count, mean, middle, percentile95, share
from intake.figures.lives import (
    business_hours,
    called_for_person,
    clock_hours,
    ended,
    errors,
    first_answer,
    reopened,
    solution,
)
from intake.figures.material import Material

Measure = Callable[[Material], Figure]


def _settled(material: Material) -> list[Contact]:
    """Contacts of which it is known how they came out."""
    return [contact for contact in material.contacts if contact.end is not End.OPEN]


def _ends(*ends: End) -> Measure:
    return lambda material: share([contact.end in ends for contact in _settled(material)])


def _recontact(material: Material) -> Figure:
    return share([contact.returned for contact in material.contacts if contact.known])


def _automation_errors(material: Material) -> Figure:
    return share([bool(errors(case)) for case in material.cases if case.by_rule])


def _waits(material: Material, limit: Limit) -> list[Wait]:
    of = first_answer if limit is Limit.FIRST_ANSWER else solution
    return [wait for case in material.cases if (wait := of(case))]


def _business(limit: Limit, statistic: Callable[[list[float], Unit], Figure]) -> Measure:
    def measure(material: Material) -> Figure:
        hours = material.limits.hours
        return statistic([business_hours(wait, hours) for wait in _waits(material, limit)], Unit.HOURS)

    return measure


def _clock(limit: Limit, statistic: Callable[[list[float], Unit], Figure]) -> Measure:
    return lambda material: statistic([clock_hours(wait) for wait in _waits(material, limit)], Unit.HOURS)


def _in_time(limit: Limit) -> Measure:
    of = first_answer if limit is Limit.FIRST_ANSWER else solution

    def measure(material: Material) -> Figure:
        limits = material.limits
        waits = [(wait, limits.budget(case.urgency).time[limit]) for case in material.cases if (wait := of(case))]
        return share([business_hours(wait, limits.hours) * 3600 <= time.total_seconds() for wait, time in waits])

    return measure


def _rating(material: Material) -> Figure:
    return mean([case.rating for case in material.cases if case.rating is not None], Unit.RATING)


def _cost(material: Material) -> Figure:
    costs = material.costs
    return mean([costs.of(case) for case in material.cases] if costs else [], Unit.MONEY)


FIRST, SOLUTION = Limit.FIRST_ANSWER, Limit.SOLUTION

FIGURES: Mapping[str, Measure] = {
    "contacts": lambda material: count(len(material.contacts)),
    "contained_confirmed": _ends(End.CONFIRMED),
    "contained_assumed": _ends(End.ASSUMED),
    "with_person": _ends(End.PERSON),
    "recontact": _recontact,
    "cases": lambda material: count(len(material.cases)),
    "automation": lambda material: share([case.by_rule for case in material.cases]),
    "automation_errors": _automation_errors,
    "escalated": lambda material: share([called_for_person(case) for case in material.cases]),
    "first_answer": _business(FIRST, middle),
    "first_answer_95": _business(FIRST, percentile95),
    "first_answer_clock": _clock(FIRST, middle),
    "first_answer_clock_95": _clock(FIRST, percentile95),
    "first_answer_in_time": _in_time(FIRST),
    "solution": _business(SOLUTION, middle),
    "solution_95": _business(SOLUTION, percentile95),
    "solution_clock": _clock(SOLUTION, middle),
    "solution_clock_95": _clock(SOLUTION, percentile95),
    "solution_in_time": _in_time(SOLUTION),
    "reopened": lambda material: share([reopened(case) for case in material.cases if ended(case)]),
    "rating": _rating,
    "said_solved": lambda material: share([case.solved for case in material.cases if case.solved is not None]),
    "cost": _cost,
}


def figures(material: Material) -> dict[str, Figure]:
    """All figures of the material by key, in their order."""
    return {key: measure(material) for key, measure in FIGURES.items()}
