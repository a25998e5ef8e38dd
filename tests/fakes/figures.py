"""Figures of a few claims that were written by hand."""

from datetime import date, datetime

from intake.claims.access.roles import Actor, Permission
from intake.claims.deadlines.hours_file import load_limits
from intake.figures.material import Filter, Material
from intake.figures.tables import Table, table
from intake.staff.figures import FiguresDesk
from tests.unit.figures.hand_counted import material


class FakeFigures(FiguresDesk):
    """The hand-counted set, whatever the day; remembers what was taken away."""

    def __init__(self) -> None:
        self._limits = load_limits()
        self.exported: list[tuple[str, Filter]] = []

    def material(self, actor: Actor, first: date, last: date, now: datetime) -> Material:  # noqa: ARG002
        actor.require(Permission.SEE_FIGURES)
        return material()

    def export(self, actor: Actor, key: str, by: Filter, first: date, last: date, now: datetime) -> Table:
        self.exported.append((key, by))
        return table(key, self.material(actor, first, last, now).chosen(by))
