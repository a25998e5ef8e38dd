"""What figures are counted from: cases and contacts of a period, whole or in parts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from intake.claims.counting.case_rows import CaseRow
from intake.claims.deadlines.limits import TimeLimits
from intake.claims.model import Status
from intake.figures.contacts import Contact
from intake.figures.costs import Costs
from intake.figures.lives import Times, times


class Dimension(StrEnum):
    """What cases and contacts can be told apart by."""

    WEEK = "week"
    PRODUCT = "product"
    TRACK = "track"
    LANGUAGE = "language"
    CHANNEL = "channel"


@dataclass(frozen=True)
class Filter:
    """Days are the shop's, both included; empty values let everything through."""

    first: date | None = None
    last: date | None = None
    product: str = ""
    track: str = ""
    language: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Material:
    """`cases` are claims that weren't merged into another one, which goes on in their place."""

    cases: tuple[CaseRow, ...]
    contacts: tuple[Contact, ...]
    limits: TimeLimits
    costs: Costs | None
    times: Mapping[str, Times]  # by the number of the case

    @classmethod
    def of(
        cls, cases: Iterable[CaseRow], contacts: Iterable[Contact], limits: TimeLimits, costs: Costs | None
    ) -> "Material":
        """Everything that there is; merged claims are left out."""
        kept = tuple(case for case in cases if case.status is not Status.MERGED)
        spent = {case.number: times(case, limits.hours) for case in kept}
        return cls(kept, tuple(contacts), limits, costs, spent)

    def chosen(self, by: Filter) -> "Material":
        """The cases opened, and the contacts begun, in the period, as far as they fit."""
        wanted = {d: getattr(by, d) for d in Dimension if d is not Dimension.WEEK and getattr(by, d)}
        zone = self.limits.hours.zone

        def fits(one: CaseRow | Contact) -> bool:
            day = began(one).astimezone(zone).date()
            within = (by.first or day) <= day <= (by.last or day)
            return within and all(value(one, dimension, zone) == want for dimension, want in wanted.items())

        return self._only(fits)

    def parts(self, dimension: Dimension) -> Mapping[str, "Material"]:
        """The parts by each value that occurs, in its order; "" for cases that have none."""
        zone = self.limits.hours.zone
        everything: Iterable[CaseRow | Contact] = (*self.cases, *self.contacts)
        values = sorted({value(one, dimension, zone) for one in everything}, key=lambda one: (not one, one))
        return {want: self._with(dimension, want) for want in values}

    def _with(self, dimension: Dimension, want: str) -> "Material":
        return self._only(lambda one: value(one, dimension, self.limits.hours.zone) == want)

    def _only(self, fits: Callable[[CaseRow | Contact], bool]) -> "Material":
        return replace(
            self,
            cases=tuple(case for case in self.cases if fits(case)),
            contacts=tuple(contact for contact in self.contacts if fits(contact)),
        )


def began(one: CaseRow | Contact) -> datetime:
    return one.created if isinstance(one, CaseRow) else one.began


def value(one: CaseRow | Contact, dimension: Dimension, zone: ZoneInfo) -> str:
    """What the case or contact has in a dimension; weeks as ISO 8601, e.g. "2026-W47", by the shop's days."""
    if dimension is Dimension.WEEK:
        year, week, _ = began(one).astimezone(zone).isocalendar()
        return f"{year}-W{week:02}"
    if dimension is Dimension.PRODUCT:
        return one.sku or ""
    return str(getattr(one, dimension) or "")
