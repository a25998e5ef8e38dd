"""What staff put right, as labelled data: photos that `evaluate` and `calibrate` read, and customers' words."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from intake.claims.labels import INTENT
from intake.claims.photo_store import PhotoStore
from intake.claims.store import Store
from intake.labels import TEXTS
from intake.vision.types import Damage

PHOTOS = "labels.jsonl"


@dataclass(frozen=True)
class Exported:
    """How many photos and texts were written, and how many photos were left out: deleted, or of no known product."""

    photos: int
    texts: int
    left_out: int


def export_labels(store: Store, photos: PhotoStore, folder: Path) -> Exported:
    """Writes photos with `labels.jsonl` (`file`, `sku`, `damages`) and `messages.jsonl` (`text`, `language`,
    `intents`, `track`) into `folder`.

    A photo of which only the damage was corrected keeps its claim's product.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows, left_out = [], 0
    for correction in store.corrections.in_force():
        traits = store.traits.of(correction.claim) if correction.claim else None
        sku = correction.sku or (traits.sku if traits else "")
        if not sku or not photos.has(correction.photo):
            left_out += 1
            continue
        (folder / f"{correction.photo}.jpg").write_bytes(photos.load(correction.photo))
        rows.append({"file": f"{correction.photo}.jpg", "sku": sku, **_damages(correction.damage)})
    texts = _texts(store)
    _write(folder / PHOTOS, rows)
    _write(folder / TEXTS, texts)
    return Exported(len(rows), len(texts), left_out)


def _damages(damage: str | None) -> dict[str, object]:
    """Nothing where nobody said what is broken: then the labels don't tell."""
    if damage is None:
        return {}
    return {"damages": [] if damage == Damage.INTACT else [{"type": damage}]}


def _texts(store: Store) -> list[dict[str, object]]:
    said: dict[str, dict[str, object]] = defaultdict(dict)
    for label in store.labels.in_force():
        said[label.claim] |= {"intents": [label.value]} if label.kind == INTENT else {"track": label.value}
    claims = {number: store.claim(number) for number in said}
    return [{"text": claims[number].text, "language": claims[number].language, **told} for number, told in said.items()]


def _write(file: Path, rows: list[dict[str, object]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
