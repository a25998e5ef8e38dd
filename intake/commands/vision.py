"""Commands that look at photos."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from intake.bootstrap import Intake, build
from intake.commands import printing
from intake.commands.files import batches, column, open_file
from intake.commands.output import Json, Row, print_rows
from intake.errors import BadInput, IntakeError

app = typer.Typer()


@app.command()
def look(
    photos: Annotated[list[Path] | None, typer.Argument(help="Photos to look at.")] = None,
    text: Annotated[str, typer.Option(help="What the customer wrote.")] = "",
    catalogue: Annotated[Path | None, typer.Option(help="Folder with catalogue.yaml, or a CSV.")] = None,
    rows: Annotated[Path | None, typer.Option("--from", help="CSV with a column `file`; one JSON line a row.")] = None,
    as_json: Json = False,
) -> None:
    """Says which product a photo shows and what is wrong with it."""
    files = column(rows, "file") if rows else [str(photo) for photo in photos or []]
    paths = [rows.parent / file if rows else Path(file) for file in files]
    if not paths:
        raise IntakeError("Name at least one photo, or a CSV with --from.")
    intake = build(catalogue=catalogue)
    seen = (row for batch in batches(list(zip(files, paths, strict=True))) for row in _look(intake, batch, text))
    print_rows(seen, as_json or rows is not None, printing.observation_words)


def _look(intake: Intake, batch: Sequence[tuple[str, Path]], text: str) -> Iterator[Row]:
    """One row a photo, in order; what is wrong with a photo stands in its row and stops no other."""
    read = [open_file(intake, path) for _, path in batch]
    good = [image for image in read if not isinstance(image, BadInput)]
    seen = iter(intake.eyes.look(good, text) if good else ())
    for (file, _), image in zip(batch, read, strict=True):
        if isinstance(image, BadInput):
            yield {"file": file, "error": str(image)}
        else:
            yield {"file": file, **printing.observation_row(next(seen))}
