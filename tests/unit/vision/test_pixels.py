"""Pictures as a tower wants them; what open_clip makes of the same pictures is compared in the end-to-end tests."""

import numpy as np
import pytest
from PIL import Image

from intake.vision.pixels import Pixels

HALF = (0.5, 0.5, 0.5)


@pytest.mark.parametrize("resize", ["squash", "shortest"])
def test_any_size_and_mode_becomes_one_square(resize: str) -> None:
    pixels = Pixels(16, HALF, HALF, resize=resize)
    found = pixels([Image.new("RGB", (40, 9), "white"), Image.new("L", (16, 90))])
    assert found.shape == (2, 3, 16, 16)
    assert found.dtype == np.float32
    assert np.allclose(found[0], 1)
    assert np.allclose(found[1], -1)


def test_channels_are_scaled_apart() -> None:
    red = Pixels(2, (0.5, 0.25, 0.0), (0.5, 0.25, 1.0))([Image.new("RGB", (2, 2), "red")])
    assert red[0, :, 0, 0].tolist() == pytest.approx([1.0, -1.0, 0.0])


def test_the_shorter_side_is_fitted_and_the_middle_kept() -> None:
    wide = Image.new("RGB", (64, 16))
    wide.paste("white", (24, 0, 40, 16))
    assert np.allclose(Pixels(16, HALF, HALF, resize="shortest")([wide])[0, :, :, 2:14], 1, atol=0.2)
