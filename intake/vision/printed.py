"""What is printed on a photo, and which product or order it points to. It names; it never changes a finding."""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intake import fast_yaml
from intake.vision.printed_words import PrintedWords
from intake.vision.types import CatalogueProduct, Printed

ORDER_WORDS = Path(__file__).parent / "printed.yaml"
_MIN_NUMBER = 4  # characters; shorter article numbers stand in print by chance


class Labels:
    """What may be printed on the products of a catalogue: numbers, brands, words of names and descriptions."""

    def __init__(self, products: Sequence[CatalogueProduct], order_words: Path = ORDER_WORDS) -> None:
        self._products = products
        self._numbers = {key: row for row, product in enumerate(products) for key in _numbers(product)}
        self._order = _order_pattern(fast_yaml.safe_load(order_words.read_text(encoding="utf-8"))["order_words"])

    def score(self, lines: Sequence[str]) -> NDArray[np.float32]:
        """Logits a product (products,) from the words of printed lines."""
        return self._words.score(lines)

    @cached_property
    def _words(self) -> PrintedWords:
        """Made with the first photo whose print is read: 100,000 products take ten seconds."""
        return PrintedWords(self._products)

    def numbered(self, texts: Sequence[str]) -> list[int]:
        """Positions of the products whose numbers stand in lines or barcodes."""
        return sorted({row for text in texts for row in self._numbered(text)})

    def notes(self, lines: Sequence[str], codes: Sequence[str]) -> tuple[Printed, ...]:
        """Everything read that points to a product's number or an order."""
        both = [(text, True) for text in codes] + [(text, False) for text in lines]
        found = [Printed(text, code, self._sku(text), self._order_number(text)) for text, code in both]
        if not any(note.order for note in found):
            found += [Printed(text, order=self._order_number(text)) for text in _with_next(lines)]
        return tuple(dict.fromkeys(note for note in found if note.sku or note.order))

    def _sku(self, text: str) -> str:
        rows = self._numbered(text)
        return self._products[rows[0]].sku if len(set(rows)) == 1 else ""

    def _numbered(self, text: str) -> list[int]:
        parts = {_plain(text), *map(_plain, text.split())}
        return [self._numbers[part] for part in parts if part in self._numbers]

    def _order_number(self, text: str) -> str:
        match = self._order.search(text.casefold())
        return match["number"].upper() if match else ""


def _numbers(product: CatalogueProduct) -> set[str]:
    return {plain for number in (product.gtin, product.mpn, product.sku) if len(plain := _plain(number)) >= _MIN_NUMBER}


def _plain(text: str) -> str:
    """Letters and digits in lower case; all-digit numbers without leading zeros (EAN-13 and UPC-A are the same)."""
    plain = re.sub(r"[\W_]+", "", text.casefold())
    return plain.lstrip("0") if plain.isdigit() else plain


def _with_next(lines: Sequence[str]) -> list[str]:
    """Each line with the one below: "Bestellnummer" stands above its number as often as before it."""
    return [f"{one} {two}" for one, two in pairwise(lines)]


def _order_pattern(by_language: dict[str, list[str]]) -> re.Pattern[str]:
    names = sorted({name for names in by_language.values() for name in names}, key=len, reverse=True)
    start = "|".join(map(re.escape, names))
    return re.compile(
        rf"\b(?:{start})\b[\s.:#/=-]{{0,4}}(?:nr|no|number|nummer)?[\s.:#/=-]{{0,4}}(?P<number>[a-z]{{0,4}}-?\d[\d-]{{2,15}})\b"
    )
