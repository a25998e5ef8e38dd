"""Commands for the shop's policy documents: `policies check`."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python

from intake.commands.output import Json, Row, print_rows
from intake.rag.check import check as check_folder
from intake.settings import Settings

app = typer.Typer()
group = typer.Typer(help="The policy documents.", no_args_is_help=True)
app.add_typer(group, name="policies")


@group.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="Folder of policy files; the shop's own unless named.")] = None,
    as_json: Json = False,
) -> None:
    """Names contradictions between languages, missing translations, gaps and overlaps of validity, dead references.

    Ends with exit code 1 where there is any.
    """
    problems = check_folder(folder or Settings().policies, date.today())
    print_rows((to_jsonable_python(problem) for problem in problems), as_json, _words)
    if problems:
        raise typer.Exit(1)
    if not as_json:
        typer.echo("Nothing was found.")


def _words(row: Row) -> str:
    place = " · ".join(part for part in (row["document"], row["section"], row["language"]) if part)
    return f"{place}: {row['message']}"
