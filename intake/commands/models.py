"""Commands for pretrained models: `models`, `models fetch`."""

from pathlib import Path
from typing import Annotated

import typer

from intake.bootstrap import build
from intake.commands.output import Json, Row, print_rows
from intake.errors import ModelUnavailable
from intake.vision import models

app = typer.Typer()
group = typer.Typer(help="Pretrained CLIP models: list them, fetch one.", invoke_without_command=True)
app.add_typer(group, name="models")


@group.callback()
def listing(context: typer.Context, as_json: Json = False) -> None:
    """Lists the open_clip models worth having, and which of them are here."""
    if context.invoked_subcommand is None:
        root = build().settings.models
        print_rows((_row(model, root) for model in models.known()), as_json, _words)


def _row(model: models.Model, root: Path) -> Row:
    try:
        here = models.installed(root, model.name, model.pretrained)
    except ModelUnavailable as damaged:
        return {**model.__dict__, "folder": None, "remedy": str(damaged)}
    return {**model.__dict__, "folder": str(here) if here else None}


def _words(row: Row) -> str:
    marks = " (recommended)" if row["recommended"] else ""
    here = f"\n  here: {row['folder']}" if row["folder"] else f"\n  {row['remedy']}" if "remedy" in row else ""
    return (
        f"{row['name']} · {row['pretrained']}{marks}\n"
        f"  {row['licence']}, {row['megabytes']} MB, languages: {row['languages']}{here}"
    )


@group.command()
def fetch(
    name: Annotated[str, typer.Argument(help="A name of the list.")],
    pretrained: Annotated[str, typer.Option(help="Its pretrained tag, where the list has several.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Throw away what is here first.")] = False,
) -> None:
    """Fetches a model once; from then on it serves without network."""
    folder = models.fetch(build().settings.models, name, pretrained, again)
    typer.echo(f"{folder}\nServe with it: INTAKE_CLIP_MODEL={name}. Its catalogue index is built at the next start;")
    typer.echo("thresholds belong to a model: measure yours with `python -m intake calibrate LABELS.csv`.")
