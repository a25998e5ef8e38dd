"""Reading feature maps; no model is loaded."""

import numpy as np
import pytest

from intake.vision.looks import Looks, details, join, unit, without_maps


def looks(pictures: int = 2) -> Looks:
    rng = np.random.default_rng(3)
    shapes = ((pictures, 4), (pictures, 2, 2, 6), (pictures, 4, 4, 3))
    return Looks(*(rng.random(shape, dtype=np.float32) for shape in shapes))


def test_details_find_a_strong_answer_wherever_it_is() -> None:
    seen = looks()
    seen.last[0, 1, 0, 5] = seen.fine[0, 3, 2, 1] = 90.0
    found = details(seen)
    assert found.shape == (2, 9)
    assert found[0, :6].argmax() == 5
    assert found[0, 6:].argmax() == 1


def test_details_of_both_maps_weigh_the_same() -> None:
    seen = looks()
    loud = Looks(seen.vectors, seen.last * 1000, seen.fine)
    assert np.sqrt(np.square(details(loud)[:, :6]).mean()) == pytest.approx(1.0, abs=1e-4)
    assert np.allclose(details(loud), details(seen), atol=1e-4)


def test_a_tower_without_maps_has_no_details() -> None:
    assert details(without_maps(np.ones((3, 4), np.float32))).shape == (3, 0)


def test_parts_are_joined_in_order_and_cut_again() -> None:
    first, second = looks(2), looks(1)
    both = join([first, second])
    assert len(both) == 3
    assert np.array_equal(both[2:].last, second.last)
    assert len(join([])) == 0


def test_unit_rows_have_length_one_and_nothing_stays_nothing() -> None:
    rows = unit(np.array([[3.0, 4.0], [0.0, 0.0]], np.float32))
    assert np.allclose(np.linalg.norm(rows, axis=1), [1.0, 0.0])
