"""What staff correct teaches the eyes at once: a photo of a known product is one more picture of it."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

import numpy as np
from PIL.Image import Image

from intake.claims.corrections import Correction, CorrectionBook
from intake.claims.photo_store import PhotoStore
from intake.errors import CorrectionUnfit
from intake.vision.adapter import FEWEST, Adapter, Example, Trial
from intake.vision.looks import Vectors
from intake.vision.photos import open_photo
from intake.vision.types import CatalogueProduct, Damage

MODEL = "corrections"  # the adapter is made anew at each start, with the eyes that will use it


class Pupil(Protocol):
    """The part of the eyes that can be taught."""

    def product(self, sku: str) -> CatalogueProduct | None: ...

    def references(self, photos: Sequence[Image]) -> Vectors: ...

    def teach(self, references: Vectors, skus: Sequence[str]) -> None: ...

    def example(self, photo: Image, damages: Collection[Damage]) -> Example: ...

    def adapt(self, adapter: Adapter | None) -> None: ...


class Teacher:
    """Writes corrections down and lets the eyes learn from those in force.

    A product is learnt from one photo: it is one more picture of it. Damage takes `FEWEST` photos, and what they teach
    is used only if they read each other better with it than without (see `intake.vision.adapter`).
    Corrections are kept for ever and can be taken back; the eyes then see as they did before. A correction counts as
    long as its photo is kept and its product is in the catalogue.
    """

    def __init__(self, book: CorrectionBook, photos: PhotoStore, eyes: Pupil) -> None:
        self._book, self._photos, self._eyes = book, photos, eyes
        self._regions: dict[str, Vectors] = {}  # by photo: nothing is looked at twice
        self._examples: dict[tuple[str, str], Example] = {}

    def correct(
        self, photos: Sequence[str], actor: str, sku: str = "", damage: str = "", claim: str = ""
    ) -> tuple[Correction, ...]:
        """Notes what the photos really show, and applies it. Raises CorrectionUnfit for what doesn't exist."""
        if not photos or not (sku or damage):
            raise CorrectionUnfit("A correction needs a photo, and a product or a damage type.")
        if sku and self._eyes.product(sku) is None:
            raise CorrectionUnfit(f"The catalogue has no product {sku!r}.")
        if damage and damage not in set(Damage):
            raise CorrectionUnfit(f"{damage!r} is no damage type; there are {', '.join(Damage)}.")
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

    def apply(self) -> Trial | None:
        """Lets the eyes learn from the corrections in force; returns what trying damage out showed.

        None where too few photos of damage are corrected to try.
        """
        # One whose photo was deleted when its time was over teaches nothing any more.
        books = [correction for correction in self._book.in_force() if self._photos.has(correction.photo)]
        shown = [(c.sku, self._seen(c.photo)) for c in books if c.sku and self._eyes.product(c.sku)]
        self._eyes.teach(_stacked(regions for _, regions in shown), [sku for sku, _ in shown])
        return self._apply_damage([(c.photo, c.damage) for c in books if c.damage])

    def _apply_damage(self, corrected: Sequence[tuple[str, str]]) -> Trial | None:
        self._eyes.adapt(None)  # examples are what the eyes read by themselves
        if len(corrected) < FEWEST:
            return None
        trial = Adapter.fit([self._example(*one) for one in corrected], MODEL)
        self._eyes.adapt(trial.adapter)
        return trial

    def forget(self) -> None:
        """Lets the eyes see as if nothing had been corrected; `apply` brings it back."""
        self._eyes.teach(_stacked([]), [])
        self._eyes.adapt(None)

    def _photo(self, id: str) -> Image:
        return open_photo(self._photos.load(id))

    def _seen(self, id: str) -> Vectors:
        if id not in self._regions:
            self._regions[id] = self._eyes.references([self._photo(id)])[0]
        return self._regions[id]

    def _example(self, id: str, damage: str) -> Example:
        if (id, damage) not in self._examples:
            self._examples[id, damage] = self._eyes.example(self._photo(id), (Damage(damage),))
        return self._examples[id, damage]


def _stacked(regions: Iterable[Vectors]) -> Vectors:
    rows = list(regions)
    return np.stack(rows) if rows else np.zeros((0, 0, 0), np.float32)
