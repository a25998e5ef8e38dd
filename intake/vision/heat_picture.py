"""A heat map as a picture to lay over the photo: where it is hot it covers, where it is cold one sees through."""

import io

import numpy as np
from PIL import Image

from intake.vision.places import Heat

_COVER = 0.75  # opacity of the hottest place
_SIDE = 256  # pixels of the longer side; the page stretches it


def heat_picture(heat: Heat) -> bytes:
    """PNG with transparency of a map (h, w) in 0..1; from yellow where it is warm to red where it is hot."""
    scale = _SIDE / max(heat.shape)
    size = (round(heat.shape[1] * scale), round(heat.shape[0] * scale))
    smooth = Image.fromarray((heat * 255).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
    warm = np.asarray(smooth, np.float32) / 255
    layers = (np.full_like(warm, 225), 215 * (1 - warm), np.full_like(warm, 30), 255 * _COVER * warm)
    out = io.BytesIO()
    Image.fromarray(np.stack(layers, axis=-1).astype(np.uint8)).save(out, "PNG")
    return out.getvalue()
