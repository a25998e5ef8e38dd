"""What the placeholders of staff's texts stand for in one claim."""

from collections.abc import Callable

from intake.claims.access.roles import Actor
from intake.claims.model import Claim, Settlement
from intake.dialogue.written import money
from intake.ports import Wording
from intake.staff.answers import Answers
from intake.vision.types import CatalogueProduct


def display_name(actor: Actor) -> str:
    """Who customers read that somebody of staff is."""
    return actor.name or actor.login


class Values:
    """`link` gives the address of a claim's status page, "" where there is none."""

    def __init__(
        self,
        answers: Answers,
        wording: Wording,
        product: Callable[[str], CatalogueProduct | None],
        link: Callable[[str], str] = lambda _: "",
    ) -> None:
        self._answers, self._wording, self._product, self._link = answers, wording, product, link

    def of(self, claim: Claim, actor: Actor, language: str) -> dict[str, str]:
        """Placeholder -> value, without those that have none in this claim."""
        damage = claim.decision.damage
        values = {
            "number": claim.number,
            "product": self.product_name(claim, language) or self._answers.say("product.unknown", language, {}),
            "order": claim.facts.order.number if claim.facts.order else "",
            "name": display_name(actor),
            "link": self._link(claim.number),
            "damage": self._wording.say(f"damage.{damage}", language) if damage else "",
        }
        return {name: value for name, value in values.items() if value}

    def product_name(self, claim: Claim, language: str) -> str:
        sku = claim.facts.product
        product = self._product(sku) if sku else None
        return product.name(language) if product else sku or ""


def settled_values(settlement: Settlement, language: str) -> dict[str, str]:
    """Amount and part of a settlement, as the language writes them."""
    values = {"part": settlement.part} if settlement.part else {}
    return values | ({"amount": money(settlement.amount, language)} if settlement.amount is not None else {})
