"""The products of a large catalogue that a photo may show: a rough look at all of them, an exact one at the best."""

import numpy as np
from numpy.typing import NDArray

from intake.vision.axes import sample
from intake.vision.looks import Vectors, unit

EXACT = 5_000  # pictures up to which all are compared exactly
AXES = 32  # dimensions of the rough look
CAREFUL = 8  # times as many products are looked at exactly as are wanted
_CHUNK = 4_096


class Search:
    """First stage of matching. A picture stands for itself with the mean of its whole and its middle.

    The rough look is a product with the vectors' principal axes: most of what tells pictures apart lies in few
    dimensions (Jégou & Chum, ECCV 2012), and 100,000 pictures are 13 MB instead of 154.
    """

    def __init__(self, pictures: Vectors | NDArray[np.float16], starts: NDArray[np.int64]) -> None:
        """`pictures` (m, r, d) by product; `starts` (products + 1,): where each product's pictures begin."""
        self._pictures, self._starts = pictures, starts
        count = len(pictures)
        self._axes = None if count <= EXACT else _principal(_means(pictures[sample(count)]))
        self._rough = np.concatenate([self._reduced(_means(pictures[i : i + _CHUNK])) for i in range(0, count, _CHUNK)])

    def closest(self, photo: Vectors, wanted: int, among: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """Positions of the `wanted` products closest to a vector (d,), best first; of `among` where they are given."""
        rough = np.maximum.reduceat(self._rough @ self._reduced(photo), self._starts[:-1])
        products = np.arange(len(rough)) if among is None else among
        if not len(products):
            return products
        if self._axes is None:
            return products[_best(rough[products], wanted)]
        some = products[_best(rough[products], CAREFUL * wanted)]
        return some[_best(self._exact(photo, some), wanted)]

    def _exact(self, photo: Vectors, products: NDArray[np.int64]) -> NDArray[np.float32]:
        spans = [np.arange(self._starts[p], self._starts[p + 1]) for p in products]
        likeness = _means(self._pictures[np.concatenate(spans)]) @ photo
        return np.maximum.reduceat(likeness, np.cumsum([0, *map(len, spans[:-1])]))

    def _reduced(self, rows: Vectors) -> Vectors:
        return rows if self._axes is None else np.asarray(rows @ self._axes)


def _means(pictures: Vectors | NDArray[np.float16]) -> Vectors:
    return unit(np.asarray(pictures[:, :2], np.float32).mean(axis=1))


def _principal(rows: Vectors) -> Vectors:
    """(d, AXES) axes along which the rows differ most."""
    _, _, axes = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    return np.ascontiguousarray(axes[:AXES].T)


def _best(scores: NDArray[np.float32], wanted: int) -> NDArray[np.int64]:
    """Positions of the highest scores, best first."""
    few = wanted >= len(scores)
    top = np.arange(len(scores)) if few else np.sort(np.argpartition(-scores, wanted)[:wanted])
    return np.asarray(top[np.argsort(-scores[top], kind="stable")])
