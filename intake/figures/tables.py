"""The tables that dashboard, report and CSV files show: cells are figures, or wording keys and names."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from intake.figures.contacts import End
from intake.figures.counting import Figure, Unit, count
from intake.figures.definitions import FIGURES, figures
from intake.figures.lives import errors, escalation
from intake.figures.material import Dimension, Material

SECTIONS: Mapping[str, Sequence[str]] = {
    "contacts": ("contacts", "contained_confirmed", "contained_assumed", "with_person", "recontact"),
    "machine": ("cases", "automation", "automation_errors", "escalated"),
    "first_answer": (
        "first_answer",
        "first_answer_95",
        "first_answer_clock",
        "first_answer_clock_95",
        "first_answer_in_time",
    ),
    "solution": ("solution", "solution_95", "solution_clock", "solution_clock_95", "solution_in_time", "reopened"),
    "customers": ("rating", "said_solved", "cost"),
}
COLUMNS = (
    "contacts",
    "contained_confirmed",
    "contained_assumed",
    "recontact",
    "cases",
    "automation",
    "automation_errors",
    "escalated",
    "first_answer",
    "first_answer_95",
    "solution",
    "solution_95",
    "reopened",
    "rating",
    "cost",
)


class Listing(StrEnum):
    """The tables that aren't told apart by a dimension."""

    OVERVIEW = "overview"
    ENDS = "ends"
    REASONS = "reasons"
    ERRORS = "errors"


@dataclass(frozen=True)
class Table:
    """`columns` are keys of figures; rows have a name and one figure a column."""

    key: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Figure, ...]], ...]


def names() -> tuple[str, ...]:
    """The keys of all tables."""
    return (*Listing, *Dimension)


def table(key: str, material: Material) -> Table:
    """The table with this key, one of `names()`."""
    if key in frozenset(Dimension):
        return _by(Dimension(key), material)
    return _LISTINGS[Listing(key)](material)


def _by(dimension: Dimension, material: Material) -> Table:
    parts = material.parts(dimension).items()
    rows = ((value, tuple(FIGURES[column](part) for column in COLUMNS)) for value, part in parts)
    return Table(dimension.value, COLUMNS, tuple(rows))


def _overview(material: Material) -> Table:
    return Table(Listing.OVERVIEW, ("value",), tuple((key, (figure,)) for key, figure in figures(material).items()))


def _ends(material: Material) -> Table:
    return _shares(Listing.ENDS, [contact.end for contact in material.contacts], list(End), len(material.contacts))


def _reasons(material: Material) -> Table:
    found = [reason for case in material.cases for reason in escalation(case)]
    ranked = [reason for reason, _ in Counter(found).most_common()]
    return _shares(Listing.REASONS, found, ranked, len(material.cases))


def _errors(material: Material) -> Table:
    found = [error for case in material.cases for error in errors(case)]
    ranked = [error for error, _ in Counter(found).most_common()]
    return _shares(Listing.ERRORS, found, ranked, sum(case.by_rule for case in material.cases))


def _shares(key: str, found: Iterable[str], values: Iterable[str], of: int) -> Table:
    counts = Counter(found)
    rows = (
        (str(value), (count(counts[value]), Figure(Unit.SHARE, counts[value] / of if of else None, of)))
        for value in values
    )
    return Table(key, ("number", "share"), tuple(rows))


_LISTINGS = {Listing.OVERVIEW: _overview, Listing.ENDS: _ends, Listing.REASONS: _reasons, Listing.ERRORS: _errors}
