"""Figures as HTML: what the dashboard shows, and the weekly report as one file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from intake.claims.deadlines.due import Due
from intake.figures.counting import Figure
from intake.figures.definitions import figures
from intake.figures.drawing import HEIGHT, WIDTH, Plot, lines, stacked
from intake.figures.lives import errors
from intake.figures.material import Dimension, Filter, Material
from intake.figures.tables import SECTIONS, Table, names, table
from intake.figures.words import Words
from intake.templates import environment

PLOTS = {
    "contacts": ("contained_confirmed", "contained_assumed", "recontact"),
    "machine": ("automation", "automation_errors", "escalated"),
    "times": ("first_answer", "first_answer_95", "solution"),
}
TREND = timedelta(weeks=8)
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Week:
    """A week of ISO 8601."""

    year: int
    number: int

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    def filter(self, weeks_before: int = 0) -> Filter:
        """The days of this week, or of one before it."""
        monday = self.monday - weeks_before * WEEK
        return Filter(monday, monday + timedelta(6))


def dashboard(material: Material, words: Words, csv: str) -> Markup:
    """The figures of this material; `csv` is the query string that the files are linked with."""
    return _render("dashboard.html", words, material, csv=csv)


def report(week: Week, material: Material, due: Sequence[Due], words: Words, now: datetime) -> str:
    """The week as one HTML file that needs nothing else; `material` reaches eight weeks back."""
    monday = week.monday
    chosen = material.chosen(week.filter())
    zone = material.limits.hours.zone
    return _render(
        "report.html",
        words,
        chosen,
        trend=material.chosen(Filter(monday + WEEK - TREND, monday + timedelta(6))),
        title=words["report.title"].format(week=week.number, year=week.year),
        first=monday,
        last=monday + timedelta(6),
        made=now.astimezone(zone).date(),
        before=figures(material.chosen(week.filter(1))),
        wrong=_wrong(chosen, words),
        late=[(one.number, one.next.limit, _moment(one.next.due.astimezone(zone), words)) for one in due],
    )


def _render(template: str, words: Words, material: Material, trend: Material | None = None, **values: Any) -> Markup:
    tables = {key: table(key, material) for key in names()}
    weeks = table(Dimension.WEEK, trend) if trend else tables[Dimension.WEEK]
    html = (
        _templates()
        .get_template(template)
        .render(
            t=words,
            tables=tables,
            sections=_sections(dict(tables["overview"].rows)),
            plots={name: _plot(weeks, keys) for name, keys in PLOTS.items()},
            bars=stacked([row[0] for _, row in tables["ends"].rows]),
            dimensions=[*Dimension],
            size=(WIDTH, HEIGHT),
            **values,
        )
    )
    return Markup(html)  # made by templates that escape


@cache
def _templates() -> Environment:
    return environment(Path(__file__).resolve().parent / "templates")


def _sections(overview: Mapping[str, tuple[Figure, ...]]) -> dict[str, dict[str, Figure]]:
    return {name: {key: overview[key][0] for key in keys} for name, keys in SECTIONS.items()}


def _plot(weeks: Table, keys: Sequence[str]) -> Plot:
    places = {key: weeks.columns.index(key) for key in keys}
    series = {key: [row[place] for _, row in weeks.rows] for key, place in places.items()}
    return lines([name for name, _ in weeks.rows], series)


def _wrong(material: Material, words: Words) -> list[tuple[str, str, list[str]]]:
    """Number, product and signs of each case in which a rule was wrong."""
    return [
        (case.number, words.value("product", case.sku or ""), [words.value("errors", sign) for sign in errors(case)])
        for case in material.cases
        if errors(case)
    ]


def _moment(at: datetime, words: Words) -> str:
    return f"{words.day(at.date())}, {at:%H:%M}"
