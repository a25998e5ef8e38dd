"""Measures vision on labelled photos: product, damaged or intact, damage type; per product and per type."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from intake.errors import IntakeError
from intake.settings import ROOT
from intake.vision.eyes import Eyes
from intake.vision.photos import open_photo
from intake.vision.types import Damage, Observation

HELD_OUT = ROOT / "tests" / "photos" / "labels.jsonl"
BATCH = 16


@dataclass(frozen=True)
class Labelled:
    """A photo and its truth; `damages` is None where the labels don't tell."""

    file: Path
    sku: str
    damages: frozenset[Damage] | None


@dataclass(frozen=True)
class Report:
    """Shares are 0..1; `damaged_auroc` and `damage_top1` are None without damage labels.

    `sure` is the share of photos on which product and damage were both called sure, `sure_wrong` the share of
    those in which one of them was wrong.
    """

    photos: int
    product_top1: float
    product_top3: float
    damaged_auroc: float | None
    damage_top1: float | None
    sure: float
    sure_wrong: float | None
    by_product: Mapping[str, float]
    by_damage: Mapping[str, float]

    def row(self) -> dict[str, Any]:
        return asdict(self)

    def words(self) -> str:
        lines = [f"{name:>15}  {_shown(value)}" for name, value in self.row().items() if not isinstance(value, dict)]
        for title, table in (("product top-1", self.by_product), ("damage type top-1", self.by_damage)):
            lines += ["", f"{title} by class", *(f"{name:>20}  {value:.3f}" for name, value in sorted(table.items()))]
        return "\n".join(lines)


def _shown(value: float | int | None) -> str:
    return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def read_labels(file: Path) -> list[Labelled]:
    """Reads JSON lines (`file`, `sku`, `damages` with `type`) or a CSV (`file`, `sku`, optional `damage`).

    Raises IntakeError naming file and line.
    """
    try:
        rows = _csv_rows(file) if file.suffix.lower() == ".csv" else _json_rows(file)
        return list(rows)
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise IntakeError(f"{file}: can't be used as labels: {error!r}.") from error


def _csv_rows(file: Path) -> Iterator[Labelled]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Labelled(file.parent / row["file"], row["sku"], _damages(row.get("damage")))


def _damages(text: str | None) -> frozenset[Damage] | None:
    """Types separated by spaces; "intact" is none of them; an absent column is unknown."""
    if text is None:
        return None
    return frozenset(Damage(word) for word in text.split()) - {Damage.INTACT}


def _json_rows(file: Path) -> Iterator[Labelled]:
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Labelled(file.parent / row["file"], row["sku"], frozenset(Damage(d["type"]) for d in row["damages"]))


def evaluate_photos(eyes: Eyes, photos: Sequence[Labelled]) -> Report:
    """Looks at every photo by itself, without words or order. Raises IntakeError when there is none."""
    if not photos:
        raise IntakeError("There are no labelled photos to measure on.")
    return report(photos, list(_observations(eyes, photos)))


def _observations(eyes: Eyes, photos: Sequence[Labelled]) -> Iterator[Observation]:
    for start in range(0, len(photos), BATCH):
        yield from eyes.look([open_photo(p.file.read_bytes()) for p in photos[start : start + BATCH]])


def report(photos: Sequence[Labelled], seen: Sequence[Observation]) -> Report:
    pairs = list(zip(photos, seen, strict=True))
    known = [(p.damages, o) for p, o in pairs if p.damages is not None]
    damaged = [(damages, o) for damages, o in known if damages]
    intact = [o for damages, o in known if not damages]
    sure = [(p, o) for p, o in pairs if o.product_sure and o.damage_sure]
    return Report(
        photos=len(pairs),
        product_top1=_mean(o.products[0].sku == p.sku for p, o in pairs) or 0.0,
        product_top3=_mean(p.sku in {c.sku for c in o.products[:3]} for p, o in pairs) or 0.0,
        damaged_auroc=auroc([o.damaged for _, o in damaged], [o.damaged for o in intact]),
        damage_top1=_mean(o.findings[0].damage in damages for damages, o in damaged),
        sure=len(sure) / len(pairs),
        sure_wrong=_mean(_wrong(p, o) for p, o in sure),
        by_product=_by((p.sku, o.products[0].sku == p.sku) for p, o in pairs),
        by_damage=_by((str(d), o.findings[0].damage in ds) for ds, o in damaged for d in ds),
    )


def _wrong(photo: Labelled, seen: Observation) -> bool:
    if seen.products[0].sku != photo.sku:
        return True
    if photo.damages is None:
        return False
    says_damaged = seen.damaged >= 0.5
    return says_damaged != bool(photo.damages) or (says_damaged and seen.findings[0].damage not in photo.damages)


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
