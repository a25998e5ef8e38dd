"""Where a damage is, on scores that are known."""

import numpy as np
import pytest

from intake.vision.places import box, heat, peak


def scores(*cells: tuple[int, int], low: float = -3.0, high: float = 2.0) -> np.ndarray:
    """An 8 x 8 map, `high` in the given cells (row, column)."""
    rows = np.full((8, 8), low, np.float32)
    for cell in cells:
        rows[cell] = high
    return rows


def test_heat_is_relative_to_the_hottest_cell() -> None:
    found = heat(scores((2, 3)))
    assert found.max() == found[2, 3] == 1
    assert 0 < found[0, 0] < 0.1


def test_large_scores_overflow_nothing() -> None:
    assert np.isfinite(heat(scores((1, 1), low=-500, high=500))).all()


def test_the_peak_is_the_middle_of_the_hottest_cell() -> None:
    assert peak(heat(scores((2, 3)))) == (3.5 / 8, 2.5 / 8)


def test_the_box_holds_what_hangs_together_with_the_peak_and_nothing_else() -> None:
    rows = scores((2, 3), (2, 4), (3, 4), (7, 0))
    rows[2, 3] = 2.5
    assert box(heat(rows)) == pytest.approx((3 / 8, 2 / 8, 5 / 8, 4 / 8))


def test_a_box_stays_in_the_photo() -> None:
    assert box(heat(scores((0, 7)))) == (7 / 8, 0.0, 1.0, 1 / 8)
