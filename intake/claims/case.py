"""What the facts mean under a set of rules: the questions that rules ask. All pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

from intake.claims.model import Facts, Missing, Track
from intake.claims.periods import Periods
from intake.claims.shop_rules.conditions import Ground, Value
from intake.claims.shop_rules.rulebook import Rules
from intake.vision.types import Damage, Observation, PhotoKind

TEXT_ONLY = frozenset({Damage.DOES_NOT_WORK, Damage.WRONG_ITEM})


@dataclass(frozen=True)
class Case:
    facts: Facts
    rules: Rules

    def asked_enough(self, missing: Missing) -> bool:
        return self.asked(missing) >= self.rules.attempts

    def asked(self, missing: Missing) -> int:
        """How often it was asked for in vain."""
        return sum(times for what, times in self.facts.attempts if what == missing)

    # What was seen

    def needs_photo(self) -> bool:
        """No picture shows that a thing doesn't work or never came, and a withdrawal owes no reason."""
        only_words = set(self.facts.stated_damages) == {Damage.DOES_NOT_WORK}
        needless = self.facts.withdrawal or self.facts.absent
        return not (needless or (only_words and self.facts.product_confirmed))

    def seen(self) -> Observation | None:
        """The observation, unless the photo can't be judged."""
        observation = self.facts.observation
        return observation if observation and observation.quality.usable else None

    def shows(self, kind: PhotoKind) -> bool:
        """Whether a photo is needed, and what there is shows this instead of the product."""
        seen = self.seen()
        return self.needs_photo() and seen is not None and seen.kind is kind

    def photos_contradict(self) -> bool:
        """Different photos clearly show different products, and nobody said yet which one it is about."""
        seen = self.seen()
        return seen is not None and bool(seen.contradiction) and not self.facts.product_confirmed

    def surely(self) -> tuple[Damage, ...]:
        """The types that the damage surely is one of, best first; none unless a damage is surely seen."""
        seen = self.seen()
        if seen is None or not seen.surely_damaged:
            return ()
        return seen.likely or (seen.findings[0].damage,)

    def surely_intact(self) -> bool:
        seen = self.seen()
        return seen is not None and seen.surely_intact

    # Photo and words together

    def stated_visible(self) -> tuple[Damage, ...]:
        hidden = TEXT_ONLY | {Damage.INTACT}
        return tuple(damage for damage in self.facts.stated_damages if damage not in hidden)

    def contradictory(self) -> bool:
        """A sure photo and clear words that can't both be right; a guess from words contradicts nothing."""
        stated, surely = [one for one in self.stated_visible() if one in self.facts.named_damages], self.surely()
        if not surely:
            return bool(stated) and self.surely_intact()
        if stated:
            return self._agreed(surely) is None
        return Damage.INTACT in self.facts.stated_damages

    def damage(self) -> Damage | None:
        """What is broken: surely seen, or seen and confirmed by words, or what words alone can tell."""
        surely = self.surely()
        if len({self._track(damage) for damage in surely}) == 1:
            return self._agreed(surely) or surely[0]
        stated = self.facts.stated_damages
        if self.stated_visible() or (self.facts.damage_confirmed and not stated):
            return self._confirmed_by_words()
        return next((damage for damage in stated if damage in TEXT_ONLY), None)

    def _agreed(self, surely: Sequence[Damage]) -> Damage | None:
        """The one of the types that the words name, else the first that they may mean."""
        stated = self.stated_visible()
        meant = (one for one in surely if any(self.rules.compatible(one, damage) for damage in stated))
        return next((one for one in surely if one in stated), None) or next(meant, None)

    def _confirmed_by_words(self) -> Damage | None:
        seen = self.seen()
        if seen is None or not seen.sees_damage:
            return None
        top = [finding.damage for finding in seen.findings[: self.rules.top_findings]]
        stated = self.stated_visible() or (top[0],)
        agreeing = (one for one in stated if any(self.rules.compatible(damage, one) for damage in top))
        return next((damage for damage in top if damage in stated), None) or next(agreeing, None)

    # Product and order

    def product_read(self) -> str | None:
        """The SKU that the photo surely shows."""
        seen = self.seen()
        return seen.products[0].sku if seen and seen.product_sure and seen.products else None

    def product_known(self) -> bool:
        """Confirmed by the customer; or surely read, and nothing speaks against it.

        While no order is known, its number is the better question: an order that has the product confirms it.
        """
        product = self.facts.product
        if product is None:
            return False
        read = self.product_read() == product and not self.facts.product_doubted
        return self.facts.product_confirmed or (read and (self.in_order() or self.facts.order is None))

    def doubted(self) -> bool:
        """The customer said that it is another product than recognised, and not which."""
        return self.facts.product_doubted and not self.facts.product_confirmed

    def other_product_shown(self) -> bool:
        """The customer named one product, and the photo surely shows another."""
        return self.facts.product_confirmed and self.product_read() not in (None, self.facts.product)

    def other_item_came(self) -> bool:
        """The words say that something else came, and the photo surely shows a product that wasn't ordered."""
        order, read = self.facts.order, self.product_read()
        ordered = order is not None and read is not None and order.line(read) is not None
        return Damage.WRONG_ITEM in self.facts.stated_damages and read is not None and not ordered

    def wrong_item_shown(self) -> bool:
        """The same, and what was ordered instead is known, and nothing is broken besides."""
        other = self.other_item_came() and self.product_read() != self.facts.product
        return other and self.in_order() and self.facts.product_confirmed and not self.surely()

    def unlike_product(self) -> bool:
        """The photo seems to show none of the shop's products, and doesn't look like the one that was named.

        Words and order say which product it is about; they can't say that it is on the photo.
        """
        seen = self.seen()
        if seen is None or not seen.unknown or not self.facts.product_confirmed:
            return False
        alike = seen.pictured or [candidate.sku for candidate in seen.products]
        return self.needs_photo() and self.facts.product not in alike[: self.rules.top_products]

    def in_order(self) -> bool:
        order, product = self.facts.order, self.facts.product
        return order is not None and product is not None and order.line(product) is not None

    def price(self) -> float | None:
        """EUR, the highest of those known; None while none is, or where one is no price."""
        order, product = self.facts.order, self.facts.product
        line = order.line(product) if order and product else None
        prices = [price for price in (self.facts.price, line.price if line else None) if price is not None]
        return max(prices) if prices and all(0 <= price < inf for price in prices) else None

    # What the shop's rules may ask about

    @cached_property
    def known(self) -> dict[str, Value]:
        """The value of every condition; None where it isn't known."""
        seen, damage = self.seen(), self.damage()
        return {
            "track": self.ground,
            "presumed": self.within_presumption() if self.ground else None,
            "sku": self.facts.product,
            "category": self.facts.category,
            "price": self.price(),
            "days_since_delivery": self._days_since_delivery(),
            "damage": damage,
            "product_sure": self.product_read() == self.facts.product,
            "product_confirmed": self.facts.product_confirmed,
            "product_probability": self._product_probability(),
            "damage_sure": damage in self.surely(),
            "damage_confirmed": self.facts.damage_confirmed or damage in self.facts.stated_damages,
            "damaged_probability": seen.damaged if seen and 0 <= seen.damaged <= 1 else None,
            "mood": self.facts.mood,
            "claims_in_last_year": self.facts.claims_in_last_year,
        }

    def _product_probability(self) -> float | None:
        seen = self.seen()
        if seen is None:
            return None
        return next((one.score for one in seen.products if one.sku == self.facts.product), 0.0)

    # Periods

    @cached_property
    def _periods(self) -> Periods | None:
        """None while it isn't delivered."""
        delivered = self.facts.order.delivered if self.facts.order else None
        return Periods.since(delivered, self.rules) if delivered and delivered <= self.facts.today else None

    def within_withdrawal(self) -> bool:
        """The right begins with the order; the days are counted from the delivery."""
        order, periods = self.facts.order, self._periods
        if order is None:
            return False
        return order.delivered is None or (periods is not None and self.facts.today <= periods.withdrawal)

    def within_warranty(self) -> bool:
        return self._periods is not None and self.facts.today <= self._periods.warranty

    def within_presumption(self) -> bool:
        return self._periods is not None and self.facts.today <= self._periods.presumption

    @cached_property
    def ground(self) -> Ground | None:
        """What the law gives on this day; None where nobody knows when it was delivered."""
        if self._days_since_delivery() is None:
            return None
        return Ground(self._track(self.damage())) if self.within_warranty() else Ground.GOODWILL

    def _days_since_delivery(self) -> int | None:
        delivered = self.facts.order.delivered if self.facts.order else None
        days = (self.facts.today - delivered).days if delivered else -1
        return days if days >= 0 else None

    def _track(self, damage: Damage | None) -> Track:
        """The ground that this damage would be claimed on. Another thing than was ordered is a defect, § 434 BGB."""
        if damage is Damage.WRONG_ITEM:
            return Track.WARRANTY
        soon = self._periods is not None and self.facts.today <= self._periods.transport
        seen = self.seen()
        in_parcel = damage == Damage.CRUSHED or (seen is not None and bool(seen.parcel_damaged))
        return Track.TRANSPORT if soon or in_parcel else Track.WARRANTY
