"""Commands that ask the policies."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from intake.bootstrap import build
from intake.commands import printing
from intake.commands.files import json_lines
from intake.commands.output import Json, print_rows
from intake.errors import IntakeError

app = typer.Typer()


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question about the policies.")] = "",
    policies: Annotated[Path | None, typer.Option(help="Folder of policy files.")] = None,
    rows: Annotated[Path | None, typer.Option("--from", help="JSON lines with a field `question`.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the purchase.")] = None,
    as_json: Json = False,
) -> None:
    """Answers from the policies, with quotations, or says that they don't answer it."""
    questions = [str(row["question"]) for row in json_lines(rows, "question")] if rows else [question]
    if not any(q.strip() for q in questions):
        raise IntakeError("Ask a question, or give JSON lines with --from.")
    intake = build(policies=policies)
    answers = (
        {"question": q, **printing.answer_row(intake.knowledge.ask(q, on=on.date() if on else None))} for q in questions
    )
    print_rows(answers, as_json or rows is not None, printing.answer_words)
