from collections.abc import Sequence

import numpy as np

from intake.vision.promises import NEVER, Promise, promise


def of(confidence: Sequence[float], right: Sequence[bool], risk: float) -> Promise:
    def right_at(threshold: float) -> list[bool]:
        return [ok for sure, ok in zip(confidence, right, strict=True) if sure >= threshold]

    return promise(right_at, len(right), risk)


def test_it_takes_as_many_photos_as_the_binomial_says() -> None:
    assert of([1.0] * 149, [True] * 149, 0.02).kept
    assert not of([1.0] * 148, [True] * 148, 0.02).kept
    assert of([1.0] * 236, [False] + [True] * 235, 0.02).kept
    assert not of([1.0] * 235, [False] + [True] * 234, 0.02).kept


def test_it_stops_above_the_errors() -> None:
    found = of([0.9] * 200 + [0.6] * 200, [True] * 200 + [False] * 200, 0.02)
    assert 0.6 < found.threshold <= 0.9
    assert (found.accepted, found.errors, found.photos, found.lacking) == (200, 0, 400, 0)


def test_one_wrong_label_among_the_surest_spoils_little() -> None:
    confidence = [0.9999] * 190 + [0.9] * 810
    found = of(confidence, [False] * 2 + [True] * 998, 0.02)
    assert (found.accepted, found.errors) == (1000, 2)


def test_nothing_is_promised_without_photos() -> None:
    found = of([], [], 0.05)
    assert (found.threshold, found.lacking) == (NEVER, None)


def test_it_says_how_many_photos_are_lacking() -> None:
    few = of([1.0] * 100, [True] * 100, 0.02)
    assert few.lacking is not None
    assert 49 <= few.lacking <= 250  # 149 without an error; some more in case there is one
    assert of([1.0] * 10, [True] * 10, 0.02).lacking is not None  # few photos prove no failure
    half = of([1.0] * 100 + [0.1] * 100, [True] * 100 + [False] * 100, 0.02)
    assert half.lacking is not None
    assert half.lacking > few.lacking  # only every second photo helps


def test_no_number_of_photos_helps_what_is_wrong_too_often() -> None:
    assert of([1.0] * 500, [True, False] * 250, 0.02).lacking is None


def test_the_promise_holds_for_at_least_95_of_100_shops() -> None:
    """Confidences whose error falls from 6 % to none, so the true error of what is accepted is known."""
    rng = np.random.default_rng(7)
    broken = 0
    for _ in range(100):
        confidence = rng.uniform(0.5, 1.0, 400)
        right = rng.random(400) >= 0.12 * (1 - confidence)
        at = of(confidence.tolist(), right.tolist(), 0.02).threshold
        broken += at < NEVER and 0.12 * (1 - (at + 1) / 2) > 0.02
    assert broken / 100 <= 0.05 + 2 * (0.05 * 0.95 / 100) ** 0.5
