"""Stand-ins for what needs a model. They remember what they were asked."""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
from PIL.Image import Image

from intake.errors import NotFound
from intake.rag.types import Answer, Citation, PolicySection, PolicyText
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
QUOTE = Citation("transport", "Transport", "Broken on arrival", "1", "en", "We replace it.", 0.9, "transport")


def observation(
    sku: str = MUG, damage: Damage = Damage.CRACK, sure: bool = True, damaged: float = 0.97, blurred: bool = False
) -> Observation:
    others = [other for other in CATALOGUE if other != sku]
    rest = [d for d in (Damage.CHIP, Damage.STAIN) if d is not damage]
    return Observation(
        products=(Candidate(sku, 0.9), *(Candidate(other, 0.05) for other in others)),
        findings=(Finding(damage, damaged * 0.9), *(Finding(d, damaged * 0.05) for d in rest)),
        damaged=damaged,
        quality=PhotoQuality((QualityIssue.BLURRED,) if blurred else (), 1.0, 0.5),
        product_sure=sure and not blurred,
        damage_sure=sure and not blurred,
        model="fake",
        likely=((damage if damaged >= EVEN else Damage.INTACT),) if sure and not blurred else (),
    )


class FakeEyes:
    """Sees what `seen` says; raises it where it is an exception."""

    def __init__(self, seen: Observation | Exception | None = None) -> None:
        self.seen = seen or observation()
        self.asked: list[tuple[int, str, tuple[str, ...]]] = []
        self.heated: list[tuple[tuple[int, int], Damage]] = []
        self.taught: list[str] = []
        self.compared = 0

    def look_together(self, photos: Sequence[Image], text: str = "", ordered: Collection[str] = ()) -> Observation:
        self.asked.append((len(photos), text, tuple(ordered)))
        if isinstance(self.seen, Exception):
            raise self.seen
        return self.seen

    def product(self, sku: str) -> CatalogueProduct | None:
        return CATALOGUE.get(sku)

    @property
    def model(self) -> str:
        return "fake"

    def products(self) -> Sequence[CatalogueProduct]:
        return tuple(CATALOGUE.values())

    def vectors(self, photos: Sequence[Image]) -> Vectors:
        self.compared += len(photos)
        return np.ones((len(photos), 1), np.float32)

    def references(self, photos: Sequence[Image]) -> Vectors:
        return np.ones((len(photos), 1, 1), np.float32)

    def teach(self, references: Vectors, skus: Sequence[str]) -> None:
        assert len(references) == len(skus)
        self.taught = list(skus)

    def example(self, photo: Image, damages: Collection[Damage]) -> Example:  # noqa: ARG002
        target = np.array([(d in damages) / len(damages) for d in VISIBLE], np.float32)
        return Example(np.ones(1, np.float32), np.zeros(len(VISIBLE), np.float32), target)

    def adapt(self, adapter: Adapter | None) -> None:
        self.adapter = adapter

    def heat_map(self, photo: Image, damage: Damage) -> Heat | None:
        self.heated.append((photo.size, damage))
        return np.eye(4, dtype=np.float32)


class FakeKnowledge:
    def __init__(self, covered: bool = True) -> None:
        self.covered = covered
        self.asked: list[tuple[str, str | None]] = []
        self.told: list[tuple[str, str]] = []
        self.quote = QUOTE
        self.sections = (PolicySection("arrival", "Broken on arrival", "We replace it."),)
        self.days: list[date | None] = []  # of purchase, that policies were asked for

    def ask(self, question: str, language: str | None = None, on: date | None = None) -> Answer:
        self.asked.append((question, language))
        self.days.append(on)
        return Answer("We replace it." if self.covered else "", self.covered, (self.quote,))

    def policy(self, document: str, language: str, version: str = "") -> PolicyText:
        if document != self.quote.document:
            raise NotFound(document)
        languages = ("de", "en")
        return PolicyText(document, "Transport", version, language, languages, date(2026, 5, 1), None, self.sections)

    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        """The same words mean the same."""
        places: dict[str, list[int]] = {}
        for place, question in enumerate(questions):
            places.setdefault(question.casefold(), []).append(place)
        return sorted(places.values(), key=len, reverse=True)

    def about(self, track: str, language: str, on: date | None = None) -> tuple[Citation, ...]:
        self.told.append((track, language))
        self.days.append(on)
        return (self.quote,)
