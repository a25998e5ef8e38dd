"""How commands print: JSON lines for scripts, words for people."""

import json
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
Row = dict[str, Any]


def print_rows(rows: Iterable[Row], as_json: bool, words: Callable[[Row], str]) -> None:
    """One JSON object a line for scripts, words for people; exits with 1 when a row holds an error."""
    failed = False
    for row in rows:
        if "error" in row:
            failed = True
            typer.echo(f"intake: {row['error']}", err=True)
        if as_json:
            typer.echo(json.dumps(row, ensure_ascii=False))
        elif "error" not in row:
            typer.echo(words(row))
    if failed:
        raise typer.Exit(1)
