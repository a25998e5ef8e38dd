"""Figures for those of staff who may see them."""

from collections.abc import Callable
from datetime import date, datetime

from intake.claims.access.audit import Action
from intake.claims.access.audit_book import AuditBook
from intake.claims.access.roles import Actor, Permission
from intake.claims.counting.figure_book import FigureBook
from intake.claims.deadlines.limits import TimeLimits
from intake.figures.costs import Costs
from intake.figures.material import Filter, Material
from intake.figures.source import gather
from intake.figures.tables import Table, table


class FiguresDesk:
    """Raises `NotAllowed` for whoever may not see figures. The table of costs is read anew each time."""

    def __init__(
        self, book: FigureBook, audit: AuditBook, limits: TimeLimits, costs: Callable[[], Costs | None]
    ) -> None:
        self._book, self._audit, self._limits, self._costs = book, audit, limits, costs

    def today(self, now: datetime) -> date:
        """The shop's day."""
        return now.astimezone(self._limits.hours.zone).date()

    def material(self, actor: Actor, first: date, last: date, now: datetime) -> Material:
        """Everything that bears on the days from `first` to `last`, both included."""
        actor.require(Permission.SEE_FIGURES)
        return gather(self._book, first, last, self._limits, self._costs(), now)

    def export(self, actor: Actor, key: str, by: Filter, first: date, last: date, now: datetime) -> Table:
        """One table of the chosen cases and contacts, to be taken away; the audit log tells who did."""
        chosen = self.material(actor, first, last, now).chosen(by)
        self._audit.write(actor.login, Action.EXPORTED, key, first=first.isoformat(), last=last.isoformat())
        return table(key, chosen)
