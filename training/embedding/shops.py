"""Sections of shops' policies in both languages with the questions that they answer: pairs to learn finding from."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.rag import documents
from intake.rag.passages import cut
from intake.rag.questions import read_questions
from intake.rag.topics import make_topics

ROOT = Path(__file__).parent.parent.parent
WRITTEN = ROOT / "training" / "texts" / "policies.jsonl"
LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class Shop:
    """`passages` are by language, one a section; `questions` pairs of a question and its section's place."""

    name: str
    passages: dict[str, list[str]]
    questions: list[tuple[str, int]]


def shops(written: Path = WRITTEN) -> Iterator[Shop]:
    """Those that were written for training, then the demo shop with the questions kept beside its policies."""
    rows = [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines()]
    for name in dict.fromkeys(row["shop"] for row in rows):
        sections = [row for row in rows if row["shop"] == name and "anchor" in row]
        yield Shop(
            name,
            {lang: [f"{row[f'title_{lang}']}\n{row[f'text_{lang}']}" for row in sections] for lang in LANGUAGES},
            [(asked, n) for n, row in enumerate(sections) for lang in LANGUAGES for asked in row[f"questions_{lang}"]],
        )
    yield demo(ROOT / "policies")


def demo(policies: Path) -> Shop:
    passages = [passage for document in documents.load(policies) for passage in cut(document)]
    topics = make_topics(passages, read_questions(policies))
    return Shop(
        "demo",
        {language: [topic.passage(language).searched for topic in topics] for language in LANGUAGES},
        [(asked, n) for n, topic in enumerate(topics) for lang in LANGUAGES for asked in topic.questions.get(lang, ())],
    )
