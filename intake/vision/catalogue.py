"""The shop's catalogue: embedded once, and searched with photos and words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intake.vision.axes import Axes
from intake.vision.looks import Vectors
from intake.vision.product_words import ProductWords
from intake.vision.regions import alike
from intake.vision.scales import Scales
from intake.vision.search import Search
from intake.vision.types import CatalogueProduct

SHORTLIST = 50  # products that are compared region by region
ORDERED = 2.0  # logit bonus of products that are in the customer's order
LAYOUT = "regions-2"  # how pictures are kept and compared; whoever changes it makes indexes and calibrations anew


@dataclass(frozen=True)
class Mixing:
    """How the signals about a product are weighed; fitted on labelled photos, see `training/clip/calibrate.py`.

    A product's logit is `temperature * picture + text * texts + words * word match`, picture and texts on the
    catalogue's own scales (`intake.vision.scales`), so that one set of weights serves many catalogues and models.
    """

    temperature: float = 3.0
    text: float = 0.5
    words: float = 3.0
    known_at: float = 0.0  # standing out, see `intake.vision.known`, at which a product is as likely unknown as not
    known_slope: float = 0.0  # 0: nobody has measured it with this catalogue, so nothing is said


class CatalogueIndex:
    """All reference pictures (region by region, on the catalogue's own axes) and texts, made once for one model.

    `id` is the content hash of catalogue, model and layout: vectors and calibration are bound to it.
    """

    def __init__(
        self,
        id: str,
        products: Sequence[CatalogueProduct],
        pictures: NDArray[np.float16] | Vectors,
        owners: NDArray[np.int64],
        texts: Vectors,
        axes: Axes,
        scales: Scales,
    ) -> None:
        self.id = id
        self.products = tuple(products)
        self._owners = owners
        # (pictures, regions, k); of the regions the first two are whole and middle. Where a photo is compared with all
        # of them they are kept as they are multiplied.
        self._pictures = pictures if len(products) > SHORTLIST else np.asarray(pictures, np.float32)
        self._texts = texts  # (products, d), unit vectors
        self.axes, self.scales = axes, scales
        self._starts = np.searchsorted(owners, np.arange(len(products) + 1))  # owners are ascending product positions
        self._search = Search(pictures, self._starts)
        self._words = ProductWords(products)

    def with_references(self, pictures: Vectors, skus: Sequence[str]) -> "CatalogueIndex":
        """This index with more pictures (n, r, c), of the products `skus` (n,).

        Id, axes and scales stay: it is the same shop.
        """
        if not len(pictures):
            return self
        positions = {product.sku: position for position, product in enumerate(self.products)}
        owners = np.concatenate([self._owners, [positions[sku] for sku in skus]])
        order = np.argsort(owners, kind="stable")
        every = np.concatenate([self._pictures, self.axes.reduced(pictures).astype(self._pictures.dtype)])[order]
        return CatalogueIndex(self.id, self.products, every, owners[order], self._texts, self.axes, self.scales)

    def with_regions(self, count: int) -> "CatalogueIndex":
        """This index with the first `count` regions of each picture alone: to see what the others bring."""
        return CatalogueIndex(
            self.id, self.products, self._pictures[:, :count], self._owners, self._texts, self.axes, self.scales
        )

    def product(self, sku: str) -> CatalogueProduct | None:
        return next((p for p in self.products if p.sku == sku), None)

    def favour(self, text: str, ordered: Collection[str], mixing: Mixing) -> NDArray[np.float32]:
        """Per product, the logits of what the customer's words name and of what was ordered."""
        words = mixing.words * self._words.match(text) if text else np.zeros(len(self.products), np.float32)
        bought = [ORDERED if product.sku in ordered else 0.0 for product in self.products] if ordered else 0.0
        return np.asarray(words + bought, dtype=np.float32)

    def without_order(self, logits: NDArray[np.float32], ordered: Collection[str]) -> NDArray[np.float32]:
        """The logits as they would be if nobody knew the order."""
        return logits - np.array([ORDERED if product.sku in ordered else 0.0 for product in self.products], np.float32)

    def seen(
        self, photo: Vectors, mixing: Mixing, favour: NDArray[np.float32] | None = None, without: Collection[str] = ()
    ) -> NDArray[np.float32]:
        """Per product, the logits of what the photo's regions (r, c) show; -inf for what doesn't come into question.

        What has some `favour` (products,) comes into question in any case. `without` are SKUs that are left out as if
        the catalogue didn't have them.
        """
        out = np.full(len(self.products), -np.inf, np.float32)
        reduced = self.axes.reduced(photo)
        rows = self._compared(reduced, favour)
        if without:
            rows = rows[[self.products[row].sku not in without for row in rows]]
        texts = self._texts[rows] @ self.axes.beside_texts(photo) * self.scales.text
        out[rows] = mixing.temperature * self._closest(reduced, rows) / self.scales.spread + mixing.text * texts
        return out

    def _compared(self, photo: Vectors, favour: NDArray[np.float32] | None) -> NDArray[np.int64]:
        """Positions of the products to compare region by region: the closest, the favoured, and a background."""
        count = len(self.products)
        if count <= SHORTLIST:
            return np.arange(count)
        middle = photo[:2].mean(axis=0)
        among = np.flatnonzero(favour > 0) if favour is not None else np.zeros(0, np.int64)
        background = np.linspace(0, count - 1, SHORTLIST).astype(int)
        found = [self._search.closest(middle, SHORTLIST), self._search.closest(middle, SHORTLIST, among), background]
        return np.unique(np.concatenate(found))

    def _closest(self, photo: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Per product of `rows`: similarity, -1..1, of the photo to its closest picture."""
        if len(rows) == len(self.products) <= SHORTLIST:
            every = np.asarray(self._pictures, np.float32)
            return np.maximum.reduceat(alike(photo[None], every)[0], self._starts[:-1])
        spans = [np.arange(self._starts[row], self._starts[row + 1]) for row in rows]
        pictures = np.asarray(self._pictures[np.concatenate(spans)], np.float32)
        firsts = np.cumsum([0, *map(len, spans[:-1])])
        return np.maximum.reduceat(alike(photo[None], pictures)[0], firsts)
