"""What the service needs of its parts. `intake/bootstrap.py` names the classes behind these Protocols."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from PIL.Image import Image

from intake.dialogue.types import Understanding
from intake.rag.types import Answer, Citation, PolicyText
from intake.vision.looks import Vectors
from intake.vision.places import Heat
from intake.vision.types import CatalogueProduct, Damage, Observation


class Eyes(Protocol):
    def look_together(self, photos: Sequence[Image], text: str = "", ordered: Collection[str] = ()) -> Observation: ...

    def product(self, sku: str) -> CatalogueProduct | None: ...

    @property
    def model(self) -> str:
        """Whose vectors `vectors` gives: those of different models don't compare."""
        ...

    def vectors(self, photos: Sequence[Image]) -> Vectors:
        """(n, d) unit vectors of n whole photos."""
        ...

    def products(self) -> Sequence[CatalogueProduct]: ...

    def heat_map(self, photo: Image, damage: Damage) -> Heat | None:
        """Where the photo speaks for the damage, (h, w) in 0..1; None where unknown."""
        ...


class Knowledge(Protocol):
    def ask(self, question: str, language: str | None = None, on: date | None = None) -> Answer:
        """Quotes the policies in force on a day: that of the purchase, None for today."""
        ...

    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        """Places of questions that mean the same, the largest group and its most typical member first."""
        ...

    def about(self, track: str, language: str, on: date | None = None) -> tuple[Citation, ...]:
        """The opening passages of the policy on a track, in the language if there is one."""
        ...

    def policy(self, document: str, language: str, version: str = "") -> PolicyText:
        """A whole document by its id. Raises NotFound."""
        ...


class Understander(Protocol):
    def understand(
        self, text: str, previous_language: str | None = None, today: date | None = None
    ) -> Understanding: ...


class Assistant(Protocol):
    """A language model, where the shop has set one up. It gives nothing rather than failing."""

    def phrase(self, question: str, passages: Sequence[str], language: str) -> str:
        """The passages' answer in fewer words, or ""."""
        ...

    def suggest(self, text: str) -> tuple[Damage, ...]:
        """What the text may describe; to be offered to the customer, never taken as said."""
        ...

    def digest(self, talk: Sequence[tuple[str, str]], language: str) -> str:
        """A talk of (author, text) in a few sentences for staff, or ""."""
        ...


class Wording(Protocol):
    def say(self, key: str, language: str, **values: object) -> str: ...

    def all(self, language: str) -> Mapping[str, str]: ...
