"""Pictures as a tower wants them: what open_clip's preprocessing does, in Pillow and numpy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

RESIZE_MODES = ("squash", "shortest")


@dataclass(frozen=True)
class Pixels:
    """`side` in pixels; `mean` and `std` a channel, 0..1; `resize` squashes, or fits the shorter side and cuts out the
    middle; `interpolation` is a name of Pillow's (bicubic, bilinear)."""

    side: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    interpolation: str = "bicubic"
    resize: str = "squash"

    def __call__(self, images: Sequence[Image.Image]) -> NDArray[np.float32]:
        """(n, 3, side, side) of n pictures of any size and mode."""
        pixels = np.empty((len(images), 3, self.side, self.side), np.float32)
        std = np.array(self.std, np.float32)
        scale, shift = 1 / (255 * std), np.array(self.mean, np.float32) / std
        for row, image in zip(pixels, images, strict=True):
            np.multiply(np.asarray(self._fit(image)).transpose(2, 0, 1), scale[:, None, None], out=row)
            np.subtract(row, shift[:, None, None], out=row)
        return pixels

    def _fit(self, image: Image.Image) -> Image.Image:
        how = Image.Resampling[self.interpolation.upper()]
        if self.resize == "squash":
            return image.resize((self.side, self.side), how).convert("RGB")
        # torchvision's Resize cuts fractions off the longer side, its CenterCrop rounds the margin.
        width, height = (int(self.side * length / min(image.size)) for length in image.size)
        left, top = round((width - self.side) / 2), round((height - self.side) / 2)
        fitted = image.resize((width, height), how)
        return fitted.crop((left, top, left + self.side, top + self.side)).convert("RGB")
