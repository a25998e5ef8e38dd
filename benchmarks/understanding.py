"""How well messages are understood.

    python -m benchmarks.understanding [FILE] [--errors]      tests/data/messages_test.jsonl unless another is named

FILE holds JSON lines: `text`, `language`, `intents`, `mood`, `alarm`, `alarm_kinds`, `legal`, `facts`, and
`previous_language` where a message can't tell its own. Relative dates are counted from 22 November 2026.

Alarm: those that go to a person at once; "or asked" takes those in doubt to them, which the customer is asked about.
Intents: F1 of each, averaged (macro). Upset: mood upset or abusive. Facts: F1 over single facts (name and value) of all
messages, without those that FILE calls arguable (`facts_free`; "strictly" counts them against). Texts count as equal
without case, and a product when the words of one are among those of the other ("blue mug", "mug"): where the name of a
thing begins is not a matter of understanding.
"""

import argparse
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from intake.bootstrap import build
from intake.commands.dialogue import understood_row
from intake.dialogue.text import fold, words
from intake.dialogue.types import TOPICS

TEST = Path(__file__).resolve().parent.parent / "tests" / "data" / "messages_test.jsonl"
TODAY = date(2026, 11, 22)
UPSET = {"upset", "abusive"}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Judged:
    """A labelled message and what was understood of it."""

    truth: Row
    said: Row

    @property
    def intents(self) -> set[str]:
        return {str(row["intent"]) for row in self.said["intents"]}


@dataclass(frozen=True)
class Score:
    """Counts of what was rightly said, said, and true."""

    right: int
    said: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.said)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.true)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.said + self.true)

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  ({self.right} of {self.true})"


def flags(pairs: Iterable[tuple[bool, bool]]) -> Score:
    """Of pairs (true, said)."""
    counted = list(pairs)
    return Score(
        sum(true and said for true, said in counted),
        sum(said for _, said in counted),
        sum(true for true, _ in counted),
    )


def intents(judged: Sequence[Judged]) -> dict[str, Score]:
    """Of every intent that occurs."""
    scores = {str(t): flags((t in j.truth["intents"], t in j.intents) for j in judged) for t in TOPICS}
    return {name: score for name, score in scores.items() if score.true}


def facts(judged: Sequence[Judged], name: str | None = None, strictly: bool = False) -> Score:
    """Of all or of one name. Those that are arguable in a message count only `strictly`: then against."""
    total = [0, 0, 0]
    for message in judged:
        free = set() if strictly else set(message.truth.get("facts_free", ()))
        true, said = (
            [one for one in _single(row["facts"], name) if one[0] not in free] for row in (message.truth, message.said)
        )
        right = sum(any(_same(one, other) for other in said) for one in true)
        total = [a + b for a, b in zip(total, (right, len(said), len(true)), strict=True)]
    return Score(*total)


def _single(stated: Row, name: str | None) -> list[tuple[str, Any]]:
    """Each fact by itself; a list holds several of one name."""
    return [
        (key, value)
        for key, values in stated.items()
        if name in (None, key) and key in FACTS
        for value in (values if isinstance(values, list) else [values])
    ]


FACTS = ("order", "claim", "email", "date", "amount", "wish", "product", "damage", "quantity")


def _same(one: tuple[str, Any], other: tuple[str, Any]) -> bool:
    if one[0] != other[0]:
        return False
    if one[0] == "product":
        sets = [{fold(word) for word in words(str(value))} for value in (one[1], other[1])]
        return sets[0] <= sets[1] or sets[1] <= sets[0]
    if isinstance(one[1], str):
        return _compact(one[1]) == _compact(str(other[1]))
    return float(one[1]) == float(other[1])


def _compact(value: str) -> str:
    return value.casefold().replace("-", "").replace(" ", "")


def judge(path: Path) -> tuple[list[Judged], list[float]]:
    """Every message understood, and how long each took, in seconds."""
    understander = build().understander
    judged, seconds = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        begun = time.perf_counter()
        said = understander.understand(truth["text"], truth.get("previous_language"), TODAY)
        seconds.append(time.perf_counter() - begun)
        judged.append(Judged(truth, understood_row(said)))
    return judged, seconds


def report(name: str, judged: Sequence[Judged]) -> None:
    by_intent = intents(judged)
    moods = np.mean([j.truth["mood"] == j.said["mood"] for j in judged])
    kinds = [(kind in j.truth["alarm_kinds"], kind in j.said["alarm_kinds"]) for j in judged for kind in _kinds(j)]
    print(f"{name}: {len(judged)} messages")
    print(f"  intents   macro-F1 {np.mean([score.f1 for score in by_intent.values()]):.3f}")
    print(f"  upset     {flags((j.truth['mood'] in UPSET, j.said['mood'] in UPSET) for j in judged)}")
    print(f"  mood      {moods:.3f} of four told right")
    print(f"  alarm     {flags((j.truth['alarm'], j.said['alarm']) for j in judged)}")
    print(f"  or asked  {flags((j.truth['alarm'], j.said['alarm'] or j.said['alarm_in_doubt']) for j in judged)}")
    print(f"  its kinds {flags(kinds)}")
    print(f"  legal     {flags((j.truth['legal'], j.said['legal']) for j in judged)}")
    print(f"  facts     {facts(judged)}")
    print(f"  strictly  {facts(judged, strictly=True)}")
    print(f"  language  {np.mean([j.truth['language'] == j.said['language'] for j in judged]):.3f}")


def details(judged: Sequence[Judged]) -> None:
    for name, score in intents(judged).items():
        print(f"  {name:24} {score}")
    for name in FACTS:
        print(f"  {name:24} {facts(judged, name)}")


def errors(judged: Sequence[Judged]) -> Iterator[str]:
    for message in judged:
        truth, said = message.truth, message.said
        wrong = []
        if message.intents != set(truth["intents"]):
            wrong.append(f"{truth['intents']} -> {sorted(message.intents)}")
        for key in ("alarm", "legal", "language"):
            if truth[key] != said[key]:
                wrong.append(f"{key} {truth[key]} -> {said[key]}")
        if (truth["mood"] in UPSET) != (said["mood"] in UPSET):
            wrong.append(f"mood {truth['mood']} -> {said['mood']}")
        true, stated = (_single(row["facts"], None) for row in (truth, said))
        missed = [one for one in true if not any(_same(one, other) for other in stated)]
        extra = [one for one in stated if not any(_same(one, other) for other in true)]
        if missed or extra:
            wrong.append(f"facts missed {missed} extra {extra}")
        if wrong:
            yield f"{truth['text']!r}\n      " + "\n      ".join(wrong)


def _kinds(message: Judged) -> set[str]:
    return {*message.truth["alarm_kinds"], *message.said["alarm_kinds"]}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=TEST)
    parser.add_argument("--errors", action="store_true", help="name what went wrong")
    options = parser.parse_args(arguments)
    judged, seconds = judge(options.file)
    for language in ("de", "en"):
        report(language, [message for message in judged if message.truth["language"] == language])
    report("all", judged)
    details(judged)
    print(f"  one message: median {1000 * np.median(seconds):.0f} ms, slowest {1000 * max(seconds):.0f} ms")
    for line in errors(judged) if options.errors else ():
        print(line)


if __name__ == "__main__":
    main()
