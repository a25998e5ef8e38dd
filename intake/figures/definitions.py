"""Every figure, defined once. Its name and its definition in words are the wording keys `figure.KEY[.definition]`."""

from collections.abc import Callable, Mapping

from intake.claims.counting.case_rows import CaseRow
from intake.claims.deadlines.waits import Limit
from intake.figures.contacts import Contact, End
from intake.figures.counting import Figure, Unit, count, mean, middle, percentile95, share
from intake.figures.lives import Spent, called_for_person, ended, errors, reopened
from intake.figures.material import Material

Measure = Callable[[Material], Figure]
Statistic = Callable[[list[float], Unit], Figure]


def _over(material: Material) -> list[Contact]:
    """Contacts whose seven days are over: young ones would count only where it is bad news that is known early."""
    return [contact for contact in material.contacts if contact.over]


def _contained(end: End) -> Measure:
    return lambda material: share([contact.end is end for contact in _over(material)])


def _with_person(material: Material) -> Figure:
    return share([contact.end is End.PERSON for contact in material.contacts])


def _recontact(material: Material) -> Figure:
    return share([contact.returned for contact in _over(material)])


def _automation_errors(material: Material) -> Figure:
    return share([bool(errors(case)) for case in material.cases if case.by_rule])


def _spent(material: Material, limit: Limit) -> list[tuple[Spent, CaseRow]]:
    """Of every case in which the wait is over."""
    found = ((getattr(material.times[case.number], limit), case) for case in material.cases)
    return [(spent, case) for spent, case in found if spent]


def _business(limit: Limit, statistic: Statistic) -> Measure:
    return lambda material: statistic([spent.business for spent, _ in _spent(material, limit)], Unit.HOURS)


def _clock(limit: Limit, statistic: Statistic) -> Measure:
    return lambda material: statistic([spent.clock for spent, _ in _spent(material, limit)], Unit.HOURS)


def _in_time(limit: Limit) -> Measure:
    def measure(material: Material) -> Figure:
        budgets = ((spent, material.limits.budget(case.urgency).time[limit]) for spent, case in _spent(material, limit))
        return share([spent.business * 3600 <= time.total_seconds() for spent, time in budgets])

    return measure


def _rating(material: Material) -> Figure:
    return mean([case.rating for case in material.cases if case.rating is not None], Unit.RATING)


def _cost(material: Material) -> Figure:
    costs = material.costs
    return mean([costs.of(case) for case in material.cases] if costs else [], Unit.MONEY)


FIRST, SOLUTION = Limit.FIRST_ANSWER, Limit.SOLUTION

FIGURES: Mapping[str, Measure] = {
    "contacts": lambda material: count(len(material.contacts)),
    "contained_confirmed": _contained(End.CONFIRMED),
    "contained_assumed": _contained(End.ASSUMED),
    "with_person": _with_person,
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
