"""Commands for the audit log: `audit verify` and `audit show`."""

import json
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python

from intake.bootstrap import build
from intake.claims.access.audit import Action, Entry
from intake.claims.access.audit_book import Fault, as_ranges
from intake.claims.numbers import parse_number
from intake.commands.output import Json, Row, print_rows

app = typer.Typer()
FAULTS = {
    Fault.MISSING: "Entry {entry} is missing.",
    Fault.UNLINKED: "Entry {entry} doesn't follow the one before it: one of the two was changed.",
    Fault.CHANGED: "Entry {entry} was changed.",
    Fault.REWRITTEN: "Entry {entry} isn't the one that was written at the time: from there on the log was rewritten.",
    Fault.CUT: "Entry {entry} and those after it are missing.",
    Fault.NO_HEAD: "The file outside the database is missing or empty: whether the log was cut can't be told.",
}
group = typer.Typer(help="Who did what: a log that can't be changed unnoticed.", no_args_is_help=True)
app.add_typer(group, name="audit")


@group.command()
def verify(as_json: Json = False) -> None:
    """Checks every entry against the one before it and against the file outside the database.

    Ends with exit code 1 where an entry was changed, removed, moved or added, and names the first one.
    """
    intake = build()
    verdict = intake.store.audit.verify(intake.audit_head)
    print_rows([to_jsonable_python(verdict)], as_json, _verdict_words)
    if verdict.fault:
        raise typer.Exit(1)


@group.command()
def show(
    claim: Annotated[str, typer.Option(help="Only what concerns this claim.")] = "",
    actor: Annotated[str, typer.Option(help='Only what this login did, or "customer" or "intake".')] = "",
    action: Annotated[Action | None, typer.Option(help="Only this.")] = None,
    count: Annotated[int, typer.Option(min=1, help="How many entries.")] = 50,
    as_json: Json = False,
) -> None:
    """The newest entries, newest first."""
    number = parse_number(claim) if claim else ""
    entries = build().store.audit.entries(actor, action or "", number, limit=count)
    print_rows((_row(entry) for entry in entries), as_json, _entry_words)
    if not entries and not as_json:
        typer.echo("There are none.")


def _row(entry: Entry) -> Row:
    return {**to_jsonable_python(entry), "detail": json.loads(entry.detail)}


def _verdict_words(row: Row) -> str:
    whole = f"{row['entries']} entries, each as it was written."
    fault = FAULTS[Fault(row["fault"])].format(entry=row["broken"]) if row["fault"] else ""
    loose = as_ranges(row["unconfirmed"])
    told = f"\nNot noted outside the database, after a power cut or because somebody added them: {loose}"
    return (fault or whole) + (told if loose else "")


def _entry_words(row: Row) -> str:
    detail = "  ".join(f"{name}={value}" for name, value in row["detail"].items() if value)
    return (
        f"{row['id']:7}  {row['at'][:19]}  {row['actor']:14} {row['action']:18} {row['subject']:12} {detail}".rstrip()
    )
