"""Commands for the shop's policies: `policies check` and `embed`, and `questions` that they leave open."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python

from intake.bootstrap import build
from intake.commands.output import Json, Row, print_rows
from intake.rag.check import check as check_folder
from intake.rag.contents import Contents
from intake.rag.embedding import open_embedding
from intake.rag.kept_vectors import FILE, KeptVectors
from intake.review import open_questions
from intake.settings import Settings

Folder = Annotated[Path | None, typer.Argument(help="Folder of policy files; the shop's own unless named.")]

app = typer.Typer()
group = typer.Typer(help="The policy documents.", no_args_is_help=True)
app.add_typer(group, name="policies")


@group.command()
def check(folder: Folder = None, as_json: Json = False) -> None:
    """Names contradictions between languages, missing translations, gaps and overlaps of validity, dead references.

    Ends with exit code 1 where there is any.
    """
    problems = check_folder(folder or Settings().policies, date.today())
    print_rows((to_jsonable_python(problem) for problem in problems), as_json, _words)
    if problems:
        raise typer.Exit(1)
    if not as_json:
        typer.echo("Nothing was found.")


@group.command()
def embed(folder: Folder = None) -> None:
    """Writes `vectors.npz` beside the policies: with it, a first start embeds nothing.

    To be run after a change of policies, of questions or of the embedding; what the file holds isn't computed again.
    """
    settings = Settings()
    policies = folder or settings.policies
    texts = Contents.read(policies).texts
    vectors = KeptVectors(policies / FILE, *open_embedding(settings.embedding))
    new = len(vectors.missing(texts))
    typer.echo(f"{policies / FILE}: vectors of {len(set(texts))} texts, {new} of them new ...")
    vectors.keep(texts)


@app.command()
def questions(as_json: Json = False) -> None:
    """Questions that no policy answered: grouped by meaning, with how often each came."""
    intake = build()
    found = open_questions(intake.store.unanswered, intake.knowledge)
    print_rows((to_jsonable_python(question) for question in found), as_json, _question_words)
    if not found and not as_json:
        typer.echo("No question is open.")


def _question_words(row: Row) -> str:
    others = "".join(f"\n      {wording}" for wording in row["wordings"][1:])
    return f"{row['count']:4d}  {row['text']} ({', '.join(row['languages'])}){others}"


def _words(row: Row) -> str:
    place = " · ".join(part for part in (row["document"], row["section"], row["language"]) if part)
    return f"{place}: {row['message']}"
