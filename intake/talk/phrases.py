"""What sentences to the customer are made of: products, damages and buttons in their language."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from intake.claims.conversation import Author, Card, Choice, Mark, Message
from intake.claims.model import Facts
from intake.ports import Wording
from intake.rag.types import Citation
from intake.vision.types import CatalogueProduct, Damage

PERSON = "person"


class Phrases:
    def __init__(self, wording: Wording, product: Callable[[str], CatalogueProduct | None]) -> None:
        self._wording, self._product = wording, product

    def product_name(self, sku: str, language: str) -> str:
        product = self._product(sku)
        return product.name(language) if product else sku

    def card(self, sku: str, language: str) -> Card:
        product = self._product(sku)
        return Card(sku, self.product_name(sku, language), product.images[0] if product and product.images else "")

    def seen(self, facts: Facts, language: str, damage: Damage | None = None) -> str:
        """What the photo shows, said with no more certainty than there is; `damage` where it was decided.

        A damage that is possible, but not the likeliest, is the customer's word: the photo only fits it.
        """
        seen = facts.observation
        if seen is not None and damage is Damage.WRONG_ITEM:
            return self._other_item(facts, seen.products[0].sku, language)
        if seen is None or facts.nameable is None:
            return ""
        product = self.product_name(facts.nameable, language)
        if seen.surely_damaged:
            best = seen.findings[0].damage
            likely = (damage,) if damage in seen.likely and damage else seen.likely or (best,)
            key = "seen.fits" if likely == (damage,) and damage is not best else "seen.damage"
            return self._wording.say(key, language, product=product, damage=self._either(likely, language))
        return self._wording.say("seen.product", language, product=product)

    def _other_item(self, facts: Facts, shown: str, language: str) -> str:
        """What came, and beside it what was ordered where that tells nothing about somebody else's order."""
        came = self.product_name(shown, language)
        if facts.nameable is None:
            return self._wording.say("seen.came", language, product=came)
        ordered = self.product_name(facts.nameable, language)
        return self._wording.say("seen.came_instead", language, product=came, ordered=ordered)

    def _either(self, damages: Sequence[Damage], language: str) -> str:
        """ "a crack, a chip or a dent" """
        return self._one_of([self._wording.say(f"damage.{damage}", language) for damage in damages], language)

    def _one_of(self, names: Sequence[str], language: str) -> str:
        if len(names) == 1:
            return names[0]
        return self._wording.say("seen.either", language, one=", ".join(names[:-1]), other=names[-1])

    def _choices(self, language: str, *actions: str) -> tuple[Choice, ...]:
        return tuple(Choice(action, self._wording.say(f"choice.{action}", language)) for action in actions)

    def _message(
        self,
        text: str,
        cards: Sequence[Card] = (),
        citations: Sequence[Citation] = (),
        choices: Sequence[Choice] = (),
        claim: str | None = None,
        marks: Sequence[Mark] = (),
    ) -> Message:
        return Message(
            Author.INTAKE,
            text,
            datetime.now(UTC),
            cards=tuple(cards),
            citations=tuple(citations),
            choices=tuple(choices),
            claim=claim,
            marks=tuple(marks),
        )
