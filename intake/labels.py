"""Labelled photos: a photo and what is true of it, from JSON lines or a CSV."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.errors import IntakeError
from intake.settings import ROOT
from intake.vision.types import Damage

HELD_OUT = ROOT / "tests" / "photos" / "labels.jsonl"
PRODUCT = "product"
TEXTS = "messages.jsonl"  # customers' words and what staff say of them, beside the labels of photos


@dataclass(frozen=True)
class Labelled:
    """A photo and its truth; `damages` is None where the labels don't tell.

    `kind` is what the photo is of: `product`, `parcel` or `nothing` (neither); `sku` is empty unless it is a product.
    """

    file: Path
    sku: str
    damages: frozenset[Damage] | None
    kind: str = PRODUCT

    @property
    def truth(self) -> frozenset[Damage]:
        """The damage types, `INTACT` where there is none. Only where the labels tell."""
        return self.damages or frozenset({Damage.INTACT})


def read_labels(file: Path) -> list[Labelled]:
    """Reads JSON lines (`file`, `sku`, `damages` with `type`) or a CSV (`file`, `sku`, optional `damage`).

    Both may have a `kind`. Raises IntakeError naming file and line.
    """
    try:
        rows = list(_csv_rows(file) if file.suffix.lower() == ".csv" else json_rows(file))
    except OSError as error:
        raise IntakeError(f"{file}: can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise IntakeError(f"{file}: is not UTF-8 text.") from error
    return [_labelled(file, line, row) for line, row in rows]


def _labelled(file: Path, line: int, row: dict[str, Any]) -> Labelled:
    try:
        photo, sku, kind = file.parent / row["file"], row["sku"] or "", row.get("kind") or PRODUCT
        return Labelled(photo, sku, _damages(row), kind)
    except (KeyError, ValueError, TypeError) as error:
        raise IntakeError(f"{file}: line {line}: can't be used as a label: {error!r}.") from error


def _csv_rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            yield reader.line_num, row


def json_rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and value of each line that isn't empty. Raises IntakeError naming file and line."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise IntakeError(f"{file}: line {number}: is no JSON: {error}.") from error


def _damages(row: dict[str, Any]) -> frozenset[Damage] | None:
    """A list with `type`s, or types separated by spaces; "intact" is none of them; nothing said is unknown."""
    if "damages" in row:
        return frozenset(Damage(damage["type"]) for damage in row["damages"])
    words = row.get("damage")
    return None if words is None else frozenset(Damage(word) for word in words.split()) - {Damage.INTACT}
