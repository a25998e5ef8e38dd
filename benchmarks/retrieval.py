"""How well the policies are found, and how well it is noticed when they say nothing.

    python -m benchmarks.retrieval [FILE...]      measures; tests/data/questions_test.jsonl unless others are named
    python -m benchmarks.retrieval --fit FILE...  sets intake/rag/ranking.json from these questions

A file holds JSON lines: `question`, `language` and `sections`, the [document, section] pairs that answer (none where
no policy does).
Recall is counted over questions that a policy answers: the right section among the first 1 or 3. "Not covered" is
counted over all questions: whether it is rightly said that the policies hold no answer. "Crossed" asks each question
of policies that exist in the other language only. No question that measures takes part in the fit.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.ranking_fit import Labelled, fit
from benchmarks.shops import POLICIES, ROOT, WRITTEN, Row, crossed, shops
from intake.rag.answer import LANGUAGES
from intake.rag.index import PolicyIndex
from intake.rag.ranking import Ranking

TEST = ROOT / "tests" / "data" / "questions_test.jsonl"


@dataclass(frozen=True)
class Asked:
    """A question, the sections that answer it (none: not covered) and what it found, best first."""

    question: str
    language: str
    right: frozenset[tuple[str, str]]
    found: tuple[tuple[str, str], ...]
    coverage: float
    seconds: float

    def among(self, first: int) -> bool:
        return not self.right.isdisjoint(self.found[:first])


def read(files: Iterable[Path]) -> list[Row]:
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]


def ask_all(rows: Iterable[Row], index: PolicyIndex) -> list[Asked]:
    asked = []
    for row in rows:
        start = time.perf_counter()
        evidence = index.evidence(row["question"], row["language"], 3)
        seconds = time.perf_counter() - start
        right = frozenset((document, section) for document, section in row["sections"])
        found = tuple((c.document, c.anchor) for c in evidence.citations)
        asked.append(Asked(row["question"], row["language"], right, found, evidence.coverage, seconds))
    return asked


def recall(asked: Sequence[Asked], first: int) -> float:
    """Share, 0..1, of answerable questions whose section is among the first `first`."""
    return float(np.mean([question.among(first) for question in asked if question.right]))


@dataclass(frozen=True)
class Told:
    """How well one kind is told from the other; shares, 0..1."""

    precision: float
    recall: float
    f1: float


def told(asked: Sequence[Asked], least_coverage: float, covered: bool) -> Told:
    """How well covered questions (or those not covered) are told."""
    said = np.array([(question.coverage >= least_coverage) == covered for question in asked])
    true = np.array([bool(question.right) == covered for question in asked])
    both = float((said & true).sum())
    return Told(both / max(1, said.sum()), both / max(1, true.sum()), 2 * both / max(1, said.sum() + true.sum()))


def labelled(rows: Iterable[Row], index: PolicyIndex) -> list[Labelled]:
    """Candidates of each question with the places of the right ones; none where no policy answers."""

    def of(row: Row) -> Labelled:
        found = index.candidates(row["question"], row["language"])
        right = {(document, section) for document, section in row["sections"]}
        return Labelled(found, [n for n, c in enumerate(found.candidates) if index.section(c) in right])

    return [of(row) for row in rows]


def report(name: str, asked: Sequence[Asked], least_coverage: float) -> None:
    yes, no = (told(asked, least_coverage, covered) for covered in (True, False))
    milliseconds = 1000 * float(np.median([question.seconds for question in asked]))
    print(
        f"{name:22} recall@1 {recall(asked, 1):.3f}  recall@3 {recall(asked, 3):.3f}  covered F1 {yes.f1:.3f}  "
        f"not covered: precision {no.precision:.3f} recall {no.recall:.3f} F1 {no.f1:.3f}  "
        f"({sum(bool(q.right) for q in asked)} + {sum(not q.right for q in asked)} questions, "
        f"{milliseconds:.0f} ms)"
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--fit", action="store_true", help="set the weights from these questions, then measure them")
    parser.add_argument("--shops", action="store_true", help="measure the other shops of the fit as well")
    parser.add_argument("--errors", action="store_true", help="name the questions that went wrong")
    options = parser.parse_args(arguments)
    rows = read(options.files or [TEST])
    with tempfile.TemporaryDirectory() as folder:
        index = PolicyIndex.open(Path(folder) / "index", POLICIES)
        if options.fit:
            others = (question for _, shop, asked in shops(rows, Path(folder)) for question in labelled(asked, shop))
            fit([*labelled(rows, index), *others], [*(file.name for file in options.files), WRITTEN.name])
            index.ranking = Ranking.load()
        asked = ask_all(rows, index)
        for language in LANGUAGES:
            report(language, [q for q in asked if q.language == language], index.least_coverage)
        report("both", asked, index.least_coverage)
        alone = crossed(rows, POLICIES, Path(folder) / "crossed")
        report("crossed", [one for _, shop, mine in alone for one in ask_all(mine, shop)], index.least_coverage)
        for name, shop, mine in shops(rows, Path(folder) / "shops") if options.shops else ():
            report(name, ask_all(mine, shop), shop.least_coverage)
        for question in asked if options.errors else []:
            if question.right and not question.among(1):
                print(f"{question.question!r}: {sorted(question.right)}, got {question.found}")
            elif (question.coverage >= index.least_coverage) != bool(question.right):
                said = "covered" if question.coverage >= index.least_coverage else "not covered"
                print(f"{question.question!r}: wrongly {said}, {question.coverage:.2f}, {question.found[0]}")


if __name__ == "__main__":
    main()
