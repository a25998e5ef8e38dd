"""What the customer's words, the order and the photo together say about which product it is."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from intake.claims.model import Facts
from intake.dialogue.naming import Naming
from intake.vision.types import CatalogueProduct, Damage

LIKELY = 5  # candidates of a photo that words may mean


class Namesake:
    def __init__(self, naming: Naming, product: Callable[[str], CatalogueProduct | None]) -> None:
        self._naming, self._product = naming, product

    def with_product(self, facts: Facts) -> Facts:
        """The product, where it isn't chosen by a click: named among the order's, else surely seen on the photo."""
        if facts.product_doubted or facts.none_of_these:
            return facts
        if facts.product_confirmed:
            another = facts.product and (self._means_another(facts, facts.product) or self._tells_which(facts))
            if not (facts.named_by_order and another):
                return facts
            facts = replace(facts, product=None, product_confirmed=False)
        found = self._with_product(facts)
        alone = facts.observation.alone[:1] if facts.observation else ()
        by_photo = any(candidate.sku == found.product for candidate in alone)
        return replace(found, named_by_order=found.product is not None and facts.order is not None and not by_photo)

    def _with_product(self, facts: Facts) -> Facts:
        named = self.meant(facts.named, facts.ordered)
        seen = facts.observation
        best = seen.products[0] if seen else None
        if _another_came(facts):
            ordered = named or facts.ordered
            alone = ordered[0] if len(ordered) == 1 else None
            return replace(facts, product=alone, product_confirmed=alone is not None)
        if seen and best and self._tells_which(facts):
            return replace(facts, product=best.sku, product_confirmed=True)
        if len(named) == 1 and not self._means_another(facts, named[0]):
            return replace(facts, product=named[0], product_confirmed=True)
        if seen and best and self._agrees(facts, best.sku, named):
            return replace(facts, product=best.sku, product_confirmed=True)
        return replace(facts, product=best.sku if seen and best and seen.product_sure else None)

    def _tells_which(self, facts: Facts) -> bool:
        """Whether the photo surely shows one of several products that the words name."""
        seen = facts.observation
        return seen is not None and seen.product_sure and self._leaves_open(facts, seen.products[0].sku)

    def _leaves_open(self, facts: Facts, sku: str) -> bool:
        """Whether the words name several products of the order, this one among them: the photo tells which.

        What was said of them in different messages may be that one of them is fine.
        """
        each = [self.meant([words], facts.ordered) for words in facts.named]
        newest = next(filter(None, each), ())
        named = {one for fitting in each if len(fitting) == 1 for one in fitting}
        return (len(newest) > 1 and sku in newest) or (len(named) > 1 and sku in named)

    def meant(self, said: Sequence[str], skus: Sequence[str]) -> tuple[str, ...]:
        """The products that the words mean: the newest words count first, older ones decide between several."""
        left: tuple[str, ...] = ()
        for words in said:
            fitting = self._naming.fitting([words], self._names(left or skus))
            left = fitting or left
            if len(left) == 1:
                break
        return left

    def _means_another(self, facts: Facts, sku: str) -> bool:
        """Whether the words fit a likely product of the photo better: "the glass vase", where glasses were ordered."""
        seen = facts.observation
        if seen is None or seen.unknown:
            return False
        return sku not in self.meant(facts.named, likely(facts))

    def _agrees(self, facts: Facts, sku: str, named: Sequence[str]) -> bool:
        """Whether the likeliest product of the photo is the one that the words leave."""
        seen = facts.observation
        if seen is None or seen.unknown:
            return False
        fitting = self.meant(facts.named, likely(facts))
        if facts.ordered and not named:  # a kind of thing that wasn't ordered: the photo tells which
            return sku in fitting
        return fitting == (sku,) and (sku in named or not named)

    def _names(self, skus: Sequence[str]) -> dict[str, tuple[str, ...]]:
        products = ((sku, self._product(sku)) for sku in skus)
        return {sku: tuple(product.names.values()) if product else (sku,) for sku, product in products}


def _another_came(facts: Facts) -> bool:
    """The words say that something else came, and the photo shows what wasn't ordered: it is about what was."""
    seen = facts.observation
    if seen is None or not seen.product_sure or facts.order is None:
        return False
    return Damage.WRONG_ITEM in facts.stated_damages and seen.products[0].sku not in facts.ordered


def likely(facts: Facts) -> list[str]:
    """SKUs of what the photo may show, then of what was ordered."""
    shown = [candidate.sku for candidate in facts.observation.products[:LIKELY]] if facts.observation else []
    return list(dict.fromkeys([*shown, *facts.ordered]))
