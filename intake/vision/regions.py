"""A picture in regions, and how alike two pictures are region by region, both ways."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from intake.vision.encoder import Encoder
from intake.vision.looks import Looks, Vectors, unit
from intake.vision.views import views

_RIM = 8  # the middle leaves out this part of the map on each side
_WINDOWS = 3  # windows across and down, each half as wide and high as the picture


def regions(encoder: Encoder, pictures: Sequence[Image.Image]) -> Vectors:
    """(n, r, c) unit vectors of each picture's regions, from one pass where the tower opens its maps.

    With maps they are the whole, the middle and nine overlapping windows, in the tower's own features; else the
    vectors of the whole and the middle, looked at one by one.
    """
    looks = encoder.looks(pictures)
    if looks.last.size:
        return of_maps(looks)
    return np.stack([looks.vectors, encoder.images([views(picture)[1] for picture in pictures])], axis=1)


def of_maps(looks: Looks) -> Vectors:
    """(n, 11, c) unit vectors of the regions of pictures that were looked at already, from their maps."""
    height, width = looks.last.shape[1:3]
    rows, columns = _spans(height), _spans(width)
    parts = [looks.last, _middle(looks.last), *(looks.last[:, y, x] for y in rows for x in columns)]
    return unit(np.stack([part.mean(axis=(1, 2)) for part in parts], axis=1))


def _middle(maps: Vectors) -> Vectors:
    dy, dx = (max(1, side // _RIM) for side in maps.shape[1:3])
    return maps[:, dy:-dy, dx:-dx]


def _spans(side: int) -> list[slice]:
    size = side // 2
    return [slice(start, start + size) for start in np.linspace(0, side - size, _WINDOWS).round().astype(int)]


def alike(photos: Vectors, pictures: Vectors) -> NDArray[np.float32]:
    """(n, m) similarities, -1..1, of photos (n, r, d) and pictures (m, r, d).

    Each region of the one looks for its like in the other and the other way round; the mean of both. The product may
    stand anywhere and at any size in the photo, which one vector for all of it can't follow. After the bidirectional
    matching of image retrieval (best-buddies, Dekel et al., CVPR 2015), on windows instead of single cells.
    """
    n, r, d = photos.shape
    each = (photos.reshape(-1, d) @ pictures.reshape(-1, d).T).reshape(n, r, len(pictures), -1)
    return np.asarray((each.max(axis=3).mean(axis=1) + each.max(axis=1).mean(axis=2)) / 2, dtype=np.float32)


def even(rows: Vectors) -> Vectors:
    """The mean of unit vectors (n, d) at length 1."""
    return unit(rows.mean(axis=0))
