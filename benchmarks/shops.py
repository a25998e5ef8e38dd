"""Shops that the ranking is fitted on beside the demo as it is: a good weight holds for every shop's policies."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from intake.rag.answer import LANGUAGES
from intake.rag.index import PolicyIndex
from intake.rag.kept_vectors import FILE as VECTORS
from intake.rag.questions import FILE as QUESTION_KEYS

Row = Mapping[str, Any]

ROOT = Path(__file__).resolve().parent.parent
POLICIES = ROOT / "policies"
WRITTEN = ROOT / "training" / "texts" / "shops.jsonl"
SMALL = ("withdrawal", "warranty", "refunds")  # documents of a shop that has just begun


Shop = tuple[str, PolicyIndex, Sequence[Row]]


def shops(rows: Sequence[Row], folder: Path) -> Iterator[Shop]:
    """Each shop's name, its index, made in `folder`, and its labelled questions; `rows` are the demo's.

    The demo without the questions kept beside its policies, and with three documents only; then shops with texts of
    their own, none of which the embedding was fitted on. The demo and these are asked in another language as well.
    """
    bare, small = folder / "bare", folder / "small"
    shutil.copytree(POLICIES, bare, ignore=shutil.ignore_patterns(QUESTION_KEYS))
    for language in LANGUAGES:
        for document in SMALL:
            (small / language).mkdir(parents=True, exist_ok=True)
            shutil.copy(POLICIES / language / f"{document}.md", small / language)
    for policies in (bare, small):
        yield policies.name, _index(policies), rows
    yield from crossed(rows, POLICIES, folder / "demo")
    written = [json.loads(line) for line in WRITTEN.read_text(encoding="utf-8").splitlines()]
    for name in dict.fromkeys(row["shop"] for row in written):
        of_shop = [row for row in written if row["shop"] == name]
        _write([row for row in of_shop if "anchor" in row], folder / name)
        asked = [question for row in of_shop for question in _questions(row)]
        yield name, _index(folder / name), asked
        yield from crossed(asked, folder / name, folder / "crossed" / name)


def crossed(rows: Sequence[Row], policies: Path, folder: Path) -> Iterator[Shop]:
    """The policies in one language alone, made in `folder`, with the questions that are in the other."""
    for asker, written in (LANGUAGES, LANGUAGES[::-1]):
        alone = folder / f"only-{written}"
        shutil.copytree(policies / written, alone / written)
        if (policies / QUESTION_KEYS).is_file():
            shutil.copy(policies / QUESTION_KEYS, alone)
        yield f"{folder.name}, {asker} asks {written}", _index(alone), [row for row in rows if row["language"] == asker]


def _index(policies: Path) -> PolicyIndex:
    shutil.copy(POLICIES / VECTORS, policies)  # what it knows of these texts needn't be computed again
    return PolicyIndex.open(policies.with_name(f"index-{policies.name}"), policies)


def _write(sections: Sequence[Row], policies: Path) -> None:
    for language in LANGUAGES:
        (policies / language).mkdir(parents=True)
        for document in dict.fromkeys(section["document"] for section in sections):
            parts = [
                f"## {section[f'title_{language}']} {{#{section['anchor']}}}\n\n{section[f'text_{language}']}\n"
                for section in sections
                if section["document"] == document
            ]
            head = f"---\nid: {document}\ntitle: {document}\nlanguage: {language}\n---\n\n# {document}\n\n"
            (policies / language / f"{document}.md").write_text(head + "\n".join(parts), encoding="utf-8")


def _questions(row: Row) -> Iterator[Row]:
    """Of a section those that it answers, of a shop's last row those that none does."""
    covered = "anchor" in row
    sections = [[row["document"], row["anchor"]]] if covered else []
    for language in LANGUAGES:
        for question in row[f"{'questions' if covered else 'uncovered'}_{language}"]:
            yield {"question": question, "language": language, "sections": sections}
