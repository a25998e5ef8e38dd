"""Commands that measure: thresholds from labelled photos, and how well vision does on others."""

from pathlib import Path
from typing import Annotated, Any

import typer

from intake.bootstrap import build
from intake.calibration import calibrate_photos
from intake.commands.output import Json, print_rows
from intake.errors import IntakeError
from intake.evaluation import look_at
from intake.evaluation import report as measure
from intake.evaluation_page import page
from intake.labels import HELD_OUT, TEXTS, read_labels
from intake.text_evaluation import measure_texts
from intake.vision.promises import Promise, Promised

app = typer.Typer()
LABELS = "labels.jsonl, or a CSV with `file,sku[,damage][,kind]`"
Untaught = Annotated[
    bool, typer.Option("--untaught", help="Without what staff corrected: for photos that `corrections --export` wrote.")
]


@app.command()
def calibrate(
    labels: Annotated[Path, typer.Argument(help=f"{LABELS}: photos that nothing was tuned on.")],
    risk: Annotated[float, typer.Option(help="Share of errors, 0..1, allowed among what is called sure.")] = 0.02,
    catalogue: Annotated[Path | None, typer.Option(help="Folder with catalogue.yaml, or a CSV.")] = None,
    untaught: Untaught = False,
    as_json: Json = False,
) -> None:
    """Measures on labelled photos how sure is sure enough, and keeps it for this catalogue and model."""
    if not 0 < risk < 1:
        raise IntakeError("--risk is a share between 0 and 1, such as 0.02 for 2 %.")
    intake = build(catalogue=catalogue)
    if untaught:
        intake.teacher.forget()
    file, promised = calibrate_photos(intake.eyes, read_labels(labels), risk, intake.settings.calibrations)
    print_rows([{"file": str(file), **_row(promised)}], as_json, lambda _: _words(promised, file))


def _row(promised: Promised) -> dict[str, Any]:
    return {name: {"kept": one.kept, **vars(one)} for name, one in vars(promised).items()}


def _words(promised: Promised, file: Path) -> str:
    return "\n".join([*(_promise(name, one) for name, one in vars(promised).items()), f"kept in {file}"])


def _promise(name: str, one: Promise) -> str:
    if one.kept:
        share = f"{one.accepted} of {one.photos} photos ({one.accepted / one.photos:.0%}), {one.errors} of them wrong"
        return f"{name}: sure from {one.threshold:.4f} on: {share}; at most {one.risk:.1%} at 95 % confidence"
    told = (
        f"{name}: no threshold keeps {one.risk:.1%} on {one.photos} photos, so every case is asked about or passed on"
    )
    if one.lacking is None:
        return f"{told}. More photos like these would not do: even where it is surest, it is wrong too often."
    return f"{told}. About {one.lacking} more photos like these are needed."


@app.command()
def evaluate(
    labels: Annotated[Path, typer.Argument(help=f"{LABELS}.")] = HELD_OUT,
    catalogue: Annotated[Path | None, typer.Option(help="Folder with catalogue.yaml, or a CSV.")] = None,
    html: Annotated[
        Path | None, typer.Option(help="Where the report goes; evaluation.html in the data folder.")
    ] = None,
    untaught: Untaught = False,
    as_json: Json = False,
) -> None:
    """Measures vision on labelled photos, the held-out set unless another is named, and writes a report to read.

    Where `corrections --export` wrote customers' texts beside them, what was understood of these is counted as well.
    """
    intake = build(catalogue=catalogue)
    if untaught:
        intake.teacher.forget()
    pairs = look_at(intake.eyes, read_labels(labels))
    report = measure(pairs, intake.eyes.calibration)
    file = html or intake.settings.data / "evaluation.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page(report, pairs, intake.eyes.calibration), encoding="utf-8")
    words = labels.parent / TEXTS
    texts = measure_texts(words, intake.understander) if words.exists() else None  # loading the understander takes time
    row = report.row() | {"html": str(file)} | ({"texts": vars(texts)} if texts else {})
    said = [report.words(), *([texts.words()] if texts else []), f"report in {file}"]
    print_rows([row], as_json, lambda _: "\n\n".join(said))
