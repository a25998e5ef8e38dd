"""Commands for the record of a claim: why it came out as it did, and whether it would again."""

from typing import Annotated

import typer
from pydantic_core import to_jsonable_python

from intake.bootstrap import build
from intake.commands.output import Json, Row, print_rows
from intake.staff.explain import Replay

app = typer.Typer()
group = typer.Typer(help="Claims and the record of their decisions.", no_args_is_help=True)
app.add_typer(group, name="claims")

Number = Annotated[str, typer.Argument(help="A claim's number.")]


@group.command()
def explain(
    number: Number,
    language: Annotated[str, typer.Option(help="de or en.")] = "en",
    as_json: Json = False,
) -> None:
    """Says in words what was seen and said, which rule decided, and why those before it didn't."""
    if language not in ("de", "en"):
        raise typer.BadParameter("Take de or en.")
    intake = build()
    parts = intake.explainer.explain(intake.store.claim(number), language)
    print_rows((to_jsonable_python(part) for part in parts), as_json, _part_words)


@group.command()
def replay(
    number: Annotated[str | None, typer.Argument(help="A claim's number; every claim unless given.")] = None,
    as_json: Json = False,
) -> None:
    """Decides again by the facts and rules of the day. Ends with exit code 1 where anything comes out differently."""
    intake = build()
    cases = [intake.store.claim(number)] if number else intake.store.past_cases.newest()
    replays = [intake.explainer.replay(case) for case in cases]
    print_rows((_row(one) for one in replays), as_json, _words)
    if any(one.same is False for one in replays):
        raise typer.Exit(1)


def _row(replay: Replay) -> Row:
    return {**to_jsonable_python(replay), "same": replay.same}


def _words(row: Row) -> str:
    said = {True: "same decision: yes", False: "same decision: no", None: "the rules of its day weren't kept"}
    return f"{row['number']}  {said[row['same']]}"


def _part_words(row: Row) -> str:
    return "\n".join([row["title"], *(f"  {line}" for line in row["lines"]), ""])
