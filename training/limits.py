"""What the limits of `intake/dialogue/weights/meaning.json` would give on messages that were not fitted on.

    python -m training.limits   in twenty minutes on two cores

A fifth of the topics is left out of the fit of both readings, of the tune half and of the written messages, and every
fourth template: these are judged apart. Limits are written by hand from what this shows: a missed alarm costs more than
a needless hand-over. Those of damages and wishes follow the written ones: the word lists were made on the tune half.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from intake.dialogue.fine_tuned import FineTuned
from intake.dialogue.frequencies import WordFrequencies
from intake.dialogue.lexicon import Lexicon
from intake.dialogue.meaning import reading, scores, together
from intake.dialogue.rules import Rules
from intake.dialogue.types import DAMAGES, TOPICS, WISHES, Mood
from intake.e5.query_side import query_side
from training import fine_tuning, understanding
from training.messages import BLOCK, Example, examples, tuned

FOLDS = 5  # of topics; one of them is judged
SAID_LIMITS = (0.002, 0.005, 0.02, 0.1, 0.2, 0.3)
LIMITS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

Judged = Sequence[tuple[Example, NDArray[np.float32]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embeddings", type=Path, default=Path("build/embeddings.json"), help="kept between runs")
    options = parser.parse_args()
    for name, judged in left_out([*examples(), *tuned()], options.embeddings).items():
        print(f"{name}: {len(judged)} messages")
        _intents(judged)
        _flags(judged)
        _facts(judged)


def left_out(known: Sequence[Example], embeddings: Path) -> dict[str, Judged]:
    """Log odds, as `Meaning.read` has them, of messages that neither reading was fitted to."""
    outside = [bool(example.topic) and crc32(example.topic.encode()) % FOLDS == 0 for example in known]
    inside = [example for example, out in zip(known, outside, strict=True) if not out and not example.held]
    once = [example for example, out in zip(known, outside, strict=True) if out and example.weight == 1]
    written = [example for example in once if example.topic.startswith(BLOCK)]
    parts = {
        "templates": [example for example in known if example.held],
        "tune": [example for example in once if not example.topic.startswith(BLOCK)],
        "written": written,
    }
    fine_tuned = FineTuned(query_side(), *fine_tuning.fit(inside))
    featuriser = understanding.featuriser_of(inside, embeddings)
    weights = understanding.fit(understanding.features(featuriser, [example.text for example in inside]), inside)
    return {
        name: [
            (example, together(scores(featuriser, example.text, *weights), fine_tuned.scores(example.text)))
            for example in part
        ]
        for name, part in parts.items()
    }


def _intents(judged: Judged) -> None:
    truth = np.array([[topic in example.intents for topic in TOPICS] for example, _ in judged])
    chances = np.array([list(reading(odds).intents.values()) for _, odds in judged])
    for limit in LIMITS:
        said = chances >= limit
        said[np.arange(len(said)), chances.argmax(axis=1)] = True
        f1 = 2 * (said & truth).sum(axis=0) / np.maximum(1, said.sum(axis=0) + truth.sum(axis=0))
        print(f"  intents  {limit:.1f}  macro-F1 {f1[truth.any(axis=0)].mean():.3f}")


def _flags(judged: Judged) -> None:
    rules = Rules(Lexicon.load(), WordFrequencies())
    moods = list(Mood)
    readings = [reading(odds) for _, odds in judged]
    words = [rules.read(example.text).moods for example, _ in judged]
    heat = [moods.index(Mood(example.mood)) for example, _ in judged]
    for name, truth, chances in (
        ("alarm", [bool(example.alarms) for example, _ in judged], [read.alarm for read in readings]),
        ("legal", [example.legal for example, _ in judged], [read.legal for read in readings]),
        *((mood, [h >= moods.index(mood) for h in heat], [r.moods[mood] for r in readings]) for mood in moods[1:]),
    ):
        said = np.array([name in found for found in words])
        for limit in LIMITS:
            print(f"  {name:8} {limit:.1f}  {_rates(truth, np.array(chances), said, limit)}")


def _facts(judged: Judged) -> None:
    """F1 at each limit, and beside it at each limit of what the words say as well."""
    rules = Rules(Lexicon.load(), WordFrequencies())
    for fact, names, field in (("damage", DAMAGES, "damages"), ("wish", WISHES, "wishes")):
        known = [(getattr(example, field), example.text, odds) for example, odds in judged]
        known = [one for one in known if one[0] is not None]
        if not known:
            continue
        truth = np.array([[name in stated for name in names] for stated, _, _ in known])
        words = [getattr(rules.read(text), field) for _, text, _ in known]
        said = np.array([[name in found for name in names] for found in words])
        chances = np.array([list(getattr(reading(odds), field).values()) for _, _, odds in known])
        print(f"  {fact:8} words alone {_f1(said, truth):.3f}; limits where the words say it {SAID_LIMITS}")
        for limit in LIMITS[4:]:
            found = [np.where(said, chances >= low, chances >= limit) for low in SAID_LIMITS]
            print(f"  {fact:8} {limit:.1f}  " + "  ".join(f"{_f1(told, truth):.3f}" for told in found))


def _f1(said: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    return float(2 * (said & truth).sum() / max(1, said.sum() + truth.sum()))


def _rates(truth: Sequence[bool], chances: NDArray[np.float64], said: NDArray[np.bool_], limit: float) -> str:
    """Precision and recall at a limit: of all, and of those that the words say or don't say."""
    true, found = np.array(truth), chances >= limit
    parts = (("all", said | ~said), ("in words", said), ("else", ~said))
    return "   ".join(
        f"{name} P {(found & true)[part].sum()}/{found[part].sum()} R {(found & true)[part].sum()}/{true[part].sum()}"
        for name, part in parts
    )


if __name__ == "__main__":
    main()
