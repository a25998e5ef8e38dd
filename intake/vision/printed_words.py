"""The words printed on a photo, matched with all that a catalogue says and shows in words about its products."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from intake.vision.types import CatalogueProduct

_ALIKE = 84.0  # per cent from which a misread word still counts
_SHORTEST, _SHORTEST_OF_PROSE = 3, 4  # letters: "Tee" and "red" name, "the" and "mit" don't
_NAME, _DESCRIPTION = 1.0, 0.5  # a word of the name is printed on the product more likely than one of its praise
_MOST = 8.0  # logits that words may add in all: packaging repeats itself
_MISSED = 0.7  # logits for each word of the label that can't be read: about every second one can
_MOST_MISSED = 3  # words that may be missed: a label may lie on the other side


class PrintedWords:
    """Words of names, brands, article numbers and descriptions, and those on the products' own pictures."""

    def __init__(self, products: Sequence[CatalogueProduct]) -> None:
        held: dict[str, dict[int, float]] = {}
        for row, product in enumerate(products):
            for word, weight in _said(product):
                held.setdefault(word, {})[row] = weight
        self._products = len(products)
        self._known = list(held)
        place = {word: position for position, word in enumerate(self._known)}
        pairs = np.array([(place[word], row) for word, rows in held.items() for row in rows], np.int64).reshape(-1, 2)
        rarity = [x * np.log(len(products) / len(rows)) for rows in held.values() for x in rows.values()]
        labels = [(place[word], row) for row, product in enumerate(products) for word in _label(product)]
        self._words, self._rows = pairs.T
        self._logits = np.array(rarity, np.float64)
        self._label_words, self._label_rows = np.array(labels, np.int64).reshape(-1, 2).T
        self._label_sizes = np.bincount(self._label_rows, minlength=len(products))

    def score(self, lines: Sequence[str]) -> NDArray[np.float32]:
        """Logits a product (products,) from printed lines.

        A word counts by how few products share it, as in naive Bayes: seen on the photo, it is that much likelier under
        a product whose texts or pictures have it. What is printed on a product's pictures and can't be read on the
        photo speaks against it.
        """
        read = self._alike(sorted({word for line in lines for word in _words(line)}))
        named = np.bincount(self._rows, self._logits * read[self._words], self._products)
        found = np.bincount(self._label_rows, read[self._label_words], self._products)
        missed = 1 - found / np.maximum(self._label_sizes, 1)
        against = _MISSED * np.minimum(self._label_sizes, _MOST_MISSED) * missed
        return np.asarray(np.minimum(named, _MOST) - against, np.float32)

    def _alike(self, read: Sequence[str]) -> NDArray[np.bool_]:
        """Which of the known words were read, misread letters forgiven."""
        if not read:
            return np.zeros(len(self._known), bool)
        ratios = process.cdist(read, self._known, scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.uint8)
        return np.asarray(ratios.any(axis=0))


def _said(product: CatalogueProduct) -> Iterator[tuple[str, float]]:
    """Words of a product with their weights, those that weigh most last."""
    for text in product.descriptions.values():
        yield from ((word, _DESCRIPTION) for word in _words(text, _SHORTEST_OF_PROSE))
    for text in (*product.names.values(), product.brand, product.sku, *product.printed):
        yield from ((word, _NAME) for word in _words(text))


def _label(product: CatalogueProduct) -> set[str]:
    return {word for line in product.printed for word in _words(line)}


def _words(text: str, shortest: int = _SHORTEST) -> list[str]:
    """Words in lower case without accents, which small print loses."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return [word for word in re.findall(r"[^\W\d_]+", plain) if len(word) >= shortest]
