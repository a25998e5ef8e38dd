"""The customer's words for a product, matched with the names of the catalogue."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from intake.vision.types import CatalogueProduct

_MIN_WORD = 4  # letters; shorter words ("the", "mit") name no product


def words(text: str) -> list[str]:
    """Case-folded words that are long enough to name a product."""
    return [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= _MIN_WORD]


class ProductWords:
    """The words of all names, weighed by how few products share them (inverse document frequency)."""

    def __init__(self, products: Sequence[CatalogueProduct]) -> None:
        self._owners: dict[str, list[int]] = {}
        for position, product in enumerate(products):
            for word in {w for name in product.names.values() for w in words(name)}:
                self._owners.setdefault(word, []).append(position)
        self._weights = {word: float(np.log(1 + len(products) / len(o))) for word, o in self._owners.items()}
        self._best = np.zeros(len(products), np.float32)
        for word, owners in self._owners.items():
            self._best[owners] = np.maximum(self._best[owners], self._weights[word])

    def match(self, text: str) -> NDArray[np.float32]:
        """Per product, 0..1: how much of what sets its name apart the text mentions.

        German compounds: a word of a name also counts when it is a part of a said word, and the other way round.
        """
        said = set(words(text))
        hit = np.zeros(len(self._best), np.float32)
        for word, owners in self._owners.items():
            if any(word in s or s in word for s in said):
                hit[owners] = np.maximum(hit[owners], self._weights[word])
        return np.divide(hit, self._best, out=np.zeros_like(hit), where=self._best > 0)
