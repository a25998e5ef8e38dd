"""Commands for the shop's rules."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from intake.bootstrap import build
from intake.claims.access.roles import COMMAND_LINE
from intake.claims.shop_rules.rulebook import read_rules, schema
from intake.commands.output import Json, print_rows
from intake.commands.rule_words import (
    problem_rows,
    problem_words,
    published_row,
    published_words,
    trial_rows,
    trial_words,
)
from intake.errors import BadInput, NotFound, RulesInvalid
from intake.settings import Settings
from intake.staff.rule_desk import Sure

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


@group.command(name="try")
def try_out(
    file: Annotated[Path, typer.Argument(help="A changed file of rules.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day; the newest set unless given.")] = None,
    newest: Annotated[
        int | None, typer.Option(min=1, help="Only so many claims, the newest; all unless given.")
    ] = None,
    product_from: Annotated[float | None, typer.Option(min=0, max=1, help="Another limit for a sure product.")] = None,
    damage_from: Annotated[float | None, typer.Option(min=0, max=1, help="Another limit for a sure damage.")] = None,
    as_json: Json = False,
) -> None:
    """Decides past claims again and shows what would come out differently from the rules in force, case by case."""
    with naming(file):
        sure = Sure(product_from, damage_from)
        trial = build().rule_desk.try_out(COMMAND_LINE, read(file), on.date() if on else None, newest, sure)
    print_rows(trial_rows(trial), as_json, trial_words)


@group.command()
def publish(
    file: Annotated[Path, typer.Argument(help="A file of rules.")],
    note: Annotated[str, typer.Option(help="What changes, and why.")],
    as_json: Json = False,
) -> None:
    """Tries the file and puts it in force; past claims stay as they are."""
    desk = build().rule_desk
    base = desk.in_force()
    with naming(file):
        text = read(file)
        print_rows(trial_rows(desk.try_out(COMMAND_LINE, text))[:1], as_json, trial_words)
        published = desk.publish(COMMAND_LINE, text, note, base.id if base else None)
    print_rows([published_row(published)], as_json, published_words)


@group.command()
def history(as_json: Json = False) -> None:
    """What was published, newest first."""
    print_rows(map(published_row, build().rule_desk.history()), as_json, published_words)


@group.command()
def take_back() -> None:
    """Takes back what was published last; what was in force before is again."""
    desk = build().rule_desk
    newest = desk.in_force()
    if newest is None:
        raise NotFound("Nothing is published; the file of the settings is in force.")
    before = desk.take_back(COMMAND_LINE, newest.id)
    typer.echo(f"{newest.id} is taken back; {before.id if before else Settings().rules} is in force.")


def read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file}: can't be read: {error}.") from error


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """Names each problem of the file with its line, and ends with exit code 1 where there is any."""
    try:
        yield
    except RulesInvalid as error:
        if not error.problems:
            raise
        print_rows([{"error": problem_words(row)} for row in problem_rows(error, file, build().wording)], False, str)
