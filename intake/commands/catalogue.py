"""Commands for the shop's catalogue: `index`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from intake.bootstrap import Intake, build
from intake.commands.output import Json, Row, print_rows
from intake.errors import BadInput
from intake.vision.building import Built, Bulk, IndexFolder
from intake.vision.bulk import RayEmbedder
from intake.vision.reader import PhotoReader

app = typer.Typer()


@app.command()
def index(
    catalogue: Annotated[
        Path | None, typer.Argument(help="Folder with catalogue.yaml, CSV, Google Merchant or Shopify export.")
    ] = None,
    engine: Annotated[str, typer.Option(help="`local`, or `ray` for a cluster.")] = "local",
    workers: Annotated[int, typer.Option(min=1, help="Processes of the cluster.")] = 2,
    printed: Annotated[
        bool, typer.Option("--print", help="Read what is printed on new pictures too, about a second for each.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Builds or updates the catalogue index: only what changed; the old one serves until the new one is complete."""
    intake = build(catalogue=catalogue)
    folder = IndexFolder(intake.settings.catalogue, intake.encoder, intake.settings.indexes)
    with _bar() as progress:
        steps: dict[str, TaskID] = {}

        def told(step: str, done: int, total: int) -> None:
            if step not in steps:
                steps[step] = progress.add_task(step, total=total)
            progress.update(steps[step], completed=done, total=total)

        with _embedder(intake, engine, workers) as embedder:
            built = folder.build(told, embedder, PhotoReader() if printed else None)
    for problem in built.problems:
        typer.echo(f"intake: {problem}", err=True)
    print_rows([_row(built)], as_json, _words)
    if built.problems:
        raise typer.Exit(1)


@contextmanager
def _embedder(intake: Intake, engine: str, workers: int) -> Iterator[Bulk | None]:
    if engine == "local":
        yield None
    elif engine == "ray":
        cluster = RayEmbedder(intake.encoder, workers)
        try:
            yield cluster
        finally:
            cluster.close()
    else:
        raise BadInput(f"There is no engine {engine!r}: it is `local` or `ray`.")


def _bar() -> Progress:
    columns = (TextColumn("{task.description:>10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))


def _row(built: Built) -> Row:
    pictures = sum(len(product.images) for product in built.index.products)
    return {
        "products": len(built.index.products),
        "pictures": pictures,
        "embedded": built.embedded,
        "problems": list(built.problems),
        "index": built.index.id,
    }


def _words(row: Row) -> str:
    left_out = f"; {len(row['problems'])} problems, see above" if row["problems"] else ""
    return f"{row['products']} products, {row['pictures']} pictures, {row['embedded']} of them new{left_out}."
