"""Defect clusters: which product, supplier or batch gathers the same damage, more often than is to be expected.

What is expected of the last weeks comes from the weeks before, scaled with how many claims there are in all. How likely
so many are by chance is the tail of a Poisson distribution, as in the surveillance of outbreaks (Farrington et al.,
J. R. Statist. Soc. A 159, 1996); the limit is divided by the number of pairs looked at (Bonferroni).
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from intake.claims.counting.traits import Traits
from intake.vision.types import CatalogueProduct, Damage

RECENT, BEFORE = 4, 12  # weeks that are looked at, and weeks that say what is to be expected
WEEKS = RECENT + BEFORE
FEWEST = 3  # claims in the last weeks from which on a pair is shown
CHANCE = 0.05  # of one false alarm on a page


class Kind(StrEnum):
    """What claims with the same damage have in common."""

    PRODUCT = "product"
    SUPPLIER = "supplier"
    BATCH = "batch"


@dataclass(frozen=True)
class Cluster:
    """`name` is a SKU, supplier or batch. `weeks` are claims a week, the oldest first, `WEEKS` of them.

    `expected` counts claims of the last `RECENT` weeks, of which there were `recent`; `chance`, 0..1, is how likely so
    many are without any cause, and `alarming` whether that is too unlikely. `claims` are numbers, the newest first.
    """

    kind: Kind
    name: str
    damage: Damage
    weeks: tuple[int, ...]
    recent: int
    expected: float
    chance: float
    alarming: bool
    claims: tuple[str, ...]

    @property
    def trend(self) -> float:
        """How many times as many claims came as expected."""
        return self.recent / self.expected


def clusters(
    traits: Sequence[Traits], now: datetime, product: Callable[[str], CatalogueProduct | None]
) -> list[Cluster]:
    """Of claims of the last `WEEKS` weeks, newest first: the least likely by chance first."""
    start = now - timedelta(weeks=WEEKS)
    inside = [one for one in traits if start < one.created <= now and one.damage in set(Damage)]
    groups: dict[tuple[Kind, str, Damage], list[Traits]] = defaultdict(list)
    for one in inside:
        for kind, name in _names(one, product):
            groups[kind, name, Damage(one.damage)].append(one)
    totals = _weekly(inside, now)
    found = [_cluster(key, members, totals, groups, now) for key, members in groups.items()]
    return sorted((one for one in found if one.recent >= FEWEST), key=lambda one: (one.chance, -one.recent, one.name))


def _names(one: Traits, product: Callable[[str], CatalogueProduct | None]) -> Iterator[tuple[Kind, str]]:
    known = product(one.sku)
    yield Kind.PRODUCT, one.sku
    if known and known.supplier:
        yield Kind.SUPPLIER, known.supplier
    if known and known.batch:
        yield Kind.BATCH, known.batch


def _cluster(
    key: tuple[Kind, str, Damage],
    members: Sequence[Traits],
    totals: Sequence[int],
    groups: dict[tuple[Kind, str, Damage], list[Traits]],
    now: datetime,
) -> Cluster:
    kind, name, damage = key
    weeks = _weekly(members, now)
    pairs = [other for other in groups if other[0] is kind]
    recent, expected = sum(weeks[BEFORE:]), _expected(weeks, totals, len(pairs))
    chance = _tail(recent, expected)
    alarming = recent > expected and chance < CHANCE / len(pairs)
    numbers = tuple(one.claim for one in sorted(members, key=lambda one: one.created, reverse=True))
    return Cluster(kind, name, damage, tuple(weeks), recent, expected, chance, alarming, numbers)


def _expected(weeks: Sequence[int], totals: Sequence[int], pairs: int) -> float:
    """Claims of this pair in the last weeks, had nothing changed but the number of claims in all.

    At least as many as the average pair has, which is all that is known of a new shop; half a claim at least.
    """
    others_before = sum(totals[:BEFORE]) - sum(weeks[:BEFORE])
    others_recent = sum(totals[BEFORE:]) - sum(weeks[BEFORE:])
    growth = others_recent * BEFORE / (others_before * RECENT) if others_before else 1.0
    as_before = sum(weeks[:BEFORE]) * RECENT / BEFORE * max(1.0, growth)
    return max(0.5, as_before, sum(totals[BEFORE:]) / pairs)


def _tail(count: int, mean: float) -> float:
    """P(X >= count) of a Poisson variable."""
    term = below = math.exp(-mean)
    for number in range(1, count):
        term *= mean / number
        below += term
    return max(0.0, 1 - below) if count else 1.0


def _weekly(members: Sequence[Traits], now: datetime) -> list[int]:
    counts = [0] * WEEKS
    for one in members:
        counts[WEEKS - 1 - min(WEEKS - 1, (now - one.created) // timedelta(weeks=1))] += 1
    return counts


def start_of(now: datetime) -> datetime:
    """From when on claims are needed."""
    return now.astimezone(UTC) - timedelta(weeks=WEEKS)
