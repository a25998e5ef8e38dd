"""Eyes and policies that give what a script wants, for measuring what comes after seeing and searching."""

# ruff: noqa: ARG002 (nothing is looked at)

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from PIL.Image import Image

from intake.errors import NotFound
from intake.rag.types import Answer, Citation, PolicyText
from intake.vision.adapter import Adapter, Example
from intake.vision.damage import VISIBLE
from intake.vision.looks import Vectors
from intake.vision.places import Heat
from intake.vision.types import (
    EVEN,
    Candidate,
    CatalogueProduct,
    Damage,
    Finding,
    Observation,
    PhotoQuality,
    QualityIssue,
)

MUG, FERN, LAMP = "MUG-DOTS", "MUG-FERN", "LAMP-OAK"
CATALOGUE = {
    MUG: CatalogueProduct(MUG, {"de": "Punktebecher", "en": "Dotted mug"}, price=14.9),
    FERN: CatalogueProduct(FERN, {"de": "Farnbecher", "en": "Fern mug"}, price=14.9),
    LAMP: CatalogueProduct(LAMP, {"de": "Eichenlampe", "en": "Oak lamp"}, price=99.0),
}


def observation(
    sku: str = MUG, damage: Damage = Damage.CRACK, sure: bool = True, damaged: float = 0.97, blurred: bool = False
) -> Observation:
    """Of one product, more or less surely damaged."""
    others = [other for other in CATALOGUE if other != sku]
    rest = [d for d in (Damage.CHIP, Damage.STAIN) if d is not damage]
    sure = sure and not blurred
    return Observation(
        products=(Candidate(sku, 0.9), *(Candidate(other, 0.05) for other in others)),
        findings=(Finding(damage, damaged * 0.9), *(Finding(d, damaged * 0.05) for d in rest)),
        damaged=damaged,
        quality=PhotoQuality((QualityIssue.BLURRED,) if blurred else (), 1.0, 0.5),
        product_sure=sure,
        damage_sure=sure,
        model="scripted",
        likely=((damage if damaged >= EVEN else Damage.INTACT),) if sure else (),
    )


class ScriptedEyes:
    """Sees what `seen` says; raises it where it is an exception."""

    model = "scripted"

    def __init__(self, seen: Observation | Exception | None = None) -> None:
        self.seen: Observation | Exception = seen or observation()

    def look_together(self, photos: Sequence[Image], text: str = "", ordered: Collection[str] = ()) -> Observation:
        if isinstance(self.seen, Exception):
            raise self.seen
        return self.seen

    def product(self, sku: str) -> CatalogueProduct | None:
        return CATALOGUE.get(sku)

    def products(self) -> Sequence[CatalogueProduct]:
        return tuple(CATALOGUE.values())

    def vectors(self, photos: Sequence[Image]) -> Vectors:
        return np.ones((len(photos), 1), np.float32)

    def references(self, photos: Sequence[Image]) -> Vectors:
        return np.ones((len(photos), 1, 1), np.float32)

    def teach(self, references: Vectors, skus: Sequence[str]) -> None:
        """What is corrected changes nothing that is seen."""

    def example(self, photo: Image, damages: Collection[Damage]) -> Example:
        target = np.array([(damage in damages) / len(damages) for damage in VISIBLE], np.float32)
        return Example(np.ones(1, np.float32), np.zeros(len(VISIBLE), np.float32), target)

    def adapt(self, adapter: Adapter | None) -> None:
        """As `teach`."""

    def heat_map(self, photo: Image, damage: Damage) -> Heat | None:
        return None


class ScriptedKnowledge:
    """Answers everything with one passage, as if it stood there in every language; nothing where `covered` is False."""

    def __init__(self, passage: str = "We replace it.") -> None:
        self.covered = True
        self._quote = Citation("transport", "Transport", "Broken on arrival", "1", "en", passage, 0.9, "transport")

    def ask(self, question: str, language: str | None = None, on: date | None = None) -> Answer:
        return Answer("We replace it." if self.covered else "", self.covered, self.about("", language or "en", on))

    def about(self, track: str, language: str, on: date | None = None) -> tuple[Citation, ...]:
        return (replace(self._quote, language=language),)

    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        return [[place] for place in range(len(questions))]

    def policy(self, document: str, language: str, version: str = "") -> PolicyText:
        raise NotFound(document)
