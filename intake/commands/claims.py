"""Commands that open claims."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from intake.bootstrap import Intake, build
from intake.commands import printing
from intake.commands.files import open_file, read_bytes
from intake.commands.output import Json, Row, print_rows
from intake.errors import BadInput
from intake.labels import HELD_OUT
from intake.talk.inbox import Upload

app = typer.Typer()

SAMPLE = HELD_OUT.parent / "mug-dots-06.jpg"
SENTENCE = "Hallo, mein Becher aus Bestellung 1042 kam mit einem Riss an. Ich hätte gern Ersatz."


@app.command()
def claim(
    photos: Annotated[list[Path], typer.Argument(help="Photos of the damaged product.")],
    text: Annotated[str, typer.Option(help="What the customer wrote.")],
    order: Annotated[str | None, typer.Option(help="Order number.")] = None,
    as_json: Json = False,
) -> None:
    """The whole job without a page: looks, asks the policies, decides, and keeps the claim."""
    print_rows([_claim(build(), photos, text, order)], as_json, printing.claim_words)


def _claim(intake: Intake, photos: Sequence[Path], text: str, order: str | None) -> Row:
    for image in (open_file(intake, photo) for photo in photos):
        if isinstance(image, BadInput):
            raise image
    uploads = [Upload(photo.name, read_bytes(photo)) for photo in photos]
    return printing.filed_row(intake.desk.file(text, uploads, order))


@app.command()
def demo(as_json: Json = False) -> None:
    """One sample claim from the held-out photos, for a person to read."""
    if not as_json:
        typer.echo(printing.scene_words(SAMPLE, SENTENCE))
    print_rows([_claim(build(), [SAMPLE], SENTENCE, None)], as_json, printing.claim_words)
