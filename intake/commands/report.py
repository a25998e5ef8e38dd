"""`report`: the week's figures as one HTML file."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from intake.bootstrap import build
from intake.commands.output import Json, print_rows
from intake.errors import IntakeError
from intake.figures.page import TREND, Week, report
from intake.figures.source import gather
from intake.figures.words import Words

app = typer.Typer()
LONGEST = 100  # open cases past their limit that are listed
LANGUAGES = ("de", "en")


@app.command("report")
def write_report(
    week: Annotated[str, typer.Option(help="Year and ISO week, e.g. 2026-47; the last whole one unless named.")] = "",
    out: Annotated[Path | None, typer.Option(help="Where it goes; report-WEEK-LANGUAGE.html unless named.")] = None,
    language: Annotated[str, typer.Option(help="de or en.")] = "de",
    as_json: Json = False,
) -> None:
    """A service lead's Monday report: the week, the one before, and the trend, as one file that needs nothing else."""
    if language not in LANGUAGES:
        raise IntakeError(f"--language is one of {', '.join(LANGUAGES)}.")
    intake, now = build(), datetime.now(UTC)
    chosen = _week(week, now)
    monday = chosen.monday
    first, last = monday + timedelta(7) - TREND, monday + timedelta(6)
    material = gather(intake.store.figures, first, last, intake.limits, intake.costs, now)
    late = [due for due in intake.store.due.soonest(LONGEST) if due.next.due <= now]
    words = Words(intake.wording.all(language), language, intake.product_name)
    file = out or Path(f"report-{chosen.year}-{chosen.number:02}-{language}.html")
    file.write_text(report(chosen, material, late, words, now), encoding="utf-8")
    print_rows([{"file": str(file)}], as_json, lambda row: str(row["file"]))


def _week(text: str, now: datetime) -> Week:
    """The named week, else the last one that is over."""
    if not text:
        year, number, _ = (now - timedelta(7)).isocalendar()
        return Week(year, number)
    found = re.fullmatch(r"(\d{4})-W?(\d{1,2})", text)
    try:
        week = Week(int(found[1]), int(found[2])) if found else None
        if week and week.monday:
            return week
    except ValueError:
        pass
    raise IntakeError(f"{text!r} is no week like 2026-47.")
