"""The page of figures and its files."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from intake.claims.access.roles import Actor, Permission
from intake.figures.csv_file import to_csv
from intake.figures.material import Dimension, Filter, Material
from intake.figures.page import TREND, dashboard
from intake.figures.tables import names
from intake.figures.words import ProductName, Words
from intake.staff.figures import FiguresDesk
from intake.ui.staff_pages import StaffPages

HERE = "/staff/figures"
CHOICES = (Dimension.PRODUCT, Dimension.TRACK, Dimension.LANGUAGE, Dimension.CHANNEL)
Day = Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
Name = Annotated[str, Query(max_length=64)]


@dataclass(frozen=True)
class Asked:
    """What the page was asked for; empty days stand for the last eight weeks."""

    first: Day = ""
    last: Day = ""
    product: Name = ""
    track: Name = ""
    language: Name = ""
    channel: Name = ""

    def days(self, today: date) -> tuple[date, date]:
        """First and last day; a day that doesn't exist counts as not given."""
        monday = today - timedelta(today.weekday())
        last = _day(self.last) or today
        return _day(self.first) or min(monday + timedelta(7) - TREND, last), last

    def filter(self, first: date, last: date) -> Filter:
        return Filter(first, last, self.product, self.track, self.language, self.channel)


def figure_routes(desk: FiguresDesk, pages: StaffPages, product: ProductName) -> APIRouter:
    """Figures of a period, whole or in part, and each table as a CSV file."""
    router = APIRouter(prefix=HERE)
    Lead = Annotated[Actor, Depends(pages.require(Permission.SEE_FIGURES))]

    def words(request: Request) -> Words:
        return Words(pages.words(request), pages.session(request).language, product)

    @router.get("")
    def page(request: Request, reader: Lead, asked: Annotated[Asked, Depends()]) -> Response:
        now = datetime.now(UTC)
        first, last = asked.days(desk.today(now))
        everything = desk.material(reader, first, last, now)
        chosen = everything.chosen(asked.filter(first, last))
        period = everything.chosen(Filter(first, last))
        shown = replace(asked, first=first.isoformat(), last=last.isoformat())
        t = words(request)
        return pages.render(
            request,
            "figures.html",
            asked=shown,
            backwards=first > last,
            choices={dimension: _values(period, dimension, t) for dimension in CHOICES},
            nothing=not chosen.cases and not chosen.contacts,
            body=dashboard(chosen, t, f"?{urlencode(vars(shown))}"),
        )

    @router.get("/{key}.csv")
    def file(key: str, request: Request, reader: Lead, asked: Annotated[Asked, Depends()]) -> Response:
        if key not in names():
            return Response(status_code=404)
        now = datetime.now(UTC)
        first, last = asked.days(desk.today(now))
        table = desk.export(reader, key, asked.filter(first, last), first, last, now)
        headers = {
            "Content-Disposition": f'attachment; filename="{key}-{first}-{last}.csv"',
            "Cache-Control": "no-store",
        }
        return Response(to_csv(table, words(request)), media_type="text/csv; charset=utf-8", headers=headers)

    return router


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _values(material: Material, dimension: Dimension, t: Words) -> list[tuple[str, str]]:
    """(value, name) of what occurs in the period, by name."""
    values = (value for value in material.parts(dimension) if value)
    return sorted(((value, t.value(dimension, value)) for value in values), key=lambda pair: pair[1].casefold())
