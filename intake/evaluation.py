"""Measures vision on labelled photos: product, damaged or intact, damage type, and what would have been opened."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from intake.calibration import Pairs, names_damage, observe
from intake.errors import IntakeError
from intake.labels import PRODUCT, Labelled
from intake.vision.confidence import Calibration, judged
from intake.vision.eyes import Eyes
from intake.vision.promises import GRID
from intake.vision.types import Damage, Observation


@dataclass(frozen=True)
class Opened:
    """What one promised risk lets through on these photos, without a word of a customer.

    `decided` is the share of photos on which product and damage were both sure, `opened` the share of the damaged ones
    that would open a claim; `decided_wrong` and `opened_wrong` the shares of those with a wrong product or damage.
    """

    risk: float
    decided: float
    decided_wrong: float | None
    opened: float | None
    opened_wrong: float | None


@dataclass(frozen=True)
class Point:
    """One threshold of a risk-coverage curve: share of photos that it accepts, and share of those that are wrong."""

    coverage: float
    risk: float


@dataclass(frozen=True)
class Report:
    """Shares are 0..1, None where the labels don't tell. Product figures are of photos of products.

    `sure` is the share of photos on which product and damage were both called sure, `sure_wrong` the share of
    those in which one of them was wrong; `opened` has the same at every risk that was calibrated.
    `known_auroc` tells products of the catalogue from everything else.
    """

    photos: int
    product_top1: float | None
    product_top3: float | None
    known_auroc: float | None
    damaged_auroc: float | None
    damage_top1: float | None
    damage_macro_f1: float | None
    sure: float
    sure_wrong: float | None
    unusable: float
    opened: tuple[Opened, ...]
    by_product: Mapping[str, float]
    by_damage: Mapping[str, float]

    def row(self) -> dict[str, Any]:
        return asdict(self)

    def words(self) -> str:
        plain = {name: value for name, value in self.row().items() if not isinstance(value, dict | list | tuple)}
        lines = [f"{name:>16}  {shown(value)}" for name, value in plain.items()]
        lines += [f"  at {one.risk:.0%} risk: {_opened_words(one)}" for one in self.opened]
        for title, table in (("product top-1", self.by_product), ("damage type top-1", self.by_damage)):
            lines += ["", f"{title} by class", *(f"{name:>20}  {value:.3f}" for name, value in sorted(table.items()))]
        return "\n".join(lines)


def shown(value: float | int | None) -> str:
    return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def _opened_words(one: Opened) -> str:
    opened = f"{shown(one.opened)} of the damaged opened, {shown(one.opened_wrong)} of those wrong"
    return f"{shown(one.decided)} decided, {shown(one.decided_wrong)} of those wrong; {opened}"


def evaluate_photos(eyes: Eyes, photos: Sequence[Labelled]) -> Report:
    """Looks at every photo by itself, without words or order. Raises IntakeError when there is none."""
    return report(look_at(eyes, photos), eyes.calibration)


def look_at(eyes: Eyes, photos: Sequence[Labelled]) -> Pairs:
    """Each photo with what is seen on it. Raises IntakeError when there is none."""
    if not photos:
        raise IntakeError("There are no labelled photos to measure on.")
    return list(zip(photos, observe(eyes, photos), strict=True))


def report(pairs: Pairs, limits: Calibration) -> Report:
    products = [(p, o) for p, o in pairs if p.kind == PRODUCT]
    known = [(p.damages, o) for p, o in pairs if p.damages is not None]
    damaged = [(damages, o) for damages, o in known if damages]
    sure = [(p, o) for p, o in pairs if o.product_sure and o.damage_sure]
    return Report(
        photos=len(pairs),
        product_top1=_mean(o.products[0].sku == p.sku for p, o in products),
        product_top3=_mean(p.sku in {c.sku for c in o.products[:3]} for p, o in products),
        known_auroc=auroc([o.known for _, o in products], [o.known for p, o in pairs if p.kind != PRODUCT]),
        damaged_auroc=auroc([o.damaged for _, o in damaged], [o.damaged for ds, o in known if not ds]),
        damage_top1=_mean(o.findings[0].damage in damages for damages, o in damaged),
        damage_macro_f1=macro_f1(damaged),
        sure=len(sure) / len(pairs),
        sure_wrong=_mean(wrong(p, o) for p, o in sure),
        unusable=sum(not o.quality.usable for _, o in pairs) / len(pairs),
        opened=tuple(opened(pairs, limits.at(one), one.risk) for one in limits.promised),
        by_product=_by((p.sku, o.products[0].sku == p.sku) for p, o in products),
        by_damage=_by((str(d), o.findings[0].damage in ds) for ds, o in damaged for d in ds),
    )


def opened(pairs: Pairs, limits: Calibration, risk: float) -> Opened:
    seen = [(p, judged(o, limits)) for p, o in pairs]
    decided = [(p, o) for p, o in seen if o.product_sure and o.damage_sure]
    claims = [(p, o) for p, o in decided if o.surely_damaged]
    damaged = [p for p, _ in pairs if p.damages]
    return Opened(
        risk=risk,
        decided=len(decided) / len(pairs),
        decided_wrong=_mean(wrong(p, o) for p, o in decided),
        opened=sum(bool(p.damages) for p, _ in claims) / len(damaged) if damaged else None,
        opened_wrong=_mean(wrong(p, o) for p, o in claims),
    )


def wrong(photo: Labelled, seen: Observation) -> bool:
    """Whether what was called sure is wrong: another product, or damage that isn't there."""
    if seen.products[0].sku != photo.sku:
        return True
    return photo.damages is not None and not names_damage(photo, seen)


def risk_coverage(pairs: Pairs) -> dict[str, tuple[Point, ...]]:
    """Curves over all thresholds: of the product, of the damage, and of both sure at the same threshold."""
    steps = [[(p, judged(o, _all_at(at))) for p, o in pairs] for at in GRID]
    told = sum(p.damages is not None for p, _ in pairs)
    return {
        "product": _curve([[p.sku == o.products[0].sku for p, o in s if o.product_sure] for s in steps], len(pairs)),
        "damage": _curve(
            [[names_damage(p, o) for p, o in s if o.damage_sure and p.damages is not None] for s in steps], told
        ),
        "both": _curve(
            [[not wrong(p, o) for p, o in s if o.product_sure and o.damage_sure] for s in steps], len(pairs)
        ),
    }


def _all_at(threshold: float) -> Calibration:
    return Calibration(product_threshold=threshold, damage_threshold=threshold, intact_threshold=threshold)


def _curve(steps: Sequence[Sequence[bool]], photos: int) -> tuple[Point, ...]:
    return tuple(Point(len(right) / photos, right.count(False) / len(right)) for right in map(list, steps) if right)


def macro_f1(damaged: Sequence[tuple[frozenset[Damage] | None, Observation]]) -> float | None:
    """Mean F1 over the damage types that occur, of the best finding on damaged photos; None without any."""
    types = {damage for truth, _ in damaged for damage in truth or ()}
    scores = []
    for damage in types:
        named = [damage in (truth or ()) for truth, o in damaged if o.findings[0].damage is damage]
        there = sum(damage in (truth or ()) for truth, _ in damaged)
        # A photo with two damages counts as found for the one that was named, and isn't missed for the other.
        missed = sum(damage in (t or ()) and o.findings[0].damage not in (t or ()) for t, o in damaged)
        hits = sum(named)
        scores.append(2 * hits / (2 * hits + (len(named) - hits) + missed) if there else 0.0)
    return sum(scores) / len(scores) if scores else None


def _by(items: Iterable[tuple[str, bool]]) -> dict[str, float]:
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for name, right in items:
        groups[name].append(right)
    return {name: sum(rights) / len(rights) for name, rights in groups.items()}


def _mean(values: Iterable[bool]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Probability that a positive scores above a negative, ties half (Mann-Whitney); None without both."""
    if not positives or not negatives:
        return None
    wins = sum((p > n) + 0.5 * (p == n) for p in positives for n in negatives)
    return wins / (len(positives) * len(negatives))
