"""Command line: `python -m intake COMMAND`. Errors go to standard error, exit code 1."""

import sys

import typer

from intake.commands import (
    accounts,
    audit,
    catalogue,
    claim_record,
    claims,
    dialogue,
    knowledge,
    limits,
    measuring,
    models,
    notices,
    policies,
    report,
    rules,
    teaching,
    vision,
)
from intake.errors import IntakeError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A claims desk whose first contact can see.",
)
TOPICS = (
    vision,
    measuring,
    knowledge,
    policies,
    rules,
    dialogue,
    claims,
    claim_record,
    catalogue,
    models,
    teaching,
    limits,
    report,
    notices,
    accounts,
    audit,
)
for topic in TOPICS:
    app.add_typer(topic.app)


def main() -> None:
    try:
        app()
    except IntakeError as error:
        typer.echo(f"intake: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
