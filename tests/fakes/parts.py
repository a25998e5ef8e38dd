"""Stand-ins for what needs a model. They remember what they were asked."""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
from PIL.Image import Image

from benchmarks.scripted import CATALOGUE, FERN, LAMP, MUG, ScriptedEyes, observation
from intake.errors import NotFound
from intake.rag.types import Answer, Citation, PolicySection, PolicyText
from intake.vision.adapter import Adapter
from intake.vision.looks import Vectors
from intake.vision.places import Heat
from intake.vision.types import Damage, Observation

__all__ = ["CATALOGUE", "FERN", "LAMP", "MUG", "QUOTE", "FakeEyes", "FakeKnowledge", "observation"]

QUOTE = Citation("transport", "Transport", "Broken on arrival", "1", "en", "We replace it.", 0.9, "transport")


class FakeEyes(ScriptedEyes):
    """Scripted eyes that remember."""

    def __init__(self, seen: Observation | Exception | None = None) -> None:
        super().__init__(seen)
        self.asked: list[tuple[int, str, tuple[str, ...]]] = []
        self.heated: list[tuple[tuple[int, int], Damage]] = []
        self.taught: list[str] = []
        self.compared = 0

    def look_together(self, photos: Sequence[Image], text: str = "", ordered: Collection[str] = ()) -> Observation:
        self.asked.append((len(photos), text, tuple(ordered)))
        return super().look_together(photos, text, ordered)

    def vectors(self, photos: Sequence[Image]) -> Vectors:
        self.compared += len(photos)
        return super().vectors(photos)

    def teach(self, references: Vectors, skus: Sequence[str]) -> None:
        assert len(references) == len(skus)
        self.taught = list(skus)

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
