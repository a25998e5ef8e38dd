"""Labelled photos, and which of them train, calibrate and tune."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.vision.damage import VISIBLE
from intake.vision.types import Box, Damage, PhotoKind

INTACT = VISIBLE.index(Damage.INTACT)
_FIRST = 1274  # photos that the first generation saw: its split stays; what was trained on never calibrates
_SECOND = 4281  # number in the plan up to which the second generation had them
_UNSEEN = 6220  # number in the plan from which on no generation has seen any yet: all of these calibrate


@dataclass(frozen=True)
class Labelled:
    """One photo with its truth; boxes in 0..1 of the picture, one a damage. `sku` is empty unless `kind` is product."""

    file: Path
    sku: str
    damages: tuple[Damage, ...]
    boxes: tuple[Box, ...]
    kind: PhotoKind = PhotoKind.PRODUCT

    @property
    def target(self) -> list[float]:
        """Shares over `VISIBLE` that sum to 1."""
        return target(self.damages)


def target(damages: tuple[Damage, ...]) -> list[float]:
    """Shares over `VISIBLE` that sum to 1."""
    row = [0.0] * len(VISIBLE)
    for damage in damages or (Damage.INTACT,):
        row[VISIBLE.index(damage)] += 1 / max(1, len(damages))
    return row


def read_labels(folder: Path) -> list[Labelled]:
    """The photos that `python -m training.render` wrote into `folder`, in the order of their plan."""
    photos = [_labelled(folder, json.loads(line)) for line in (folder / "labels.jsonl").read_text().splitlines()]
    return sorted((p for p in photos if p.file.is_file()), key=lambda p: p.file.name)


def _labelled(folder: Path, row: Mapping[str, Any]) -> Labelled:
    return Labelled(
        folder / row["file"],
        row["sku"],
        tuple(Damage(d["type"]) for d in row["damages"]),
        tuple(tuple(d["box"]) for d in row["damages"]),
        PhotoKind(row.get("kind", "product")),
    )


def split(photos: list[Labelled]) -> tuple[list[Labelled], list[Labelled], list[Labelled]]:
    """Three disjoint parts: train, tune, calibrate.

    Of every ten photos one tunes and two calibrate; of those after the first generation's four calibrate, because a
    promise of 2 % takes a thousand photos, and of those after the second's none tunes any more; of those that came in
    after the present generation all calibrate.
    """
    parts: tuple[list[Labelled], list[Labelled], list[Labelled]] = ([], [], [])
    for position, photo in enumerate(photos):
        parts[_first(position) if position < _FIRST else _later(int(photo.file.stem))].append(photo)
    return parts


def _first(position: int) -> int:
    return 1 if position % 10 == 9 else 2 if position % 10 >= 7 else 0


def _later(number: int) -> int:
    """By the number in the plan, so that photos which come in later move no other one."""
    if number >= _UNSEEN:
        return 2
    if number >= _SECOND:
        return 2 if number % 10 >= 6 else 0
    return 1 if number % 10 == 9 else 2 if number % 10 >= 5 else 0
