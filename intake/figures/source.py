"""From the database to what figures are counted from."""

from datetime import date, datetime, time, timedelta

from intake.claims.counting.figure_book import FigureBook
from intake.claims.deadlines.limits import TimeLimits
from intake.figures.contacts import RECONTACT, contacts
from intake.figures.costs import Costs
from intake.figures.material import Material

TALKS_LAST = timedelta(days=90)  # so long a browser finds its talk again: older ones have no messages of the period


def gather(
    book: FigureBook, first: date, last: date, limits: TimeLimits, costs: Costs | None, now: datetime
) -> Material:
    """Everything that bears on the days from `first` to `last`; `Material.chosen` cuts the period out of it."""
    zone = limits.hours.zone
    since = datetime.combine(first, time(), zone) - TALKS_LAST
    until = datetime.combine(last + timedelta(1), time(), zone) + RECONTACT
    cases = book.cases(since, until)
    return Material.of(cases, contacts(book.talks(since, until), cases, now), limits, costs)
