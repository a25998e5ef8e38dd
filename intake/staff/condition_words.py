"""Conditions of rules and their values in words."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce

from intake.claims.shop_rules.conditions import Range, Value
from intake.claims.trace import Compared
from intake.dialogue import written
from intake.ports import Wording

LABELS = {"track": "track", "damage": "staff.damage", "mood": "mood"}  # condition to the wording keys of its values
SHARES = frozenset({"product_probability", "damaged_probability"})


class ConditionWords:
    """`product` gives the name of a SKU."""

    def __init__(self, wording: Wording, language: str, product: Callable[[str], str]) -> None:
        self._wording, self._language, self._product = wording, language, product

    def say(self, key: str, **values: object) -> str:
        return self._wording.say(key, self._language, **values)

    def asked(self, one: Compared) -> str:
        """What the condition asks for, with its name."""
        if isinstance(one.asked, bool):
            asked = self.value(one.name, one.asked)
        elif isinstance(one.asked, Range):
            bounds = one.asked.bounds.items()
            asked = self.join(
                "and", [self.say(f"explain.bound.{bound}", bound=self.value(one.name, at)) for bound, at in bounds]
            )
        else:
            asked = self.join("or", sorted(self.value(one.name, each) for each in one.asked))
        return self.say("explain.asked", name=self.say(f"condition.{one.name}"), asked=asked)

    def value(self, name: str, value: Value) -> str:
        """One value of a condition."""
        if value is None:
            return self.say("explain.unknown")
        if isinstance(value, bool):
            return self.say("explain.yes" if value else "explain.no")
        if isinstance(value, str):
            return self._named(name, value)
        if name in SHARES:
            return self.percent(value)
        return written.money(value, self._language) if name == "price" else f"{value:g}"

    def _named(self, name: str, value: str) -> str:
        if name in LABELS:
            return self.say(f"{LABELS[name]}.{value}")
        return self._product(value) if name == "sku" else value

    def percent(self, share: float) -> str:
        text = f"{share:.1%}".replace(".0%", "%")
        return text.replace(".", ",").replace("%", "\N{NO-BREAK SPACE}%") if self._language == "de" else text

    def day(self, day: date) -> str:
        return written.day(day, self._language)

    def join(self, how: str, parts: Sequence[str]) -> str:
        """Parts joined by "and" or "or"."""
        return reduce(lambda one, other: self.say(f"explain.{how}", one=one, other=other), parts)
