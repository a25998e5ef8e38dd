"""Commands for pretrained models: `models`, `models fetch`, `models export`."""

from pathlib import Path
from typing import Annotated

import typer

from intake.bootstrap import build
from intake.commands.output import Json, Row, print_rows
from intake.errors import IntakeError, ModelUnavailable
from intake.vision import models
from intake.vision.encoder import EMBEDDED

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


@group.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A model folder; the embedded one unless named.")] = EMBEDDED,
    as_json: Json = False,
) -> None:
    """Makes an open_clip model folder serve through ONNX Runtime, and checks that it answers the same."""
    try:
        from intake.vision.export import export as exported
    except ImportError as error:
        raise IntakeError(f"Exporting needs torch, open_clip and onnx ({error}): install requirements.txt.") from error
    found = exported(folder)
    words = ", ".join(f"{part} {cosine:.6f}" for part, cosine in found.items())
    row = {"folder": str(folder), "cosine_to_open_clip": found}
    print_rows([row], as_json, lambda _: f"{folder}: serves through ONNX Runtime. Lowest cosines: {words}.")
