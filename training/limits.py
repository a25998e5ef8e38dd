"""What the limits of `intake/dialogue/weights/meaning.json` would give on messages that were not fitted on.

Three parts are judged: the held-back templates, by a fit without them; the tune half of the test messages and some of
the written ones, by fits that each leave a part of the topics out. Limits are written by hand from what this shows: a
missed alarm costs more than a needless hand-over. Those of damages and wishes follow the written ones: the word lists
were made on the tune half.
"""

from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from torch import nn

from intake.dialogue.frequencies import WordFrequencies
from intake.dialogue.lexicon import Lexicon
from intake.dialogue.meaning import Featuriser, reading, scores, together
from intake.dialogue.rules import Rules
from intake.dialogue.types import DAMAGES, TOPICS, WISHES, Mood
from training import net
from training.messages import BLOCK, Example

FOLDS = 5
SOME = 4  # of so many written messages one is judged
SAID_LIMITS = (0.002, 0.005, 0.02, 0.1, 0.2, 0.3)
LIMITS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
Weights = tuple[NDArray[np.float32], NDArray[np.float32]]
Fit = Callable[[csr_matrix, Sequence[Example]], Weights]


def show(featuriser: Featuriser, rows: csr_matrix, known: Sequence[Example], fit: Fit) -> None:
    folds = [crc32(example.topic.encode()) % FOLDS if example.topic else FOLDS for example in known]
    held = [index for index, example in enumerate(known) if example.held]
    left_out: dict[str, list[tuple[Example, NDArray[np.float32]]]] = {"templates": [], "tune": [], "written": []}
    for fold in range(FOLDS):
        inside = [index for index in range(len(known)) if folds[index] != fold and not known[index].held]
        weights = fit(rows[inside], [known[index] for index in inside])
        hidden = net.fit(rows[inside, : len(featuriser.centre)].toarray(), [known[index] for index in inside])
        outside = [index for index, where in enumerate(folds) if where == fold and known[index].weight == 1]
        written = [index for index in outside if known[index].topic.startswith(BLOCK)]
        tune = sorted({*outside} - {*written})
        for name, indices in (("tune", tune), ("written", written[::SOME]), ("templates", held if fold == 0 else [])):
            left_out[name] += [(known[i], _odds(featuriser, known[i].text, weights, hidden)) for i in indices]
    for name, judged in left_out.items():
        print(f"{name}: {len(judged)} messages")
        _intents(judged)
        _flags(judged)
        _facts(judged)


def _odds(featuriser: Featuriser, text: str, weights: Weights, hidden: nn.Sequential) -> NDArray[np.float32]:
    """As `Meaning.read` has them."""
    with torch.no_grad():
        other = hidden(torch.from_numpy(featuriser.dense(text)).float()).numpy()
    return together(scores(featuriser, text, *weights), other)


def _intents(judged: Sequence[tuple[Example, NDArray[np.float32]]]) -> None:
    truth = np.array([[topic in example.intents for topic in TOPICS] for example, _ in judged])
    chances = np.array([list(reading(odds).intents.values()) for _, odds in judged])
    for limit in LIMITS:
        said = chances >= limit
        said[np.arange(len(said)), chances.argmax(axis=1)] = True
        f1 = 2 * (said & truth).sum(axis=0) / np.maximum(1, said.sum(axis=0) + truth.sum(axis=0))
        print(f"  intents  {limit:.1f}  macro-F1 {f1[truth.any(axis=0)].mean():.3f}")


def _flags(judged: Sequence[tuple[Example, NDArray[np.float32]]]) -> None:
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


def _facts(judged: Sequence[tuple[Example, NDArray[np.float32]]]) -> None:
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
