"""The committed photographs and their truth fit together."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from training.render.products import PRODUCTS
from training.render.shot import damage_types
from training.render.variety import PARCEL_DAMAGE

PHOTOS = Path(__file__).parents[2] / "photos"
LINES: list[dict[str, Any]] = [json.loads(line) for line in (PHOTOS / "labels.jsonl").read_text().splitlines()]


def kind(line: dict[str, Any]) -> str:
    """Photos of the first plan show products and don't say so."""
    return str(line.get("kind", "product"))


def test_every_photo_has_one_line_and_every_mask_one_damage() -> None:
    assert sorted(line["file"] for line in LINES) == sorted(file.name for file in PHOTOS.glob("*.jpg"))
    masks = [damage["mask"] for line in LINES for damage in line["damages"]]
    assert sorted(masks) == sorted(f"masks/{file.name}" for file in (PHOTOS / "masks").glob("*.png"))


def test_a_line_says_what_its_subject_can_show() -> None:
    for line in LINES:
        types = {damage["type"] for damage in line["damages"]}
        assert line["intact"] == (not types)
        if kind(line) == "product":
            assert types <= set(damage_types(PRODUCTS[line["sku"]])), line["file"]
        else:
            assert line["sku"] == ""
            assert set(PARCEL_DAMAGE.get(line["state"], ())) <= types


@pytest.mark.parametrize("line", LINES[::7], ids=lambda line: line["file"])
def test_a_mask_lies_in_its_box(line: dict[str, Any]) -> None:
    for damage in line["damages"]:
        mask = np.asarray(Image.open(PHOTOS / damage["mask"]))
        rows, columns = np.nonzero(mask)
        left, top, right, bottom = damage["box"]
        height, width = mask.shape
        assert left - 0.02 <= columns.min() / width
        assert columns.max() / width <= right + 0.02
        assert top - 0.02 <= rows.min() / height
        assert rows.max() / height <= bottom + 0.02
