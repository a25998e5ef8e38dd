"""What staff correct teaches the eyes at once: a photo of a known product is one more picture of it."""

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from PIL.Image import Image

from intake.claims.corrections import Correction, CorrectionBook
from intake.claims.photo_store import PhotoStore
from intake.errors import BadInput, NotFound
from intake.vision.looks import Vectors
from intake.vision.photos import open_photo
from intake.vision.types import CatalogueProduct, Damage


class Pupil(Protocol):
    """The part of the eyes that can be taught."""

    def product(self, sku: str) -> CatalogueProduct | None: ...

    def references(self, photos: Sequence[Image]) -> Vectors: ...

    def teach(self, references: Vectors, skus: Sequence[str]) -> None: ...


class Teacher:
    """Writes corrections down and lets the eyes learn from those in force.

    Corrections are kept for ever and can be taken back; the eyes then see as they did before. A correction counts as
    long as its photo is kept and its product is in the catalogue.
    """

    def __init__(self, book: CorrectionBook, photos: PhotoStore, eyes: Pupil) -> None:
        self._book, self._photos, self._eyes = book, photos, eyes
        self._seen: dict[str, Vectors] = {}  # photo -> its regions: nothing is looked at twice

    def correct(
        self, photos: Sequence[str], actor: str, sku: str = "", damage: str = "", claim: str = ""
    ) -> tuple[Correction, ...]:
        """Notes what the photos really show, and applies it. Raises BadInput for an unknown product or damage."""
        if not photos or not (sku or damage):
            raise BadInput("A correction needs a photo, and a product or a damage type.")
        if sku and self._eyes.product(sku) is None:
            raise BadInput(f"The catalogue has no product {sku!r}.")
        if damage and damage not in set(Damage):
            raise BadInput(f"{damage!r} is no damage type; there are {', '.join(Damage)}.")
        made = self._book.add(photos, actor, sku or None, damage or None, claim)
        self.apply()
        return made

    def undo(self, id: int, actor: str) -> Correction:
        """Takes a correction back. Raises NotFound."""
        undone = self._book.undo(id, actor)
        self.apply()
        return undone

    def all(self) -> tuple[Correction, ...]:
        return self._book.all()

    def of_claim(self, number: str) -> tuple[Correction, ...]:
        """The corrections in force that were made in a claim."""
        return tuple(correction for correction in self._book.in_force() if correction.claim == number)

    def apply(self) -> int:
        """Lets the eyes learn from the corrections in force; returns how many could be used."""
        learnt = [(c.sku, self._regions(c.photo)) for c in self._book.in_force() if c.sku and self._eyes.product(c.sku)]
        usable = [(sku, regions) for sku, regions in learnt if regions is not None]
        self._eyes.teach(_stacked(regions for _, regions in usable), [sku for sku, _ in usable])
        return len(usable)

    def forget(self) -> None:
        """Lets the eyes see as if nothing had been corrected; `apply` brings it back."""
        self._eyes.teach(_stacked([]), [])

    def _regions(self, photo: str) -> Vectors | None:
        if photo not in self._seen:
            try:
                picture = open_photo(self._photos.load(photo))
            except NotFound:  # deleted when its time was over: it teaches nothing any more
                return None
            self._seen[photo] = self._eyes.references([picture])[0]
        return self._seen[photo]


def _stacked(regions: Iterable[Vectors]) -> Vectors:
    rows = list(regions)
    return np.stack(rows) if rows else np.zeros((0, 0, 0), np.float32)
