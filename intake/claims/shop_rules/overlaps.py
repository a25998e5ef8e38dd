"""Which cases rules cover and share: exact reasoning over their conditions.

The bounds and names that a set of rules mentions cut each condition's values into finitely many cells, so that the
cases of a rule are a box: one set of cells a condition.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from intake.claims.model import Mood, Outcome
from intake.claims.shop_rules.conditions import Conditions, Ground, Range
from intake.claims.shop_rules.rule import ShopRule
from intake.vision.types import Damage

UNKNOWN, ANOTHER = "?", "another"
CHOICES: dict[str, type[StrEnum]] = {"track": Ground, "damage": Damage, "mood": Mood}
NAMES = ("sku", "category")
SPANS = {"product_probability": (0.0, 1.0), "damaged_probability": (0.0, 1.0)}
MAY_LACK = ("track", "presumed", "category", "price", "days_since_delivery", *SPANS)  # when the shop's rules are asked
WHOLE = ("days_since_delivery", "claims_in_last_year")  # numbers without fractions

Cells = frozenset[object]
Box = Mapping[str, Cells]


@dataclass(frozen=True)
class Space:
    """The cells of every condition."""

    cells: Mapping[str, Cells]

    @classmethod
    def of(cls, rules: Sequence[ShopRule]) -> "Space":
        return cls({name: _cells(name, [rule.when for rule in rules]) for name in Conditions.model_fields})

    def box(self, rule: ShopRule, in_doubt: bool) -> Box:
        """The cases that the rule applies to, with those where what it asks about isn't known or without."""
        unknown = frozenset({UNKNOWN}) if in_doubt else frozenset[object]()
        stated = rule.when.stated
        box = {
            name: _allowed(stated[name], cells) | (cells & unknown) if name in stated else cells
            for name, cells in self.cells.items()
        }
        # Where nobody knows what the law gives, nothing is opened, whatever the rule asks for.
        return box | {"track": box["track"] - {UNKNOWN}} if rule.outcome is Outcome.OPEN else box

    def taken(self) -> list[Box]:
        """Cases that never reach the shop's rules: a person has them already, or they can't be."""
        upset = {"mood": frozenset({Mood.UPSET, Mood.ABUSIVE})}
        late = {"track": frozenset({Ground.GOODWILL}), "presumed": frozenset({True})}
        return [{**self.cells, **cells} for cells in (upset, late)]


def overlap(one: Box, other: Box) -> bool:
    return all(cells & other[name] for name, cells in one.items())


def within(one: Box, other: Box) -> bool:
    return all(cells <= other[name] for name, cells in one.items())


def covered(box: Box, others: Sequence[Box]) -> bool:
    """Whether the others together have every case of the box; one without cases always is."""
    if not all(box.values()):
        return True
    for place, other in enumerate(others):
        if overlap(box, other):
            return all(covered(piece, others[place + 1 :]) for piece in _outside(box, other))
    return False


def _outside(box: Box, other: Box) -> Iterator[Box]:
    """Boxes that together are what `other` leaves of the box."""
    rest = dict(box)
    for name, cells in box.items():
        if outside := cells - other[name]:
            yield {**rest, name: outside}
        rest[name] = cells & other[name]


def _cells(name: str, conditions: Sequence[Conditions]) -> Cells:
    asked = [one.stated[name] for one in conditions if name in one.stated]
    unknown = {UNKNOWN} if name in MAY_LACK else set()
    if name in CHOICES:
        return frozenset({*CHOICES[name], *unknown})
    if name in NAMES:
        return frozenset({*(value for values in asked for value in values), ANOTHER, *unknown})  # type: ignore[union-attr]
    if Conditions.model_fields[name].annotation is Range:
        return frozenset({*_spans(name, [one for one in asked if isinstance(one, Range)]), *unknown})
    return frozenset({True, False, *unknown})


def _spans(name: str, ranges: Sequence[Range]) -> Iterator[float]:
    """One number of each part of the line that the bounds cut out: the bounds, and one between each two."""
    low, high = SPANS.get(name, (0.0, inf))
    points = sorted({bound for one in ranges for bound in one.bounds.values() if low <= bound <= high} | {low, high})
    whole = name in WHOLE
    for point, following in zip(points, [*points[1:], inf], strict=True):
        if point < inf and not (whole and point % 1):
            yield point
        between = point // 1 + 1 if whole else point + 1 if following == inf else (point + following) / 2
        if point < between < following and between < high:
            yield between


def _allowed(asked: object, cells: Cells) -> Cells:
    if isinstance(asked, bool):
        return frozenset({asked})
    if isinstance(asked, Range):
        return frozenset(cell for cell in cells if isinstance(cell, float) and cell in asked)
    assert isinstance(asked, frozenset)
    return asked & cells
