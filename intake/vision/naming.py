"""Which product it is: the picture, the customer's words, the order, barcodes; and print where these leave doubt."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from intake.vision.catalogue import CatalogueIndex, Mixing
from intake.vision.damage import probabilities
from intake.vision.known import known
from intake.vision.looks import Vectors
from intake.vision.printed import Labels
from intake.vision.reader import Reader
from intake.vision.types import EVEN, Printed

DECIDED = 0.9  # probability from which the slow reader isn't asked
PICTURED = 5  # products that a picture looks like most, of those that are kept
NUMBER = 8.0  # logits for a product whose number stands on the photo


@dataclass(frozen=True)
class Named:
    """`logits` (products,); `known`, `pictured` as in Observation; `printed` is what points to something."""

    logits: NDArray[np.float32]
    known: float
    pictured: tuple[str, ...]
    printed: tuple[Printed, ...]


class Naming:
    """Without a `reader` nothing that is printed on photos is read."""

    def __init__(self, index: CatalogueIndex, reader: Reader | None = None) -> None:
        self._index, self._reader, self._labels = index, reader, Labels(index.products)

    def name(self, photo: Image.Image, regions: Vectors, text: str, ordered: Collection[str], mixing: Mixing) -> Named:
        """`regions` (r, c) are those of `photo`; `text` the customer's words; `ordered` the SKUs of the order."""
        codes = self._reader.codes(photo) if self._reader else ()
        favour = self._index.favour(text, ordered, mixing)
        favour[self._labels.numbered(codes)] += NUMBER
        shown = self._index.seen(regions, mixing, favour)
        plain = known(shown, mixing)
        decided = float(probabilities(shown + favour).max()) >= DECIDED
        lines: tuple[str, ...] = ()
        if self._reader and not (decided and plain >= EVEN):
            lines = self._reader.lines(photo)
            favour = favour + self._labels.score(lines)
            favour[self._labels.numbered(lines)] += NUMBER
            shown = self._index.seen(regions, mixing, favour)
        numbered = self._labels.numbered((*codes, *lines))
        logits = _lifted(shown + favour, numbered, against=decided and plain >= EVEN)
        ours = int(logits.argmax()) in numbered
        return Named(logits, 1.0 if ours else plain, self._alike(shown), self._labels.notes(lines, codes))

    def _alike(self, shown: NDArray[np.float32]) -> tuple[str, ...]:
        best = np.argsort(-shown, kind="stable")[:PICTURED]
        return tuple(self._index.products[row].sku for row in best)


def _lifted(logits: NDArray[np.float32], rows: list[int], against: bool) -> NDArray[np.float32]:
    """A printed number names its product, however little a label or an invoice looks like it.

    `against` a picture that clearly shows another product it makes both equally likely: somebody has to ask.
    """
    best = logits.max()
    lifted = logits.copy()
    lifted[rows] = np.maximum(lifted[rows], best if against and int(logits.argmax()) not in rows else best + NUMBER)
    return lifted
