import numpy as np

from intake.rag.grouping import alike


def test_near_rows_are_one_group_led_by_the_most_typical() -> None:
    angles = np.radians([0.0, 90.0, 10.0, 20.0, 200.0])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    assert alike(vectors, least=float(np.cos(np.radians(12)))) == [[2, 0, 3], [1], [4]]
    assert alike(vectors, least=0.9999) == [[0], [1], [2], [3], [4]]
