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
from intake.vision.types import Printed

DECIDED = 0.9  # probability from which the slow reader isn't asked


@dataclass(frozen=True)
class Named:
    """`logits` (products,); `known` as in Observation; `printed` is what of the writing points to something."""

    logits: NDArray[np.float32]
    known: float
    printed: tuple[Printed, ...]


class Naming:
    """Without a `reader` nothing that is printed on photos is read."""

    def __init__(self, index: CatalogueIndex, reader: Reader | None = None) -> None:
        self._index, self._reader, self._labels = index, reader, Labels(index.products)

    def name(self, photo: Image.Image, regions: Vectors, text: str, ordered: Collection[str], mixing: Mixing) -> Named:
        """`regions` (r, d) are those of `photo`; `text` the customer's words; `ordered` the SKUs of the order."""
        codes = self._reader.codes(photo) if self._reader else ()
        favour = self._index.favour(text, ordered, mixing) + self._labels.score((), codes)
        shown = self._index.seen(regions, mixing, favour)
        lines: tuple[str, ...] = ()
        if self._reader and probabilities(shown + favour).max() < DECIDED:
            lines = self._reader.lines(photo)
            favour = favour + self._labels.score(lines, ())
            shown = self._index.seen(regions, mixing, favour)
        printed = self._labels.notes(lines, codes)
        ours = any(note.sku for note in printed)
        return Named(shown + favour, 1.0 if ours else known(shown, mixing), printed)
