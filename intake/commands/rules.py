"""Commands for the shop's rules."""

import json
from pathlib import Path
from typing import Annotated

import typer

from intake.bootstrap import build
from intake.claims.rulebook import read_rules, schema
from intake.commands.output import Json, Row, print_rows
from intake.dialogue.wording import Wording
from intake.errors import RulesInvalid
from intake.settings import Settings

app = typer.Typer()
group = typer.Typer(help="The shop's rules: check them, try them on past claims, publish them.", no_args_is_help=True)
app.add_typer(group, name="rules")

File = Annotated[Path | None, typer.Argument(help="A file of rules; that of the settings unless named.")]


@group.command()
def check(file: File = None, as_json: Json = False) -> None:
    """Names mistakes, conflicts and rules that are never reached, each with line and remedy.

    Ends with exit code 1 where there is any.
    """
    path = file or Settings().rules
    try:
        sets = read_rules(path)
    except RulesInvalid as error:
        if not error.problems:
            raise
        print_rows(problem_rows(error, path, build().wording), as_json, problem_words)
        raise typer.Exit(1) from error
    if not as_json:
        typer.echo(
            f"{path}: {len(sets)} set(s), {sum(len(rules.rules) for rules in sets)} rules, nothing to complain of."
        )


@group.command(name="schema")
def print_schema() -> None:
    """The JSON schema of a file of rules, for editors."""
    typer.echo(json.dumps(schema(), indent=2, ensure_ascii=False))


def problem_rows(error: RulesInvalid, path: Path, wording: Wording) -> list[Row]:
    return [
        {"file": str(path), "line": one.line, "kind": one.kind, "message": one.said(wording.say, "en")}
        for one in error.problems
    ]


def problem_words(row: Row) -> str:
    return f"{row['file']}:{row['line']}: {row['message']}"
