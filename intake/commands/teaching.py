"""Commands for what staff correct: `corrections`, `corrections add`, `undo`, `effect`, `adapt`."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python

from intake.bootstrap import Intake, build
from intake.claims.access.audit import Action
from intake.claims.corrections import Correction
from intake.commands.files import open_file
from intake.commands.output import Json, Row, print_rows
from intake.errors import BadInput
from intake.evaluation import Report, evaluate_photos
from intake.labels import HELD_OUT, read_labels
from intake.staff.label_export import export_labels
from intake.vision.adapter import FEWEST, Trial
from intake.vision.photos import to_jpeg

app = typer.Typer()
group = typer.Typer(help="What photos really show, as staff said it.", invoke_without_command=True)
app.add_typer(group, name="corrections")

ACTOR, ADAPT = "command line", "command line: adapt"
_FIGURES = ("product_top1", "product_top3", "damaged_auroc", "damage_top1", "sure", "sure_wrong")


@group.callback()
def listing(
    context: typer.Context,
    export: Annotated[
        Path | None, typer.Option(help="Folder to write what was put right into, as labelled data.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Lists all corrections, newest first, also those that were taken back; or exports those in force."""
    if export is not None:
        intake = build()
        written = export_labels(intake.store, intake.photos, export)
        intake.store.audit.write(ACTOR, Action.EXPORTED, "corrections", photos=written.photos, texts=written.texts)
        print_rows([{**vars(written), "folder": str(export)}], as_json, _export_words)
    elif context.invoked_subcommand is None:
        print_rows((_row(correction) for correction in build().store.corrections.all()), as_json, _words)


@group.command()
def add(
    photos: Annotated[list[Path], typer.Argument(help="Photos that all show the same.")],
    sku: Annotated[str, typer.Option(help="The product they show.")] = "",
    damage: Annotated[str, typer.Option(help="The damage type they show.")] = "",
    as_json: Json = False,
) -> None:
    """Teaches with photos from files; the running app learns them at its next start."""
    intake = build()
    ids = [intake.photos.save(_jpeg(intake, photo)) for photo in photos]
    print_rows((_row(c) for c in intake.teacher.correct(ids, ACTOR, sku, damage)), as_json, _words)


def _jpeg(intake: Intake, photo: Path) -> bytes:
    image = open_file(intake, photo)
    if isinstance(image, BadInput):
        raise image
    return to_jpeg(image, intake.settings.stored_side)


@group.command()
def undo(id: Annotated[int, typer.Argument(help="Its number in the list.")], as_json: Json = False) -> None:
    """Takes a correction back; the eyes see as they did before."""
    print_rows([_row(build().teacher.undo(id, ACTOR))], as_json, _words)


@group.command()
def effect(
    labels: Annotated[Path, typer.Argument(help="labels.jsonl, or a CSV with `file,sku[,damage]`.")] = HELD_OUT,
    as_json: Json = False,
) -> None:
    """Measures labelled photos without and with the corrections in force."""
    intake = build()
    photos = read_labels(labels)
    with_corrections = evaluate_photos(intake.eyes, photos)
    intake.teacher.forget()
    without = evaluate_photos(intake.eyes, photos)
    used = len(intake.store.corrections.in_force())
    row = {"corrections": used, "without": _figures(without), "with": _figures(with_corrections)}
    print_rows([row], as_json, _effect_words)


@app.command()
def adapt(
    labels: Annotated[Path | None, typer.Argument(help="labels.jsonl, or a CSV with `file,sku,damage`.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was taught this way.")] = False,
    as_json: Json = False,
) -> None:
    """Teaches with a handful of the shop's own labelled photos; damage only if it reads better with them."""
    intake = build()
    if undo == (labels is not None):
        raise BadInput("Name a file of labels, or say --undo.")
    if undo:
        taught = [c for c in intake.store.corrections.in_force() if c.actor == ADAPT]
        for correction in taught:
            intake.store.corrections.undo(correction.id, ADAPT)
        print_rows([{"taken_back": len(taught)}], as_json, lambda row: f"{row['taken_back']} photos taken back.")
        return
    for photo in read_labels(labels or Path()):
        damage = next(iter(sorted(photo.truth))) if photo.damages is not None else ""
        id = intake.photos.save(_jpeg(intake, photo.file))
        intake.store.corrections.add([id], ADAPT, photo.sku or None, damage or None)
    print_rows([_trial_row(intake.teacher.apply())], as_json, _trial_words)


def _trial_row(trial: Trial | None) -> Row:
    if trial is None:
        return {"photos": 0, "kept": False}
    names = ("photos", "before", "after", "right_before", "right_after")
    return {**{name: getattr(trial, name) for name in names}, "kept": trial.adapter is not None}


def _trial_words(row: Row) -> str:
    if not row["photos"]:
        return f"The products are learnt. For damage it takes {FEWEST} photos with a known damage."
    verdict = "is used" if row["kept"] else "is not used, it doesn't read better"
    return (
        f"The products are learnt. Damage, each of {row['photos']} photos read by the others: best answer right "
        f"{row['right_before']:.2f} before, {row['right_after']:.2f} after; what they teach {verdict}."
    )


def _figures(report: Report) -> dict[str, float | None]:
    return {name: getattr(report, name) for name in _FIGURES}


def _export_words(row: Row) -> str:
    told = f"{row['photos']} photos and {row['texts']} texts in {row['folder']}; {row['left_out']} photos left out"
    return f"{told}. Measure them with --untaught: the running eyes have learnt these very photos."


def _effect_words(row: Row) -> str:
    lines = [f"{row['corrections']} corrections in force", f"{'':>16} {'without':>9} {'with':>9}"]
    shown = {name: [row[side][name] for side in ("without", "with")] for name in _FIGURES}
    lines += [f"{name:>16} " + " ".join(_number(value) for value in pair) for name, pair in shown.items()]
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return f"{value:9.3f}" if value is not None else f"{'-':>9}"


def _row(correction: Correction) -> Row:
    return dict(to_jsonable_python(correction))


def _words(row: Row) -> str:
    says = " ".join(filter(None, (row["sku"], row["damage"])))
    undone = f" (taken back {row['undone']})" if row["undone"] else ""
    return f"{row['id']:>4}  {says}  photo {row['photo'][:8]}  {row['made'][:16]} {row['actor']}{undone}"
