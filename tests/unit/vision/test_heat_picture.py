import io

import numpy as np
from PIL import Image

from intake.vision.heat_picture import heat_picture


def test_hot_covers_and_cold_is_seen_through() -> None:
    heat = np.zeros((4, 8), np.float32)
    heat[:, 6:] = 1.0
    picture = Image.open(io.BytesIO(heat_picture(heat)))
    assert picture.mode == "RGBA"
    assert picture.size == (256, 128)
    left, right = np.asarray(picture)[64, 20], np.asarray(picture)[64, 240]
    assert left[3] == 0
    assert right[3] > 150
    assert right[0] > right[1]
