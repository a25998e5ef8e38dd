"""`limits`: which claims break their time limits next."""

from datetime import UTC, datetime, tzinfo
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python

from intake.bootstrap import build
from intake.claims.deadlines.due import Due
from intake.claims.deadlines.waits import Limit
from intake.commands.output import Json, Row, print_rows

app = typer.Typer()
NAMES = {Limit.FIRST_ANSWER: "first answer", Limit.NEXT_ANSWER: "next answer", Limit.SOLUTION: "solution"}


@app.command()
def limits(
    count: Annotated[int, typer.Option(min=1, help="How many claims.")] = 20,
    recount: Annotated[bool, typer.Option(help="Count all anew first: after a change of the hours.")] = False,
    as_json: Json = False,
) -> None:
    """Claims whose time limits break next, or broke already, in the order of their time."""
    intake = build()
    if recount:
        intake.store.due.recount()
    now, zone = datetime.now(UTC), intake.limits.hours.zone
    found = intake.store.due.soonest(count)
    print_rows(
        (to_jsonable_python(due) | {"state": _state(due, now)} for due in found), as_json, lambda row: _words(row, zone)
    )
    if not found and not as_json:
        typer.echo("No time limit runs.")


def _state(due: Due, now: datetime) -> str:
    if due.next.due <= now:
        return "broken"
    return "soon" if due.next.warn <= now else "in time"


def _words(row: Row, zone: tzinfo) -> str:
    at = datetime.fromisoformat(row["next"]["due"]).astimezone(zone)
    who = row["assignee"] or "nobody"
    return (
        f"{row['number']}  {at:%Y-%m-%d %H:%M}  {row['state']:8}{NAMES[row['next']['limit']]:14}{row['status']} · {who}"
    )
