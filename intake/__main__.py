"""Command line: `python -m intake look|ask|claim|demo|evaluate`. Errors go to standard error, exit code 1."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from PIL.Image import Image

from intake import printing
from intake.bootstrap import Intake, build
from intake.errors import BadInput, IntakeError
from intake.evaluation import HELD_OUT, evaluate_photos, read_labels
from intake.inbox import Upload
from intake.vision.photos import PhotoLimits, open_photo

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A claims desk whose first contact can see.",
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
BATCH = 16
SAMPLE = HELD_OUT.parent / "mug-dots-06.jpg"
SENTENCE = "Hallo, mein Becher aus Bestellung 1042 kam mit einem Riss an. Ich hätte gern Ersatz."

T = TypeVar("T")
Row = dict[str, Any]


@app.command()
def look(
    photos: Annotated[list[Path] | None, typer.Argument(help="Photos to look at.")] = None,
    text: Annotated[str, typer.Option(help="What the customer wrote.")] = "",
    catalogue: Annotated[Path | None, typer.Option(help="Folder with catalogue.yaml, or a CSV.")] = None,
    rows: Annotated[Path | None, typer.Option("--from", help="CSV with a column `file`; one JSON line a row.")] = None,
    as_json: Json = False,
) -> None:
    """Says which product a photo shows and what is wrong with it."""
    files = _column(rows, "file") if rows else [str(photo) for photo in photos or []]
    paths = [rows.parent / file if rows else Path(file) for file in files]
    if not paths:
        raise IntakeError("Name at least one photo, or a CSV with --from.")
    intake = build(catalogue=catalogue)
    seen = (row for batch in _batches(list(zip(files, paths, strict=True))) for row in _look(intake, batch, text))
    _print(seen, as_json or rows is not None, printing.observation_words)


def _look(intake: Intake, batch: Sequence[tuple[str, Path]], text: str) -> Iterator[Row]:
    """One row a photo, in order; what is wrong with a photo stands in its row and stops no other."""
    read = [_open(intake, path) for _, path in batch]
    good = [image for image in read if not isinstance(image, BadInput)]
    seen = iter(intake.eyes.look(good, text) if good else ())
    for (file, _), image in zip(batch, read, strict=True):
        if isinstance(image, BadInput):
            yield {"file": file, "error": str(image)}
        else:
            yield {"file": file, **printing.observation_row(next(seen))}


def _open(intake: Intake, path: Path) -> Image | BadInput:
    limits = PhotoLimits(intake.settings.max_photo_bytes, intake.settings.max_photo_pixels)
    try:
        return open_photo(_bytes(path), limits)
    except BadInput as error:
        return BadInput(f"{path}: {error}")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question about the policies.")] = "",
    policies: Annotated[Path | None, typer.Option(help="Folder of Markdown files.")] = None,
    rows: Annotated[Path | None, typer.Option("--from", help="JSON lines with a field `question`.")] = None,
    as_json: Json = False,
) -> None:
    """Answers from the policies, with quotations, or says that they don't answer it."""
    questions = [str(row["question"]) for row in _json_lines(rows, "question")] if rows else [question]
    if not any(q.strip() for q in questions):
        raise IntakeError("Ask a question, or give JSON lines with --from.")
    intake = build(policies=policies)
    answers = ({"question": q, **printing.answer_row(intake.knowledge.ask(q))} for q in questions)
    _print(answers, as_json or rows is not None, printing.answer_words)


@app.command()
def claim(
    photos: Annotated[list[Path], typer.Argument(help="Photos of the damaged product.")],
    text: Annotated[str, typer.Option(help="What the customer wrote.")],
    order: Annotated[str | None, typer.Option(help="Order number.")] = None,
    as_json: Json = False,
) -> None:
    """The whole job without a page: looks, asks the policies, decides, and keeps the claim."""
    _print([_claim(build(), photos, text, order)], as_json, printing.claim_words)


def _claim(intake: Intake, photos: Sequence[Path], text: str, order: str | None) -> Row:
    for image in (_open(intake, photo) for photo in photos):
        if isinstance(image, BadInput):
            raise image
    uploads = [Upload(photo.name, _bytes(photo)) for photo in photos]
    return printing.filed_row(intake.desk.file(text, uploads, order))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"can't be read: {error.strerror}.") from error


@app.command()
def demo(as_json: Json = False) -> None:
    """One sample claim from the held-out photos, for a person to read."""
    if not as_json:
        typer.echo(printing.scene_words(SAMPLE, SENTENCE))
    _print([_claim(build(), [SAMPLE], SENTENCE, None)], as_json, printing.claim_words)


@app.command()
def evaluate(
    labels: Annotated[Path, typer.Argument(help="labels.jsonl, or a CSV with `file,sku[,damage]`.")] = HELD_OUT,
    catalogue: Annotated[Path | None, typer.Option(help="Folder with catalogue.yaml, or a CSV.")] = None,
    as_json: Json = False,
) -> None:
    """Measures vision on labelled photos; the held-out set unless another is named."""
    report = evaluate_photos(build(catalogue=catalogue).eyes, read_labels(labels))
    _print([report.row()], as_json, lambda _: report.words())


def _column(file: Path, name: str) -> list[str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            if name not in (reader.fieldnames or ()):
                raise IntakeError(f"{file}: line 1: the column `{name}` is missing.")
            return [str(row[name]) for row in reader]
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError(f"{file}: can't be read: {error}.") from error


def _json_lines(file: Path, field: str) -> Iterator[Mapping[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError(f"{file}: can't be read: {error}.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise IntakeError(f"{file}: line {number}: is no JSON: {error}.") from error
        if not isinstance(row, dict) or not isinstance(row.get(field), str):
            raise IntakeError(f"{file}: line {number}: needs a text field `{field}`.")
        yield row


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _print(rows: Iterable[Row], as_json: bool, words: Callable[[Row], str]) -> None:
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


def main() -> None:
    try:
        app()
    except IntakeError as error:
        typer.echo(f"intake: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
